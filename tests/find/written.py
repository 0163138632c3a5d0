"""Lessons written as their authors write them, for the search index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hatgiong.pages.find_index import FindIndex
from tiny_site import TinySite

SETTINGS = """\
site_name: Find
docs_dir: content
plugins:
  - hatgiong:
      languages:
        - {tag: vi}
        - {tag: en, fallback: vi}
        - {tag: hmn, fallback: vi}
"""


@dataclass(frozen=True)
class Written:
    """A lesson's text in one language; the card is the slug alone."""

    slug: str
    title: str
    language: str = "vi"
    summary: str = ""
    keywords: tuple[str, ...] = ()
    steps: tuple[str, ...] = ("Một",)
    variant: str = "index"

    def write(self, site: TinySite) -> None:
        folder = f"content/lessons/{self.slug}"
        site.write(f"{folder}/lesson.yml", "groups: [nguoi-dan]\n")
        head = [f'title: "{self.title}"', f'summary: "{self.summary}"']
        head.append(f"keywords: [{', '.join(self.keywords)}]")
        steps = "".join(f"## {step}\n\nChữ.\n\n" for step in self.steps)
        text = "\n".join(["---", *head, "---", steps])
        site.write(f"{folder}/{self.variant}.{self.language}.md", text)


MakeIndex = Callable[[Sequence[Written]], FindIndex]
