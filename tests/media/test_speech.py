"""A machine's voice: what it is given to say, and that it says it."""

from __future__ import annotations

import wave
from array import array
from pathlib import Path

import pytest
from slideshow_parts import OVERRIDES

from hatgiong.media.slideshows.slideshow import read_said
from hatgiong.media.slideshows.speech import PAUSE_S, Espeak, speak
from hatgiong.media.slideshows.spoken_words import read_number, say_words
from hatgiong.programs import ProgramFailed

VI, EN = (read_said((OVERRIDES,), tag) for tag in ("vi", "en"))


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "không"),
        (5, "năm"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (105, "một trăm linh năm"),
        (1015, "một nghìn không trăm mười lăm"),
        (2026, "hai nghìn không trăm hai mươi sáu"),
        (30_000, "ba mươi nghìn"),
        (1_505_000, "một triệu năm trăm linh năm nghìn"),
        (2_000_000_000, "hai tỷ"),
        (1_000_000_000_000, "một nghìn tỷ"),
    ],
)
def test_numbers_are_read_as_vietnamese_reads_them(number: int, said: str) -> None:
    assert read_number(number) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Gửi 30.000 đồng.", "Gửi ba mươi nghìn đồng."),
        ("Trả 120.000đ", "Trả một trăm hai mươi nghìn đồng"),
        ("mã QR, mã OTP", "mã kiu a, mã ô tê pê"),
        ("Wi-Fi và wi-fi, Zalo", "oai phai và oai phai, da lô"),
        ("Gọi 111.", "Gọi một một một."),
        ("111.000 đồng", "một trăm mười một nghìn đồng"),
        ("0213 000 000", "không hai một ba, không không không, không không không"),
        ("1,5 MB", "một phẩy năm mê ga bai"),
        ("15%", "mười lăm phần trăm"),
        ("lúc 20:30 ngày 5/9/2026",
         "lúc hai mươi giờ ba mươi ngày năm tháng chín năm hai nghìn không trăm hai mươi sáu"),
        ("“Quét mã” – rồi chờ", "Quét mã, rồi chờ"),
        ("mạng 4G", "mạng bốn gờ"),
    ],
)  # fmt: skip
def test_vietnamese_is_written_out_for_the_voice(written: str, said: str) -> None:
    assert say_words(written, "vi", VI) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Type 30,000 dong", "Type 30,000 dong"),
        ("OTP and VNeID", "O T P and V N E I D"),
        ("Call 111", "Call one one one"),
        ("Call 0213 000 000", "Call O two one three, O O O, O O O"),
    ],
)
def test_english_is_written_out_for_the_voice(written: str, said: str) -> None:
    assert say_words(written, "en", EN) == said


def test_voice_reads_thirty_thousand() -> None:
    """The voice itself is asked how it would say it: bˈaː mˈyəj ŋˈi2n is ba mươi nghìn."""
    voice = Espeak("vi", 112)
    said = voice.phonemes(say_words("30.000 đồng", "vi", VI))
    assert said == voice.phonemes("ba mươi nghìn đồng")
    assert voice.phonemes("không") not in said


@pytest.mark.parametrize(
    ("voice", "sentences", "words_per_minute"),
    [
        ("vi", ["Lau ống kính, bày hàng ở chỗ có ánh sáng ban ngày, nền gọn và sạch."] * 2, 140),
        ("en", ["Hold the phone so that the whole code is inside the frame."] * 2, 128),
        ("en-gb", ["Keep your hand still: the phone reads it by itself, without a tap."] * 2, 128),
    ],
)
def test_voice_speaks_calmly_and_tells_when_it_says_what(
    tmp_path: Path, voice: str, sentences: list[str], words_per_minute: int
) -> None:
    speech = speak({"title": ["Một"], "1": sentences}, voice, tmp_path)
    told = speech.utterances["1"]
    words = sum(len(one.split()) for one in sentences)
    assert words * 60 / sum(length + PAUSE_S for _, length in told) == pytest.approx(
        words_per_minute, rel=0.15
    )
    assert told[1][0] == pytest.approx(told[0][0] + told[0][1] + PAUSE_S, abs=0.001)
    with wave.open(str(speech.path), "rb") as file:
        rate = file.getframerate()
        samples = array("h", file.readframes(file.getnframes()))
    for start_s, length_s in told:
        spoken = samples[round(start_s * rate) : round((start_s + length_s) * rate)]
        assert max(map(abs, spoken)) > 3000
    pause = samples[round((told[0][0] + told[0][1]) * rate) + 9 : round(told[1][0] * rate) - 9]
    assert max(map(abs, pause)) == 0


def test_voice_says_the_same_bytes_each_time(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    said = [speak({"1": ["Xin chào bà con."]}, "vi", tmp_path / name) for name in "ab"]
    assert said[0].path.read_bytes() == said[1].path.read_bytes()


def test_unknown_voice_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProgramFailed, match="no voice nowhere; write for example vi or en-gb"):
        speak({"1": ["x"]}, "nowhere", tmp_path)
