"""Written words as a machine's voice is to say them: abbreviations, amounts, telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: Telephone numbers in groups, and numbers that nobody would count: digit by digit.
_PHONE = re.compile(
    r"(?<![\d.,])(?:0\d{2,3}(?:[ .]\d{2,4}){1,4}|1[89]00[ .]?\d{4,6}|0?\d{6,})(?!\d)"
)
_DATE = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")
_TIME = re.compile(r"(?<![\d:])(\d{1,2}):(\d{2})(?![\d:])")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+(?![\d])")
_DECIMAL = re.compile(r"(?<![\d.,])(\d+),(\d+)(?![\d])")
_WHOLE = re.compile(r"(?<![\w.,])\d+(?![\w])")
_DONG = re.compile(r"(?<=\d)\s?[đ₫](?!\w)")
#: Signs that are not said; a dash between words is a pause.
_UNSAID = re.compile(r"[“”\"«»‘’()\[\]•→←*_#]")
_DASH = re.compile(r"\s+[–—-]\s+")

_DIGITS = {
    "vi": ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"),
    "en": ("O", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
}
_VI_THOUSANDS = ("", "nghìn", "triệu", "tỷ")


def say_words(text: str, language: str, said: Mapping[str, str]) -> str:
    """A sentence as the voice of `language` (`vi`, `en`…) is to get it.

    `said` is the language's table of `overrides/speech`. Amounts are written out in Vietnamese,
    where the voice would read 30.000 as thirty thousand zero hundred.
    """
    digits = _DIGITS.get(language)
    words = _UNSAID.sub("", text.replace("\u00a0", " ").replace("…", "."))
    words = _DASH.sub(", ", words)
    words = _replace(words, said)
    if digits:
        words = _PHONE.sub(lambda match: _spell(match[0], digits), words)
    if language == "vi":
        words = _say_numbers(words)
    return " ".join(words.split())


def _replace(text: str, said: Mapping[str, str]) -> str:
    """Longer entries first; a hotline's number is no part of a longer number."""
    if not said:
        return text
    names = sorted(said, key=len, reverse=True)
    by_small = {name.lower(): said[name] for name in names if name == name.lower()}
    pattern = "|".join(_entry(name) for name in names)
    whole = re.compile(rf"(?<![\w.,])(?:{pattern})(?![\w]|[.,]\d)")
    return whole.sub(lambda match: said.get(match[0]) or by_small[match[0].lower()], text)


def _entry(name: str) -> str:
    return rf"(?i:{re.escape(name)})" if name == name.lower() else re.escape(name)


def _spell(number: str, digits: tuple[str, ...]) -> str:
    groups = re.split(r"[ .]", number)
    return ", ".join(" ".join(digits[int(digit)] for digit in group) for group in groups)


def _say_numbers(text: str) -> str:
    words = _DONG.sub(" đồng", text)
    words = _DATE.sub(r"\1 tháng \2 năm \3", words)
    words = _TIME.sub(r"\1 giờ \2", words)
    words = _GROUPED.sub(lambda match: read_number(int(match[0].replace(".", ""))), words)
    words = _DECIMAL.sub(
        lambda match: f"{read_number(int(match[1]))} phẩy {_spell(match[2], _DIGITS['vi'])}", words
    )
    words = re.sub(r"(?<=\d)\s?%", " phần trăm", words)
    return _WHOLE.sub(lambda match: read_number(int(match[0])), words)


def read_number(number: int) -> str:
    """A whole number in Vietnamese words, as bank tellers read amounts."""
    if number == 0:
        return _DIGITS["vi"][0]
    groups = []
    while number:
        number, group = divmod(number, 1000)
        groups.append(group)
    said = []
    for power in range(len(groups) - 1, -1, -1):
        if groups[power]:
            is_first = power == len(groups) - 1
            # After a thousand million the names begin anew: một nghìn tỷ.
            unit = " ".join(filter(None, (_VI_THOUSANDS[power % 3], "tỷ" * (power // 3))))
            said.append(f"{_read_group(groups[power], is_first=is_first)} {unit}".strip())
    return " ".join(said)


def _read_group(group: int, *, is_first: bool) -> str:
    """Three digits; within a number its hundreds are said even where there are none."""
    digits = _DIGITS["vi"]
    hundreds, rest = divmod(group, 100)
    tens, ones = divmod(rest, 10)
    said = [f"{digits[hundreds]} trăm"] if hundreds or not is_first else []
    if tens > 1:
        said.append(f"{digits[tens]} mươi")
    elif tens == 1:
        said.append("mười")
    elif ones and said:
        said.append("linh")
    if ones == 1 and tens > 1:
        said.append("mốt")
    elif ones == 5 and tens:
        said.append("lăm")
    elif ones:
        said.append(digits[ones])
    return " ".join(said)
