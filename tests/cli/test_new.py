"""`hatgiong new` makes a good beginning, and never writes over anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from tiny_site import SETTINGS, Run, TinySite


def _remember(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_new_site_is_good_from_the_first_moment(tmp_path: Path, run: Run) -> None:
    made = run("-C", tmp_path, "new", "site", "lang-toi")
    assert made.code == 0
    folder = tmp_path / "lang-toi"
    assert sorted(made.output.split("\n"))[1:] == sorted(str(folder / n) for n in _remember(folder))
    assert run("-C", folder, "check").code == 0
    assert run("-C", folder, "build").code == 0
    assert (folder / "site/index.html").is_file()
    assert (folder / "site/en/index.html").is_file()


def test_new_site_may_be_made_in_an_empty_folder(tmp_path: Path, run: Run) -> None:
    assert run("-C", tmp_path, "new", "site", ".").code == 0
    assert (tmp_path / "mkdocs.yml").is_file()


@pytest.mark.parametrize("locale", ["en", "vi"])
def test_new_site_is_not_made_where_something_is(locale: str, tmp_path: Path, run: Run) -> None:
    (tmp_path / "lang-toi").mkdir()
    (tmp_path / "lang-toi/thu.txt").write_text("thư")
    (tmp_path / "tep").write_text("tệp")
    before = _remember(tmp_path)
    for name in ("lang-toi", "tep"):
        ran = run("-C", tmp_path, "--locale", locale, "new", "site", name)
        words = {"en": "is there already; nothing was written", "vi": "đã có rồi; không ghi gì cả"}
        assert (ran.code, ran.output) == (2, "")
        assert words[locale] in ran.errors
    assert _remember(tmp_path) == before


@pytest.mark.parametrize(
    ("slug", "title", "folder"),
    [
        ("goi-zalo", "Gọi Zalo", "goi-zalo"),
        ("Đọc mã QR!", "", "doc-ma-qr"),
        ("v2.0", "Bản 2.0", "v2-0"),
        ("con", "Con gà", "con-1"),
        ("../../ngoai", "Ở trong", "ngoai"),
        ("bai", 'Bấm "Gửi": xong \\ nhé # {title}', "bai"),
        ("---", "", "bai-hoc"),
    ],
)
def test_new_lesson_is_good_from_the_first_moment(
    slug: str, title: str, folder: str, tiny_site: TinySite, run: Run
) -> None:
    made = run("-C", tiny_site.folder, "new", "lesson", "--title", title, "--", slug)
    assert made.code == 0
    assert (tiny_site.folder / f"content/lessons/{folder}/lesson.yml").is_file()
    checked = run("-C", tiny_site.folder, "check", "--strict")
    assert (checked.code, checked.output) == (0, "")
    assert run("-C", tiny_site.folder, "build").code == 0
    page = (tiny_site.folder / f"site/lessons/{folder}.html").read_text("utf-8")
    assert title.split(":")[0].replace('"', "&#34;") in page


@pytest.mark.parametrize("slug", ["bai-tot", "Bài Tốt"])
def test_new_lesson_is_not_written_over_an_old_one(
    slug: str, tiny_site: TinySite, run: Run
) -> None:
    before = _remember(tiny_site.folder)
    ran = run("-C", tiny_site.folder, "new", "lesson", slug)
    assert ran.code == 2
    assert "is there already" in ran.errors
    assert _remember(tiny_site.folder) == before


def test_new_lesson_is_in_the_first_language_of_the_site(empty_site: TinySite, run: Run) -> None:
    empty_site.write("mkdocs.yml", SETTINGS.replace("tag: vi", "tag: en"))
    assert run("-C", empty_site.folder, "new", "lesson", "one").code == 0
    text = (empty_site.folder / "content/lessons/one/index.en.md").read_text("utf-8")
    assert "## The first step" in text


def test_new_course_lists_the_lessons_of_its_group(tiny_site: TinySite, run: Run) -> None:
    tiny_site.write("content/groups.yml", "nguoi-dan: {name: 'Dân \"bản\": \\ A'}\n")
    tiny_site.add_lesson("a")
    assert run("-C", tiny_site.folder, "new", "course", "nguoi-dan").code == 0
    course = tiny_site.folder / "content/courses/nguoi-dan"
    assert (course / "course.yml").read_text("utf-8") == "lessons:\n  - a\n  - bai-tot\n"
    checked = run("-C", tiny_site.folder, "check", "--strict")
    assert (checked.code, checked.output) == (0, "")


def test_new_course_of_a_group_without_lessons_is_empty(empty_site: TinySite, run: Run) -> None:
    assert run("-C", empty_site.folder, "new", "course", "nguoi-dan").code == 0
    assert run("-C", empty_site.folder, "check", "--strict").code == 0


def test_new_course_is_not_written_over_an_old_one(tiny_site: TinySite, run: Run) -> None:
    tiny_site.write("content/courses/nguoi-dan/ghi-chu.txt", "của tôi")
    before = _remember(tiny_site.folder)
    ran = run("-C", tiny_site.folder, "new", "course", "nguoi-dan")
    assert ran.code == 2
    assert _remember(tiny_site.folder) == before


def test_new_course_of_an_unknown_group_names_the_nearest(tiny_site: TinySite, run: Run) -> None:
    ran = run("-C", tiny_site.folder, "new", "course", "nguoi-dann")
    assert ran.code == 2
    assert "nguoi-dan?" in ran.errors
    assert not (tiny_site.folder / "content/courses").exists()
