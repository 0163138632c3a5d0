"""`hatgiong pictures` shows a lesson's pictures with every language's words in them."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from PIL import Image

from tiny_site import FACTS, SETTINGS, Run, TinySite

LANGUAGES = "        - {tag: en}\n"
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200">'
    '<text data-word="call" data-fit="90" font-size="16">Gọi</text></svg>'
)
TEXT = "---\ntitle: {title}\nwords: {{call: {word}}}\n---\n## Một\n\n![{shown}](goi.svg)\n\nA.\n"
EASY = "---\ntitle: Easy\n---\n## One\n\n![Easy <b>](goi.svg)\n\nA.\n"


@pytest.fixture
def site(empty_site: TinySite) -> TinySite:
    """Two languages, an easy version without words of its own, a photograph."""
    empty_site.write("mkdocs.yml", SETTINGS + LANGUAGES)
    folder = "content/lessons/goi"
    empty_site.write(f"{folder}/lesson.yml", FACTS)
    empty_site.write(f"{folder}/goi.svg", DRAWING)
    photo = "\n![Ảnh](anh.jpg)\n"
    vi = TEXT.format(title="Gọi", word="Gọi", shown="Nút Gọi") + photo
    empty_site.write(f"{folder}/index.vi.md", vi)
    en = TEXT.format(title="Call", word="Call your family by video now", shown="The button")
    empty_site.write(f"{folder}/index.en.md", en)
    empty_site.write(f"{folder}/simple.en.md", EASY)
    path = empty_site.folder / folder / "anh.jpg"
    Image.new("RGB", (40, 30), "green").save(path)
    return empty_site


def read_drawings(sheet: str) -> list[str]:
    found = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', sheet)
    return [base64.b64decode(one).decode() for one in found[::2]]


def test_each_language_says_its_own_words_and_easy_versions_borrow_them(
    site: TinySite, run: Run
) -> None:
    ran = run("-C", site.folder, "pictures", "goi")
    assert ran.code == 0
    path = Path(ran.output.strip())
    assert path == site.folder / "dist/goi.pictures.html"
    sheet = path.read_text("utf-8")
    english, vietnamese, easy = read_drawings(sheet)
    assert ">Gọi<" in vietnamese
    assert ">Call your family by video now<" in english
    assert easy == english
    size = re.search(r'font-size="([\d.]+)"', english)
    assert size is not None
    assert float(size[1]) < 13
    assert (site.folder / "content/lessons/goi/anh.jpg").as_uri() in sheet
    assert "Easy &lt;b&gt;" in sheet


def test_a_word_that_becomes_too_small_and_one_that_nothing_uses_are_told(
    site: TinySite, run: Run
) -> None:
    path = site.folder / "content/lessons/goi/index.vi.md"
    path.write_text(path.read_text("utf-8").replace("{call: Gọi}", "{call: Gọi, cal: X}"), "utf-8")
    told = run("-C", site.folder, "--locale", "en", "check").output
    assert "index.en.md:1:1: warning: “Call your family by video now” becomes too small" in told
    assert "index.vi.md:1:1: warning: no picture uses the word cal " in told
    assert told.count("picture-word-small") == 2
    assert "picture-word-missing" not in told


def test_an_unknown_lesson_is_answered_with_the_nearest(site: TinySite, run: Run) -> None:
    ran = run("-C", site.folder, "pictures", "gio")
    assert ran.code == 2
    assert "gio: goi?" in ran.errors


def test_a_folder_that_cannot_be_written_is_told(site: TinySite, run: Run) -> None:
    site.write("dist", "a file, where a folder is needed")
    ran = run("-C", site.folder, "--locale", "en", "pictures", "goi")
    assert ran.code == 2
    assert "cannot be written" in ran.errors
