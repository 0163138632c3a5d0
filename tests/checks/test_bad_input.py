"""What may lie in content/ by mistake or malice: one problem that helps, and the rest is built."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from runtime_cases import BAD, BAD_CLIPS

from tiny_site import FACTS, TEXT, Run, TinySite

BAD_LESSON = "content/lessons/hong"


def _only_problem(site: TinySite, run: Run) -> tuple[str, str]:
    """The one problem of the site as `rule`, `file:line:column`; its words are looked at too."""
    ran = run("-C", site.folder, "check", "--format", "json")
    assert ran.code == 1
    assert ran.errors == ""
    (row,) = json.loads(ran.output)
    assert row["fix"]
    assert row["message"][0] == row["message"][0].lower()
    assert not row["message"].endswith(".")
    return row["rule"], f"{row['file']}:{row['line']}:{row['column']}"


def _built_lessons(site: TinySite, run: Run) -> set[str]:
    ran = run("-C", site.folder, "build")
    assert ran.code == 1
    assert "Traceback" not in ran.errors
    pages = {path.name for path in (site.folder / "site/lessons").glob("*.html")}
    return {name for name in pages if not name.endswith(".keep.html")}


def _add_bad(site: TinySite, name: str, content: str | bytes) -> None:
    site.add_lesson("hong")
    site.write(f"{BAD_LESSON}/{name}", content)


def test_file_that_is_not_utf8_is_told_at_its_first_wrong_byte(
    tiny_site: TinySite, run: Run
) -> None:
    _add_bad(tiny_site, "index.vi.md", TEXT.encode() + b"## M\xf4t\n\nCh\xfa.\n")
    place = f"{BAD_LESSON}/index.vi.md:4:5"
    assert _only_problem(tiny_site, run) == ("file-not-utf8", place)
    assert _built_lessons(tiny_site, run) == {"bai-tot.html"}


def test_file_in_utf16_is_told_as_not_utf8(tiny_site: TinySite, run: Run) -> None:
    _add_bad(tiny_site, "lesson.yml", FACTS.encode("utf-16"))
    place = f"{BAD_LESSON}/lesson.yml:1:1"
    assert _only_problem(tiny_site, run) == ("file-not-utf8", place)
    assert _built_lessons(tiny_site, run) == {"bai-tot.html"}


def test_yaml_that_does_not_parse_is_told_where_it_breaks(tiny_site: TinySite, run: Run) -> None:
    _add_bad(tiny_site, "lesson.yml", "groups: [nguoi-dan]\nowner: Tổ: bản Mường\n")
    place = f"{BAD_LESSON}/lesson.yml:2:10"
    assert _only_problem(tiny_site, run) == ("yaml-not-readable", place)
    assert _built_lessons(tiny_site, run) == {"bai-tot.html"}


def test_front_matter_that_does_not_parse_is_told_in_lines_of_the_file(
    tiny_site: TinySite, run: Run
) -> None:
    _add_bad(tiny_site, "index.vi.md", "---\ntitle: Bài\nsummary: [a\n---\n## Một\n\nChữ.\n")
    rule, place = _only_problem(tiny_site, run)
    assert rule == "yaml-not-readable"
    assert place.startswith(f"{BAD_LESSON}/index.vi.md:4:")


def test_unknown_key_is_told_with_the_nearest_known_one(tiny_site: TinySite, run: Run) -> None:
    _add_bad(tiny_site, "lesson.yml", f"{FACTS}minuets: 5\n")
    assert _only_problem(tiny_site, run) == ("unknown-key", f"{BAD_LESSON}/lesson.yml:2:1")
    assert "did you mean minutes?" in run("-C", tiny_site.folder, "check").output
    assert _built_lessons(tiny_site, run) == {"bai-tot.html"}


def test_value_of_a_wrong_type_is_told_with_an_example(tiny_site: TinySite, run: Run) -> None:
    _add_bad(tiny_site, "lesson.yml", f'{FACTS}minutes: "8"\n')
    assert _only_problem(tiny_site, run) == ("value-wrong", f"{BAD_LESSON}/lesson.yml:2:10")
    assert "fix: write minutes: 8" in run("-C", tiny_site.folder, "check").output
    assert _built_lessons(tiny_site, run) == {"bai-tot.html"}


def test_number_for_a_title_is_told_with_the_quotes_that_it_needs(
    tiny_site: TinySite, run: Run
) -> None:
    _add_bad(tiny_site, "index.vi.md", "---\ntitle: 111\n---\n## Một\n\nChữ.\n")
    assert _only_problem(tiny_site, run) == ("value-wrong", f"{BAD_LESSON}/index.vi.md:2:8")
    assert 'fix: write title: "111"' in run("-C", tiny_site.folder, "check").output


@pytest.mark.parametrize("name", ["index.vi.md", "lesson.yml"])
@pytest.mark.parametrize("content", ["", " \n\t\n", "\ufeff"])
def test_empty_file_is_told_as_empty(
    name: str, content: str, tiny_site: TinySite, run: Run
) -> None:
    _add_bad(tiny_site, name, content)
    assert _only_problem(tiny_site, run) == ("file-empty", f"{BAD_LESSON}/{name}:1:1")
    assert _built_lessons(tiny_site, run) == {"bai-tot.html"}


def test_markdown_file_of_ten_megabytes_is_refused_before_it_is_read(
    tiny_site: TinySite, run: Run
) -> None:
    _add_bad(tiny_site, "index.vi.md", TEXT + "## Một\n\n" + "a " * 5_000_000)
    place = f"{BAD_LESSON}/index.vi.md:1:1"
    assert _only_problem(tiny_site, run) == ("file-too-large", place)
    assert _built_lessons(tiny_site, run) == {"bai-tot.html"}


@pytest.mark.parametrize("target", ["../bai-tot/index.vi.md", "/etc/passwd", ".."])
def test_picture_that_leaves_the_lesson_is_told_and_not_carried_along(
    target: str, tiny_site: TinySite, run: Run
) -> None:
    tiny_site.add_lesson("hong", f"## Một\n\n![Mật khẩu]({target})\n")
    place = f"{BAD_LESSON}/index.vi.md:6:13"
    assert _only_problem(tiny_site, run) == ("path-outside-content", place)
    assert _built_lessons(tiny_site, run) == {"bai-tot.html", "hong.html"}
    assert "<img" not in (tiny_site.folder / "site/lessons/hong.html").read_text("utf-8")


@pytest.mark.parametrize("name", ["index.vi.md", "lesson.yml"])
def test_symlink_to_a_private_file_is_told_and_not_read(
    name: str, tiny_site: TinySite, run: Run
) -> None:
    tiny_site.add_lesson("hong")
    (tiny_site.folder / BAD_LESSON / name).unlink()
    (tiny_site.folder / BAD_LESSON / name).symlink_to("/etc/passwd")
    assert _only_problem(tiny_site, run) == ("path-outside-content", f"{BAD_LESSON}/{name}:1:1")
    assert _built_lessons(tiny_site, run) == {"bai-tot.html"}


def test_lesson_folder_that_is_a_symlink_to_elsewhere_is_told_and_not_followed(
    tiny_site: TinySite, run: Run, tmp_path: Path
) -> None:
    other = TinySite(tmp_path / "other")
    other.add_lesson("rieng")
    link = tiny_site.folder / "content/lessons/rieng"
    link.symlink_to(other.folder / "content/lessons/rieng")
    assert _only_problem(tiny_site, run) == ("path-outside-content", "content/lessons/rieng:1:1")
    assert _built_lessons(tiny_site, run) == {"bai-tot.html"}


def test_symlink_loop_is_told_as_a_loop(tiny_site: TinySite, run: Run) -> None:
    tiny_site.add_lesson("hong")
    path = tiny_site.folder / BAD_LESSON / "index.vi.md"
    path.unlink()
    path.symlink_to("index.vi.md")
    assert _only_problem(tiny_site, run) == ("symlink-loop", f"{BAD_LESSON}/index.vi.md:1:1")
    assert _built_lessons(tiny_site, run) == {"bai-tot.html"}


def test_language_tag_that_does_not_exist_is_told_at_its_file(
    tiny_site: TinySite, run: Run
) -> None:
    tiny_site.write("content/lessons/bai-tot/index.xx.md", TEXT + "## Một\n\nChữ.\n")
    place = "content/lessons/bai-tot/index.xx.md:1:1"
    assert _only_problem(tiny_site, run) == ("language-tag-invalid", place)
    assert _built_lessons(tiny_site, run) == {"bai-tot.html"}


def test_group_that_is_written_wrong_is_not_told_again_for_each_lesson(
    tiny_site: TinySite, run: Run
) -> None:
    tiny_site.write("content/groups.yml", "nguoi-dan: {name: Người dân, color: red}\n")
    assert _only_problem(tiny_site, run) == ("unknown-key", "content/groups.yml:1:30")


def test_lesson_with_a_mistake_is_not_told_again_where_others_link_to_it(
    tiny_site: TinySite, run: Run
) -> None:
    _add_bad(tiny_site, "lesson.yml", f"{FACTS}minuets: 5\n")
    tiny_site.add_lesson("lien-ket", "## Một\n\n[Bài kia](../hong/index.md)\n")
    tiny_site.write("content/courses/nguoi-dan/course.yml", "lessons: [hong, lien-ket]\n")
    assert _only_problem(tiny_site, run)[0] == "unknown-key"


def test_group_named_like_a_path_writes_no_page_outside_the_site(
    tiny_site: TinySite, run: Run
) -> None:
    tiny_site.write("content/groups.yml", 'nguoi-dan: {name: A}\n"../../../ra-ngoai": {name: B}\n')
    assert _only_problem(tiny_site, run) == ("slug-not-plain", "content/groups.yml:2:1")
    assert _built_lessons(tiny_site, run) == {"bai-tot.html"}
    assert list(tiny_site.folder.parent.rglob("ra-ngoai*")) == []


@pytest.mark.parametrize("slug", ["javascript:alert(1)", "a b", "a?b", "a#b", "a%2eb", '"'])
def test_lesson_whose_name_is_no_address_gets_no_page(
    slug: str, tiny_site: TinySite, run: Run
) -> None:
    tiny_site.add_lesson(slug)
    output = run("-C", tiny_site.folder, "check").output
    assert f"content/lessons/{slug}:1:1: error: the name {slug} is not plain" in output
    assert _built_lessons(tiny_site, run) == {"bai-tot.html"}


@pytest.mark.parametrize("name", sorted(BAD))
def test_what_no_repository_could_hold_ends_no_build_in_a_traceback(
    name: str, tiny_site: TinySite, run: Run
) -> None:
    BAD[name](tiny_site.folder)
    assert "bai-tot.html" in _built_lessons(tiny_site, run)


@pytest.mark.parametrize("name", sorted(BAD_CLIPS))
def test_lesson_is_built_without_a_clip_that_cannot_be_used(
    name: str, tiny_site: TinySite, run: Run
) -> None:
    BAD_CLIPS[name](tiny_site.folder)
    assert _only_problem(tiny_site, run) == (name, f"{BAD_LESSON}/lesson.yml:2:7")
    assert _built_lessons(tiny_site, run) == {"bai-tot.html", "hong.html"}
    assert "<video" not in (tiny_site.folder / "site/lessons/hong.html").read_text("utf-8")
