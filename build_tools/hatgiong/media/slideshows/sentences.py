"""A step's prose as sentences: plain letters, with what was written in bold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import groupby

#: Elements that end one paragraph and begin another.
_BREAKS = frozenset(
    [
        "p",
        "li",
        "ul",
        "ol",
        "div",
        "pre",
        "br",
        "tr",
        "td",
        "th",
        "table",
        "blockquote",
        "h3",
        "h4",
        "h5",
        "h6",
        "dt",
        "dd",
        "hr",
    ]
)
_BOLD = frozenset({"strong", "b", "th"})
_ITEM_SIGN = "•"

#: The end of a sentence: its mark, closing quotes, a space; no small letter begins the next.
_END = re.compile(r"(?<=[.!?…])[”’\"')\]]*\s+(?=[“‘\"'(\[]*([^\W_]))")
#: Where a sentence that is too long is divided: after its longer pauses, else after a comma.
_PAUSES = (re.compile(r"(?<=[;:])\s+|\s+(?=[–—]\s)"), re.compile(r"(?<=,)\s+"), re.compile(r"\s+"))
_BOLD_MARK, _PLAIN_MARK = "b", "."


@dataclass(frozen=True, slots=True)
class Sentence:
    """Letters, and for each of them whether it is bold (`b`) or not (`.`).

    `sign` stands before a list's item: a number with its stop, or a dot.
    """

    text: str
    weights: str
    sign: str = ""

    def runs(self) -> tuple[tuple[str, bool], ...]:
        """The letters in runs of one weight: text and whether it is bold."""
        found, start = [], 0
        for weight, same in groupby(self.weights):
            end = start + len(list(same))
            found.append((self.text[start:end], weight == _BOLD_MARK))
            start = end
        return tuple(found)

    def cut(self, start: int, end: int) -> Sentence:
        """The part between two letters, without spaces at its ends; the sign stays with the
        beginning."""
        part = self.text[start:end]
        left = start + len(part) - len(part.lstrip())
        right = left + len(part.strip())
        sign = self.sign if start == 0 else ""
        return Sentence(self.text[left:right], self.weights[left:right], sign)


def plain_sentence(text: str) -> Sentence:
    """A sentence without anything bold."""
    words = " ".join(text.split())
    return Sentence(words, _PLAIN_MARK * len(words))


def parse_sentences(html: str) -> tuple[Sentence, ...]:
    """The sentences of a `Prose`, in order."""
    reader = _ProseReader()
    reader.feed(html)
    reader.close()
    reader.end_paragraph()
    return tuple(one for paragraph in reader.paragraphs for one in _split(paragraph, _END))


def divide(sentence: Sentence, most_letters: int) -> tuple[Sentence, ...]:
    """A sentence in parts of at most `most_letters`, cut where one would pause; a single word
    that is longer stays whole."""
    parts: tuple[Sentence, ...] = (sentence,)
    for pause in _PAUSES:
        if all(len(part.text) <= most_letters for part in parts):
            break
        parts = tuple(
            joined for part in parts for joined in _join(_split(part, pause), part, most_letters)
        )
    return parts


def _split(sentence: Sentence, pattern: re.Pattern[str]) -> Iterator[Sentence]:
    start = 0
    for match in pattern.finditer(sentence.text):
        if match.re is _END and match[1].islower():
            continue
        yield sentence.cut(start, match.end())
        start = match.end()
    rest = sentence.cut(start, len(sentence.text))
    if rest.text:
        yield rest


def _join(parts: Iterator[Sentence], whole: Sentence, most_letters: int) -> list[Sentence]:
    """Neighbouring parts together again: as few as can be, and then about equally long."""
    pieces = list(parts)
    count = -(-len(whole.text) // most_letters)
    fewest = _join_within(pieces, whole, most_letters)
    for aim in range(len(whole.text) // count, most_letters, 6):
        even = _join_within(pieces, whole, aim)
        if len(even) == len(fewest):
            return even
    return fewest


def _join_within(pieces: Sequence[Sentence], whole: Sentence, most_letters: int) -> list[Sentence]:
    joined = []
    start = end = 0
    for piece in pieces:
        after = whole.text.index(piece.text, end) + len(piece.text)
        if end > start and after - start > most_letters:
            joined.append(whole.cut(start, end))
            start = end
        end = after
    return [*joined, whole.cut(start, len(whole.text))]


class _ProseReader(HTMLParser):
    """Gathers paragraphs of letters and weights; the HTML is our own and well formed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[Sentence] = []
        self._letters: list[str] = []
        self._weights: list[str] = []
        self._bold = 0
        self._lists: list[int | None] = []
        self._sign = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes bold letters, lists and the ends of paragraphs."""
        if tag in _BREAKS:
            self.end_paragraph()
        if tag in _BOLD:
            self._bold += 1
        elif tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li" and self._lists:
            number = self._lists[-1]
            self._sign = _ITEM_SIGN if number is None else f"{number + 1}."
            self._lists[-1] = None if number is None else number + 1

    def handle_endtag(self, tag: str) -> None:
        """The other end of the same."""
        if tag in _BREAKS:
            self.end_paragraph()
        if tag in _BOLD:
            self._bold -= 1
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()

    def handle_data(self, data: str) -> None:
        """Letters; each run of spaces and line ends is one space."""
        for letter in re.sub(r"[^\S\u00a0]+", " ", data):
            if letter == " " and (not self._letters or self._letters[-1] == " "):
                continue
            self._letters.append(letter)
            self._weights.append(_BOLD_MARK if self._bold > 0 else _PLAIN_MARK)

    def end_paragraph(self) -> None:
        """What was gathered becomes a paragraph."""
        whole = Sentence("".join(self._letters), "".join(self._weights), self._sign)
        paragraph = whole.cut(0, len(whole.text))
        if paragraph.text:
            self.paragraphs.append(paragraph)
            self._sign = ""
        self._letters, self._weights = [], []
