"""What of a text counts: for its hash, for the time that reading takes, for its letters."""

from __future__ import annotations

import os
import unicodedata

import pytest

from hatgiong.lessons.lesson import LessonText
from hatgiong.lessons.read import parse_lesson_text, read_lesson
from hatgiong.problems import Problem
from hatgiong.sources import Source, read_source
from tiny_site import TinySite

HEAD = "title: Bài\nsummary: Một câu.\nwords: {nut: Nút, den: Đèn}\n"
BODY = "## Một\n\nChữ.\n"


def _parse(body: str = BODY, head: str = HEAD) -> LessonText:
    source = Source("index.vi.md", f"---\n{head}---\n{body}")
    text, problems = parse_lesson_text(source, language="vi", variant="")
    assert problems == []
    assert text is not None
    return text


HASH = _parse().hash


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (BODY.replace("\n", "  \n"), HEAD),
        (f"\n\n{BODY}\n\n", HEAD),
        (BODY, f"{HEAD}keywords: [một, hai]\n"),
        (BODY, f'{HEAD}source: "0123456789ab"\n'),
        (BODY, f"{HEAD}status: draft\n"),
        (BODY, "words:\n  den: Đèn\n  nut: Nút\nsummary: >\n  Một\n  câu.\ntitle: ' Bài '\n"),
    ],
)
def test_hash_stays_when_nothing_to_translate_changes(body: str, head: str) -> None:
    assert _parse(body, head).hash == HASH


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (BODY.replace("Chữ.", "Chữ!"), HEAD),
        (BODY.replace("Một", "Hai"), HEAD),
        (BODY + "\nThêm.\n", HEAD),
        (BODY, HEAD.replace("Bài", "Bài khác")),
        (BODY, HEAD.replace("Một câu.", "Câu khác.")),
        (BODY, HEAD.replace("Nút", "Nút khác")),
        (BODY, HEAD.replace("nut:", "cai-nut:")),
    ],
)
def test_hash_changes_when_something_to_translate_changes(body: str, head: str) -> None:
    assert _parse(body, head).hash != HASH


def test_hash_is_the_same_on_every_computer_and_in_every_version() -> None:
    assert HASH == "59ae9d54391c"


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_hash_stays_when_only_line_ends_or_stored_marks_change(
    ending: str, tiny_site: TinySite
) -> None:
    original = f"---\n{HEAD}---\n{BODY}"
    stored = "\ufeff" + unicodedata.normalize("NFD", original).replace("\n", ending)
    path = tiny_site.write("content/x.md", stored)
    source = read_source(path, tiny_site.folder)
    assert source == Source("content/x.md", original)


@pytest.mark.parametrize(
    ("body", "seconds"),
    [
        ("## Một\n\n" + "chữ " * 99, 60),
        ("## Một\n\nchữ\n", 1),
        ("## Một\n\n![Lời mô tả không đọc](a.svg)\n", 5),
        ("## Một\n\n/// notes\n" + "chữ " * 200 + "\n///\n", 1),
        ("## Một\n\n- — * 1. ...\n", 1),
    ],
)
def test_slow_reader_needs_a_minute_for_a_hundred_words(body: str, seconds: int) -> None:
    assert _parse(body).reading_s == seconds


@pytest.mark.parametrize(
    ("letters", "rare"),
    [("Tiếng Việt: ă â đ ê ô ơ ư, Ứ ỡ ẵ", ""), ("→ ✔ 😀 “…”", ""), ("ꪼꪕ và 好", "ꪕꪼ好")],
)
def test_letters_that_old_phones_lack_are_found(letters: str, rare: str) -> None:
    assert _parse(f"## Một\n\n{letters}\n").rare_letters == frozenset(rare)


def test_front_matter_may_end_with_three_dots() -> None:
    source = Source("a.md", "---   \ntitle: Bài\n... \n## Một\n\nChữ.\n")
    text, problems = parse_lesson_text(source, language="vi", variant="")
    assert problems == []
    assert text is not None
    assert text.steps[0].place.line == 4


def test_text_after_one_that_is_nested_without_end_is_read_as_before() -> None:
    before = _parse("## Một\n\n- a\n\n    b\n\n- c\n")
    deep = Source("a.md", "---\ntitle: A\n---\n## Một\n\n" + "1. " * 3000 + "\n\n## Hai\n\nChữ.\n")
    text, problems = parse_lesson_text(deep, language="vi", variant="")
    assert text is None
    assert [(one.rule, one.place.line) for one in problems] == [("file-not-readable", 4)]
    assert _parse("## Một\n\n- a\n\n    b\n\n- c\n") == before


def test_code_that_is_never_closed_hides_the_steps_after_it_from_everyone_alike() -> None:
    text = _parse("## Một\n\n```\n## Hai\n\n/// tip\n")
    assert [step.plain_title for step in text.steps] == ["Một"]


def test_code_in_a_list_hides_no_step_after_it() -> None:
    text = _parse("## Một\n\n- ```\n  mã\n  ```\n\n## Hai\n\nChữ.\n")
    assert [step.plain_title for step in text.steps] == ["Một", "Hai"]


def test_file_with_a_problem_gives_no_text_and_keeps_the_others(tiny_site: TinySite) -> None:
    tiny_site.write("content/lessons/bai-tot/simple.vi.md", "hỏng\n")
    reading = read_lesson(tiny_site.folder / "content/lessons/bai-tot", tiny_site.folder)
    assert reading.lesson is not None
    assert list(reading.lesson.texts) == [("vi", "")]
    assert [one.rule for one in reading.problems] == ["front-matter-missing"]


def test_pipe_in_the_place_of_a_text_is_not_waited_for(tiny_site: TinySite) -> None:
    path = tiny_site.folder / "content/lessons/bai-tot/simple.vi.md"
    os.mkfifo(path)
    source = read_source(path, tiny_site.folder)
    assert isinstance(source, Problem)
    assert source.rule == "file-not-readable"
