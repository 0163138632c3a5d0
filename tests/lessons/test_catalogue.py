"""Who reads which text of a lesson: fallbacks, easy versions, translations out of date."""

from __future__ import annotations

import pytest

from hatgiong.catalogue import Catalogue
from hatgiong.content import read_content
from hatgiong.languages import find_chain, is_language_tag
from hatgiong.lessons.lesson import Lesson
from hatgiong.project import read_project
from tiny_site import SETTINGS, TinySite

LANGUAGES = """\
        - {tag: en, fallback: vi}
        - {tag: hmn, fallback: en}
        - {tag: mww, fallback: hmn}
        - {tag: tyz}
"""
TAGS = ("vi", "en", "hmn", "mww", "tyz")


def _read(site: TinySite, *names: str, source: str = "") -> tuple[Catalogue, Lesson]:
    """A lesson with these texts, such as `index.vi`."""
    site.write("mkdocs.yml", SETTINGS + LANGUAGES)
    site.write("content/lessons/bai/lesson.yml", "groups: [nguoi-dan]\n")
    for name in names:
        head = f'title: "{name}"\n' + (f'source: "{source}"\n' if name != names[0] else "")
        head = head if source else f'title: "{name}"\n'
        site.write(f"content/lessons/bai/{name}.md", f"---\n{head}---\n## Một\n\nChữ.\n")
    content = read_content(read_project(site.folder))
    return content.catalogue, content.catalogue.lessons["bai"]


def _shown(catalogue: Catalogue, lesson: Lesson, variant: str = "") -> dict[str, str]:
    rows = {}
    for language in catalogue.languages:
        shown = catalogue.show(lesson, language, variant)
        mark = "*" if shown and shown.is_fallback else ""
        rows[language.tag] = f"{shown.text.title}{mark}" if shown else "-"
    return rows


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (["index.vi"], "index.vi index.vi* index.vi* index.vi* index.vi*"),
        (["index.vi", "index.en"], "index.vi index.en index.en* index.en* index.vi*"),
        (["index.vi", "index.hmn"], "index.vi index.vi* index.hmn index.hmn* index.vi*"),
        (["index.tyz"], "index.tyz* index.tyz* index.tyz* index.tyz* index.tyz"),
        (["index.mww", "index.tyz"], "index.mww* index.mww* index.mww* index.mww index.tyz"),
        (["index.fr"], "index.fr* index.fr* index.fr* index.fr* index.fr*"),
    ],
)
def test_reader_gets_the_first_language_of_the_chain_else_whatever_there_is(
    names: list[str], shown: str, empty_site: TinySite
) -> None:
    found = _shown(*_read(empty_site, *names))
    assert list(found) == list(TAGS)
    assert " ".join(found.values()) == shown


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (["index.vi"], "- - - - -"),
        (["index.vi", "simple.vi"], "simple.vi simple.vi* simple.vi* simple.vi* simple.vi*"),
        (["index.vi", "index.en", "simple.vi"], "simple.vi - - - simple.vi*"),
        (["index.vi", "index.en", "simple.en"], "- simple.en simple.en* simple.en* -"),
        (["index.vi", "simple.hmn"], "- - simple.hmn - -"),
        (["index.vi", "index.hmn", "simple.en"], "- simple.en - - -"),
    ],
)
def test_easy_version_is_shown_only_beside_a_text_of_its_own_language(
    names: list[str], shown: str, empty_site: TinySite
) -> None:
    assert " ".join(_shown(*_read(empty_site, *names), variant="simple").values()) == shown


def test_original_is_the_first_text_in_the_order_of_the_site(empty_site: TinySite) -> None:
    catalogue, lesson = _read(empty_site, "index.en", "index.hmn", "simple.tyz", "index.fr")
    original, easy = catalogue.original(lesson, ""), catalogue.original(lesson, "simple")
    assert original is lesson.texts["en", ""]
    assert easy is lesson.texts["tyz", "simple"]
    assert catalogue.original(lesson, "other") is None


def test_translation_is_out_of_date_only_when_it_names_another_original(
    empty_site: TinySite,
) -> None:
    catalogue, lesson = _read(empty_site, "index.vi", "index.en", source="0123456789ab")
    assert catalogue.is_outdated(lesson, lesson.texts["en", ""])
    assert not catalogue.is_outdated(lesson, lesson.texts["vi", ""])
    good = lesson.texts["vi", ""].hash
    catalogue, lesson = _read(empty_site, "index.vi", "index.en", source=good)
    assert not catalogue.is_outdated(lesson, lesson.texts["en", ""])
    catalogue, lesson = _read(empty_site, "index.vi", "index.en")
    assert not catalogue.is_outdated(lesson, lesson.texts["en", ""])


def test_outdated_translation_is_still_shown(empty_site: TinySite) -> None:
    catalogue, lesson = _read(empty_site, "index.vi", "index.en", source="0123456789ab")
    shown = catalogue.show(lesson, catalogue.languages[1])
    assert shown is not None
    assert (shown.text.language, shown.is_fallback, shown.is_outdated) == ("en", False, True)


def test_course_is_in_the_order_of_its_file_and_then_by_name(empty_site: TinySite) -> None:
    for slug in ("d", "c", "b", "a"):
        empty_site.add_lesson(slug)
    empty_site.write("content/courses/nguoi-dan/course.yml", "lessons: [c, a]\n")
    catalogue = read_content(read_project(empty_site.folder)).catalogue
    assert catalogue.courses["nguoi-dan"].lessons == ("c", "a", "b", "d")
    assert list(catalogue.lessons) == ["a", "b", "c", "d"]


def test_content_read_twice_or_by_several_processes_is_equal(empty_site: TinySite) -> None:
    for number in range(30):
        empty_site.add_lesson(f"bai-{number}", f"## Một\n\nChữ [bài](../bai-{number}/index.md).\n")
    empty_site.add_lesson("hong", "hỏng\n")
    project = read_project(empty_site.folder)
    one, again, many = (read_content(project, workers=count) for count in (1, 1, 2))
    assert one == again == many
    assert [problem.rule for problem in many.problems] == ["no-step"]


@pytest.mark.parametrize(
    ("fallbacks", "chain"),
    [
        ({"a": None}, ("a",)),
        ({"a": "b", "b": "c", "c": None}, ("a", "b", "c")),
        ({"a": "a"}, None),
        ({"a": "b", "b": "a"}, None),
        ({"a": "b", "b": "c", "c": "b"}, None),
        ({"a": "z"}, None),
    ],
)
def test_chain_of_fallbacks_ends_or_is_refused(
    fallbacks: dict[str, str | None], chain: tuple[str, ...] | None
) -> None:
    assert find_chain("a", fallbacks) == chain


@pytest.mark.parametrize(
    "tag", ["vi", "en", "hmn", "mww", "blt", "tyz", "hmn-Latn", "zh-Hans", "pt-BR", "EN"]
)
def test_language_tag_of_the_registry_is_good(tag: str) -> None:
    assert is_language_tag(tag)


@pytest.mark.parametrize(
    "tag", ["xx", "english", "vi_VN", "vi-", "", "../x", "hmn-Xxxx", "vi\n", "vi-VI1", "tiếng-việt"]
)
def test_language_tag_that_the_registry_lacks_is_refused(tag: str) -> None:
    assert not is_language_tag(tag)
