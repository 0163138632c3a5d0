"""Captions: of slides, of editors' files, and what is wrong with them."""

from __future__ import annotations

import pytest
from slideshow_parts import CARD, make_lesson, make_text

from hatgiong.media.caption_files import parse_captions
from hatgiong.media.captions import (
    LETTERS_PER_S,
    LINE_LETTERS,
    Cue,
    check_cues,
    cues_of_slides,
    format_vtt,
    wrap_caption,
)
from hatgiong.media.slideshows.slide_times import time_slides
from hatgiong.media.slideshows.slides import outline_slides
from hatgiong.problems import Place, find_rule
from hatgiong.sources import Source

SENTENCE = "Mở ứng dụng của ngân hàng mà mình có tài khoản, tìm hình khung vuông, rồi bấm vào đó."
FILE = Place("content/lessons/a/captions.vi.srt")


def parse(text: str) -> tuple[tuple[Cue, ...], list[tuple[int, int, str]]]:
    cues, problems = parse_captions(Source(FILE.file, text))
    return cues, [(one.place.line, one.place.column, one.rule) for one in problems]


def check(*cues: Cue, duration_s: float = 60.0) -> list[tuple[int, str]]:
    return [(one.place.line, one.rule) for one in check_cues(cues, FILE, duration_s)]


def test_caption_is_at_most_two_lines_of_37_letters() -> None:
    captions = wrap_caption(SENTENCE * 3)
    assert all(caption.count("\n") < 2 for caption in captions)
    assert all(len(line) <= LINE_LETTERS for one in captions for line in one.split("\n"))
    assert " ".join(captions).replace("\n", " ") == " ".join((SENTENCE * 3).split())


def test_captions_of_slides_are_in_order_within_their_slides_and_slow_enough() -> None:
    text = make_text(f"## Một\n\n{SENTENCE}\n\n/// warning\n{SENTENCE}\n///\n")
    slides = time_slides(outline_slides(make_lesson(text), text, CARD), {})
    cues = cues_of_slides(slides)
    end_s = slides[-1].start_s + slides[-1].duration_s
    assert list(check_cues(cues, FILE, end_s)) == []
    assert all(len(cue.text) / (cue.end_s - cue.start_s) <= LETTERS_PER_S for cue in cues)
    first_warning = next(cue for cue in cues if cue.text == "Chú ý")
    warning = next(slide for slide in slides if slide.kind == "warning")
    assert warning.start_s <= first_warning.start_s < warning.start_s + 1


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_subrip_is_read_with_any_line_ends_and_a_byte_order_mark(end: str) -> None:
    lines = ["\ufeff1", "00:00:01,000 --> 00:00:02,500", "Xin chào", "bà con", "", "2"]
    lines += ["0:00:03.5 --> 0:00:04", "Học thôi"]
    cues, problems = parse(end.join(lines))
    assert problems == []
    assert cues == (Cue(1.0, 2.5, "Xin chào\nbà con", 2), Cue(3.5, 4.0, "Học thôi", 7))


def test_webvtt_is_read_without_its_settings_styles_and_notes() -> None:
    cues, problems = parse(
        "WEBVTT - tên\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:a\n\n"
        "NOTE ghi chú\nhai dòng\n\nmột\n00:01.000 --> 01:02.250 align:start line:0\n"
        "<v Xuân><b>Nhà &amp; nương</b>\n"
    )
    assert problems == []
    assert cues == (Cue(1.0, 62.25, "Nhà & nương", 14),)


def test_styling_of_subrip_is_left_out() -> None:
    cues, _ = parse(
        "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<i>Chữ</i> <font color=red>đỏ</font>\n"
    )
    assert cues[0].text == "Chữ đỏ"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("WEBVTT\n", [(1, 1, "captions-empty")]),
        ("1\n00:00:01,000 --> 00:00:75,000\nA\n", [(2, 18, "caption-time-wrong")]),
        ("1\n00:00:01,000 -->\nA\n", [(2, 17, "caption-time-wrong")]),
        ("chỉ có chữ\n", [(1, 1, "caption-time-wrong")]),
        ("1\n00:00:01,000 --> 00:00:02,000\nA\n\nsót lại\n", [(5, 1, "caption-time-wrong")]),
    ],
)
def test_what_cannot_be_read_is_told_at_its_line_and_column(
    text: str, problems: list[tuple[int, int, str]]
) -> None:
    assert parse(text)[1] == problems


def test_good_captions_are_not_complained_of() -> None:
    assert check(Cue(1, 3, "Xin chào", 2), Cue(3, 5, "bà con", 6)) == []


@pytest.mark.parametrize(
    ("cues", "expected"),
    [
        ([Cue(1, 4, "Một", 2), Cue(3, 6, "Hai", 6)], [(6, "caption-overlaps")]),
        ([Cue(5, 6, "Một", 2), Cue(1, 2, "Hai", 6)], [(6, "caption-out-of-order")]),
        ([Cue(59, 61, "Một", 2)], [(2, "caption-past-end")]),
        ([Cue(4, 3, "Một", 2)], [(2, "caption-ends-before-start")]),
        ([Cue(1, 2, "chữ " * 8, 2)], [(2, "caption-too-fast")]),
        ([Cue(1, 2, "", 2)], [(2, "caption-empty")]),
    ],
)
def test_what_keeps_captions_from_being_read_is_told_at_their_line(
    cues: list[Cue], expected: list[tuple[int, str]]
) -> None:
    assert check(*cues) == expected


def test_problems_of_captions_say_what_to_do_in_both_languages() -> None:
    cues = (Cue(2, 1, "", 2), Cue(0, 99, "x" * 2000, 5), Cue(1, 2, "a", 9))
    for problem in check_cues(cues, FILE, 10):
        for locale in ("vi", "en"):
            assert "{" not in problem.message(locale) + problem.fix(locale)
        assert find_rule(problem.rule).why["vi"]


def test_captions_written_are_read_again_as_they_were() -> None:
    cues = (Cue(0.5, 2.25, "Nhà & nương\n<ở> bản"), Cue(3725.0, 3727.0, "Hết"))
    written = format_vtt(cues)
    assert "-->" not in written.replace("00:00.500 --> 00:02.250", "").replace(
        "01:02:05.000 --> 01:02:07.000", ""
    )
    read, problems = parse_captions(Source("a.vtt", written))
    assert problems == []
    assert [(one.start_s, one.end_s, one.text) for one in read] == [
        (one.start_s, one.end_s, one.text) for one in cues
    ]


def test_arrow_within_words_does_not_break_the_file() -> None:
    written = format_vtt([Cue(1, 2, "a --> b")])
    assert "--&gt;" in written
