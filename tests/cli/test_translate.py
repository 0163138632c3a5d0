"""`hatgiong translate` shows what is out of date, and marks what was compared."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from hatgiong.lessons.read import parse_lesson_text
from hatgiong.sources import Source
from tiny_site import FACTS, SETTINGS, Run, TinySite

LANGUAGES = "        - {tag: en}\n        - {tag: hmn}\n"
FOLDER = "content/lessons/bai"
ORIGINAL = "---\ntitle: Bài\n---\n## Một\n\nChữ.\n"


@pytest.fixture
def site(empty_site: TinySite) -> TinySite:
    """A site of three languages with one lesson in Vietnamese."""
    empty_site.write("mkdocs.yml", SETTINGS + LANGUAGES)
    empty_site.write(f"{FOLDER}/lesson.yml", FACTS)
    empty_site.write(f"{FOLDER}/index.vi.md", ORIGINAL)
    return empty_site


def _state(site: TinySite, run: Run, name: str, locale: str = "en") -> str:
    ran = run("-C", site.folder, "--locale", locale, "translate", "status")
    assert ran.code == 0
    (line,) = (line for line in ran.output.split("\n") if f" {name}.md " in line)
    return line.split(".md", 1)[1].strip()


def _mark(site: TinySite, run: Run, tag: str = "en") -> str:
    ran = run("-C", site.folder, "translate", "done", tag, "bai")
    assert ran.code == 0
    return ran.output.strip()


def test_status_follows_a_translation_through_its_life(site: TinySite, run: Run) -> None:
    assert _state(site, run, "index.vi") == "original"
    assert _state(site, run, "index.en") == "missing"
    site.write(f"{FOLDER}/index.en.md", "---\ntitle: Lesson\n---\n## One\n\nWords.\n")
    assert _state(site, run, "index.en") == "source not given"
    assert _mark(site, run) == "1"
    assert _state(site, run, "index.en") == "up to date"
    site.write(f"{FOLDER}/index.vi.md", ORIGINAL.replace("Chữ.", "Chữ khác."))
    assert _state(site, run, "index.en") == "OUT OF DATE"
    assert _state(site, run, "index.en", "vi") == "ĐÃ CŨ"
    assert _mark(site, run) == "1"
    assert _state(site, run, "index.en", "vi") == "đã khớp"
    assert _mark(site, run) == "0"


def test_status_knows_drafts_and_easy_versions(site: TinySite, run: Run) -> None:
    site.write(f"{FOLDER}/simple.vi.md", ORIGINAL)
    draft = "---\ntitle: Lesson\nstatus: draft\n---\n## One\n\nWords.\n"
    site.write(f"{FOLDER}/index.en.md", draft)
    site.write(f"{FOLDER}/simple.en.md", draft)
    assert _mark(site, run) == "2"
    assert _state(site, run, "index.en") == "draft"
    assert _state(site, run, "simple.vi") == "original"
    assert _state(site, run, "simple.hmn") == "missing"


def test_marking_the_original_changes_nothing(site: TinySite, run: Run) -> None:
    assert _mark(site, run, "vi") == "0"
    assert (site.folder / FOLDER / "index.vi.md").read_text("utf-8") == ORIGINAL


#: A translation before and after it was marked; its old source, where it has one, is 0123456789ab.
FILES = {
    "without a source": (
        "---\ntitle: Lesson  \n\n# a note\n---\n## One\n\nWords.\n\n\n",
        '---\ntitle: Lesson  \n\n# a note\nsource: "{hash}"\n---\n## One\n\nWords.\n\n\n',
    ),
    "with an old source in its midst": (
        "---\ntitle: Lesson\nsource: 0123456789ab   # of May\nsummary: a\n---\n## One\n\nb",
        "---\ntitle: Lesson\nsource: {hash}   # of May\nsummary: a\n---\n## One\n\nb",
    ),
    "with a quoted source on a line of its own": (
        "---\ntitle: Lesson\nsource:\n  '0123456789ab'\n---\n## One\n\nb\n",
        "---\ntitle: Lesson\nsource:\n  '{hash}'\n---\n## One\n\nb\n",
    ),
    "with a source in braces": (
        '---\n{title: Lesson, source: "0123456789ab", summary: "source: a"}\n---\n## One\n\nb\n',
        '---\n{title: Lesson, source: "{hash}", summary: "source: a"}\n---\n## One\n\nb\n',
    ),
    "with the word source elsewhere": (
        "---\ntitle: a\nsummary: |\n  source: 0123456789ab\n---\n## One\n\nsource: a\n\n---\n",
        "---\ntitle: a\nsummary: |\n  source: 0123456789ab\n"
        'source: "{hash}"\n---\n## One\n\nsource: a\n\n---\n',
    ),
    "with lines of Windows": (
        "---\r\ntitle: Lesson\r\n---\r\n## One\r\n\r\nWords.\r\n",
        '---\r\ntitle: Lesson\r\nsource: "{hash}"\r\n---\r\n## One\r\n\r\nWords.\r\n',
    ),
    "with a byte order mark and dots": (
        "\ufeff---\ntitle: Lesson\nsource: 0123456789ab\n...\n## One\n\nWords.\n",
        "\ufeff---\ntitle: Lesson\nsource: {hash}\n...\n## One\n\nWords.\n",
    ),
    "with decomposed marks": (
        "---\ntitle: Ba\u0300i\n---\n## One\n\nChu\u031b\u0303 \u2028 \x0c.\n",
        '---\ntitle: Ba\u0300i\nsource: "{hash}"\n---\n## One\n\nChu\u031b\u0303 \u2028 \x0c.\n',
    ),
}


@pytest.mark.parametrize("kind", FILES)
def test_marking_keeps_the_rest_of_the_file_byte_for_byte(
    kind: str, site: TinySite, run: Run
) -> None:
    before, after = FILES[kind]
    path = site.write(f"{FOLDER}/index.en.md", before)
    path.chmod(0o640)
    assert _mark(site, run) == "1"
    original, _ = parse_lesson_text(Source("a.md", ORIGINAL), language="vi", variant="")
    assert original is not None
    assert path.read_bytes() == after.replace("{hash}", original.hash).encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert _state(site, run, "index.en") == "up to date"


def test_marking_leaves_no_other_file_behind(site: TinySite, run: Run) -> None:
    site.write(f"{FOLDER}/index.en.md", FILES["without a source"][0])
    _mark(site, run)
    names = {path.name for path in Path(site.folder / FOLDER).iterdir()}
    assert names == {"lesson.yml", "index.vi.md", "index.en.md"}
