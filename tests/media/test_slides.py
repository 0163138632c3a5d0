"""What slides show, how they are divided, and how long each is shown."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont
from slideshow_parts import CARD, DRAWING, OVERRIDES, make_lesson, make_text

from hatgiong.media.slideshows.frame import find_room, measure_height, measure_text
from hatgiong.media.slideshows.sentences import divide, parse_sentences, plain_sentence
from hatgiong.media.slideshows.slide_times import (
    LEAD_S,
    SHORTEST_S,
    Narration,
    time_slides,
    utterances_by_narration,
)
from hatgiong.media.slideshows.slides import CardWords, Slide, outline_slides

STEP = "## Mở máy\n\n![Tay bấm](a.svg)\n\nBấm nút **nguồn**. Chờ một chút.\n"
LONG = "Đây là một câu khá dài để xem chữ có nằm gọn trong khung hay không. "


def outline(body: str, card: CardWords = CARD) -> tuple[Slide, ...]:
    text = make_text(body)
    return outline_slides(make_lesson(text, a=DRAWING), text, card)


def test_clip_begins_with_the_title_and_ends_with_the_helper() -> None:
    slides = outline(STEP)
    assert [slide.kind for slide in slides] == ["title", "step", "helper"]
    assert slides[0].title == "Trả tiền"
    assert slides[0].sentences == ("Người dân", "Tổ công nghệ số cộng đồng")
    assert slides[-1].sentences[-1] == "0213 000 000"


def test_site_without_a_helper_has_no_last_card() -> None:
    assert [slide.kind for slide in outline(STEP, CardWords())] == ["title", "step"]


def test_step_shows_its_number_title_picture_and_words() -> None:
    step = outline(STEP)[1]
    assert (step.step, step.number_of_steps, step.title) == (1, 1, "Mở máy")
    assert (step.picture, step.narration) == ("a.svg", "1")
    assert step.sentences == ("Bấm nút nguồn.", "Chờ một chút.")
    assert step.words[0].runs() == (("Bấm nút ", False), ("nguồn", True), (".", False))


def test_warning_is_a_slide_of_its_own_and_other_blocks_are_left_out() -> None:
    blocks = (
        "\n/// warning\nKhông đưa mã.\n///\n\n/// tip\nMẹo nhỏ.\n///\n"
        "\n/// notes\n- Ghi chú.\n///\n"
        "\n/// group | nguoi-dan\nRiêng bà con.\n///\n"
        "\n/// quiz\nHỏi?\n\n- [x] Đúng\n  Vì thế.\n- [ ] Sai\n  Vì kia.\n///\n"
    )
    slides = outline(STEP + blocks)
    assert [slide.kind for slide in slides] == ["title", "step", "warning", "helper"]
    assert (slides[2].title, slides[2].sentences) == ("Chú ý", ("Không đưa mã.",))
    assert slides[2].narration is None
    assert slides[2].picture == "a.svg"


def test_step_without_words_is_still_shown() -> None:
    assert [slide.title for slide in outline("## Một\n\n![Hình](a.svg)\n")[1:2]] == ["Một"]


@pytest.mark.parametrize("length", [1, 3, 6, 12])
def test_words_that_do_not_fit_are_split_at_sentences_and_none_is_lost(length: int) -> None:
    slides = outline("## Một\n\n![Hình](a.svg)\n\n" + LONG * length)[1:-1]
    assert all(slide.picture == "a.svg" and slide.title == "Một" for slide in slides)
    assert [one for slide in slides for one in slide.sentences] == [LONG.strip()] * length
    for slide in slides:
        width, height = find_room("Một", has_picture=True, is_boxed=False)
        assert measure_height(slide.words, width) <= height


def test_sentence_too_long_for_a_slide_is_divided_where_one_pauses() -> None:
    clauses = ", ".join(["một vế câu khá dài để thử"] * 12) + "."
    slides = outline(f"## Một\n\n![Hình](a.svg)\n\n{clauses}\n")[1:-1]
    said = [one for slide in slides for one in slide.sentences]
    assert len(said) > 1
    assert " ".join(said) == clauses
    assert all(one.endswith((",", ".")) for one in said)


def test_sentences_end_at_their_marks_and_not_inside_amounts() -> None:
    html = "<p>Gửi 30.000 đồng. Đừng vội! “Ai hỏi?” Ảnh rõ v.v. rồi gửi.</p><ul><li>Một</li></ul>"
    found = parse_sentences(html)
    assert [one.text for one in found] == [
        "Gửi 30.000 đồng.", "Đừng vội!", "“Ai hỏi?”", "Ảnh rõ v.v. rồi gửi.", "Một",
    ]  # fmt: skip
    assert [one.sign for one in found] == ["", "", "", "", "•"]


def test_dividing_keeps_every_letter_and_its_weight() -> None:
    (sentence,) = parse_sentences("<p>một <strong>hai ba</strong> bốn, năm sáu bảy tám chín</p>")
    parts = divide(sentence, 14)
    assert " ".join(part.text for part in parts) == sentence.text
    assert [run for part in parts for run in part.runs() if run[1]] == [("hai ba", True)]
    assert all(len(part.text) == len(part.weights) <= 14 for part in parts)


def test_slides_follow_each_other_without_gaps() -> None:
    slides = time_slides(outline(STEP * 3), {})
    at = 0.0
    for slide in slides:
        assert slide.start_s == pytest.approx(at)
        assert slide.duration_s >= SHORTEST_S
        assert slide.duration_s / 0.04 == pytest.approx(round(slide.duration_s / 0.04))
        at += slide.duration_s


def test_silent_slide_is_shown_for_its_reading_time() -> None:
    step = time_slides(outline("## Một\n\n" + "chữ " * 50), {})[1]
    assert step.duration_s == pytest.approx(51 * 0.6, abs=0.1)


def test_step_is_shown_as_long_as_its_recording() -> None:
    step = time_slides(outline(STEP), {"1": Narration(12.0)})[1]
    assert step.duration_s == pytest.approx(13.2, abs=0.05)
    assert step.said[0].start_s == pytest.approx(step.start_s + LEAD_S)
    end = step.said[-1].start_s + step.said[-1].duration_s
    assert end == pytest.approx(step.start_s + LEAD_S + 12.0, abs=0.01)


def test_slide_changes_where_the_voice_begins_its_words() -> None:
    slides = outline(STEP + "\n/// warning\nKhông đưa mã.\n///\n")
    said = utterances_by_narration(slides)["1"]
    assert said == ("Mở máy", "Bấm nút nguồn.", "Chờ một chút.", "Chú ý", "Không đưa mã.")
    times = tuple((index * 3.0, 2.5) for index in range(5))
    timed = time_slides(slides, {"1": Narration(14.5, times)})
    step, warning = timed[1:3]
    assert warning.said[0].start_s == pytest.approx(step.start_s + LEAD_S + 9.0)
    assert 0 < warning.said[0].start_s - warning.start_s < 0.4
    assert warning.start_s == pytest.approx(step.start_s + step.duration_s)


def test_letters_are_measured_as_the_shipped_font_has_them() -> None:
    with TTFont(OVERRIDES / "fonts" / "slides-bold.ttf") as font:
        letters, advances = font.getBestCmap(), font["hmtx"]
        for text in ("Quét mã QR để trả tiền", "Người hỗ trợ gần bạn: 0213", "ƯỚC MƠ ẨM ƯỚT"):
            real = sum(advances[letters[ord(letter)]][0] for letter in text) * 44 / 1000
            assert real <= measure_text(text, 44) <= real * 1.06


def test_plain_sentences_have_no_double_spaces() -> None:
    assert plain_sentence(" a \n b ").text == "a b"
