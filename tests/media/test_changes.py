"""A change re-encodes exactly what it touches: planned against a store that held everything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from hatgiong.content import read_content
from hatgiong.media.encoding import renditions
from hatgiong.media.stage import list_missing, make_plan, open_store
from hatgiong.project import read_project
from media.clips import run_ffmpeg
from tiny_site import FACTS, GROUPS, SETTINGS, TEXT, TinySite, build_lessons

MEDIA = "      media: {voices: {vi: vi}}\n"
HELPER = "      helper: {name: {vi: Chị Mai}, phone: '0213 000 000'}\n"
SLIDES, NOTHING = {"chieu vi master"}, set[str]()
Change = Callable[[TinySite], object]


@pytest.fixture(scope="module")
def encoded(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    """A slideshow of one step, `chieu`, and a film, `phim`, of which all is made."""
    site = TinySite(tmp_path_factory.mktemp("changes"))
    site.write("mkdocs.yml", SETTINGS + MEDIA + HELPER)
    site.write("content/groups.yml", GROUPS)
    for slug, clip in {"chieu": "slideshow", "phim": "clip.mp4"}.items():
        site.add_lesson(slug)
        site.write(f"content/lessons/{slug}/lesson.yml", f"{FACTS}clip: {clip}\n")
    film = site.folder / "content/lessons/phim/clip.mp4"
    source = ("-f", "lavfi", "-i", "testsrc2=size=160x120:rate=10:duration=1")
    run_ffmpeg(*source, "-f", "lavfi", "-i", "sine=duration=1", "-c:v", "libx264", film)
    assert build_lessons(read_project(site.folder)).is_published
    return site


def list_stale(site: TinySite) -> set[str]:
    """What a build would make now, by the names that people read."""
    project = read_project(site.folder)
    catalogue = read_content(project).catalogue
    store = open_store(project)
    plan = make_plan(project, catalogue, store)
    missing = [*plan.unknown_masters(), *list_missing(plan, store.find_all(plan.wanted()))]
    return {task.job.label for task in missing}


PRACTICE = """
/// practice | Thử
![Màn hình](man-hinh.svg)

Bấm vào nút.

- [x] 10 20 30 40 **Nút** Đúng rồi.
///
"""
WORD = '<text data-word="nut">Nút</text>'
SCREEN = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{WORD}</svg>'


def practise(site: TinySite) -> None:
    """Puts a practice into the slideshow's lesson, with a drawing and a word of its own."""
    site.write("content/lessons/chieu/man-hinh.svg", SCREEN)
    path = site.folder / "content/lessons/chieu/index.vi.md"
    text = path.read_text("utf-8").replace("\n---\n", "\nwords: {nut: Nút}\n---\n", 1)
    path.write_text(text + PRACTICE, "utf-8")


def put(path: str, content: str) -> Change:
    return lambda site: site.write(path, content)


@pytest.mark.parametrize(
    ("change", "stale"),
    [
        (put("content/lessons/moi/lesson.yml", FACTS), NOTHING),
        (put("mkdocs.yml", SETTINGS + MEDIA + HELPER + "      budgets: {page_bytes: 9000}\n"),
         NOTHING),
        (put("mkdocs.yml", SETTINGS + MEDIA + HELPER.replace("0213", "0214")), SLIDES),
        (put("mkdocs.yml", SETTINGS + HELPER), SLIDES),
        (put("content/groups.yml", GROUPS.replace("Người dân", "Bà con")), SLIDES),
        (put("content/lessons/chieu/index.vi.md", TEXT + "## Hai\n\nChữ.\n"), SLIDES),
        (put("content/lessons/chieu/captions.vi.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nMột\n"),
         NOTHING),
        (practise, NOTHING),
        (put("content/lessons/phim/index.vi.md", TEXT + "## Hai\n\nChữ.\n"), NOTHING),
        (put("content/lessons/phim/lesson.yml", FACTS + "minutes: 9\nclip: clip.mp4\n"), NOTHING),
    ],
    ids=["a new lesson", "a budget", "the helper's number", "a voice taken away", "a group's name",
         "a step of the slideshow", "captions", "a practice",
         "the words beside a film", "a film's facts"],
)  # fmt: skip
def test_a_change_makes_anew_what_shows_it(
    change: Change, stale: set[str], encoded: TinySite
) -> None:
    kept = {path: path.read_bytes() for path in encoded.folder.rglob("*.*") if _is_source(path)}
    assert list_stale(encoded) == NOTHING
    change(encoded)
    try:
        assert list_stale(encoded) == stale
    finally:
        for path in [path for path in encoded.folder.rglob("*.*") if _is_source(path)]:
            path.unlink()
        for path, content in kept.items():
            path.write_bytes(content)


def _is_source(path: Path) -> bool:
    return path.is_file() and ".cache" not in path.parts and "site" not in path.parts


def test_a_renditions_numbers_touch_that_rendition_alone(
    encoded: TinySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    better = [
        replace(row, target_vmaf=90) if row.name == "240p.mp4" else row
        for row in renditions.RENDITIONS
    ]
    monkeypatch.setattr(renditions, "RENDITIONS", better)
    assert list_stale(encoded) == {"chieu vi 240p.mp4", "phim 240p.mp4"}


def test_a_renditions_reason_touches_nothing(
    encoded: TinySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [replace(row, reason="told better") for row in renditions.RENDITIONS]
    monkeypatch.setattr(renditions, "RENDITIONS", told)
    assert list_stale(encoded) == NOTHING


def test_a_translations_slideshow_stays_until_a_word_that_it_borrows_changes(
    tmp_path: Path,
) -> None:
    site = TinySite(tmp_path)
    languages = SETTINGS + "        - {tag: en, fallback: vi}\n"
    site.write("mkdocs.yml", languages + "      media: {voices: {vi: vi, en: en-gb}}\n")
    site.write("content/groups.yml", GROUPS)
    step = "## Một\n\n![Màn hình](man-hinh.svg)\n\nChữ.\n"
    path = site.add_lesson("chieu", step, **{"man-hinh": SCREEN})
    site.write("content/lessons/chieu/lesson.yml", f"{FACTS}clip: slideshow\n")
    site.write("content/lessons/chieu/index.en.md", TEXT + step)
    head = TEXT.replace("\n---\n", "\nwords: {nut: Nút}\n---\n", 1)
    path.write_text(head + step, "utf-8")
    before = name_masters(site)
    assert before.keys() == {"chieu vi master", "chieu en master"}

    path.write_text(head + step.replace("Chữ.", "Chữ khác."), "utf-8")
    reworded = name_masters(site)
    assert reworded["chieu vi master"] != before["chieu vi master"]
    assert reworded["chieu en master"] == before["chieu en master"]

    path.write_text(head.replace("Nút", "Phím") + step, "utf-8")
    assert name_masters(site)["chieu en master"] != before["chieu en master"]


def name_masters(site: TinySite) -> dict[str, str]:
    """The key of each slideshow that is to be made."""
    project = read_project(site.folder)
    plan = make_plan(project, read_content(project).catalogue, open_store(project))
    return {task.job.label: task.job.key for task in plan.unknown_masters()}
