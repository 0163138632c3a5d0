"""The search index: scripts so small that a query costs a phone few kB among 1,000 lessons.

Words stand in the order of their letters without marks and are cut into scripts of about the same
size; a query fetches those between which its words lie. Lessons are numbers there; what is shown
of them stands in other scripts, a few lessons each, fetched for the lessons shown alone. Scripts
and not data: a page that was opened from a stick may fetch nothing. What is written here,
`overrides/learner/find.js` reads.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from hatgiong.lessons.lesson import LessonText

#: Where the scripts of all indexes stand, from the site's root.
FIND_FOLDER: Final = "assets/find/"
#: What stands between words, the same as in find.js: signs, no letter or digit of any language.
_SIGNS: Final = r"\x00-/:-@\[-`{-\xbf\u2000-\u206f\u3000-\u303f"
_WORD = re.compile(f"[^{_SIGNS}]+")
_COMPOUND = re.compile(f"[^{_SIGNS}]+(?:[-\u2010\u2011][^{_SIGNS}]+)+")
_MARKS = re.compile("[\u0300-\u036f]")
#: One letter alone tells lessons apart in no language that is written with spaces.
_SHORTEST_WORD: Final = 2
#: Below this a letter more or less is another word: `an`, `and`.
_SHORTEST_IN_LIST: Final = 3
#: Where a word stands, from what says most of the lesson to what says least.
_TITLE, _SUMMARY, _STEPS = range(3)
#: What a query may do to a language's words: write them as they are; write one letter wrong; leave
#: out their marks too. Where letters tell the tone, as in Hmong, one letter is another word.
_AS_WRITTEN, _ONE_LETTER_WRONG, _UNMARKED = range(3)
_FORGIVEN: Final = {"en": _ONE_LETTER_WRONG, "vi": _UNMARKED}
#: The sign that stands for 0 in a word's lessons: from here on none is a space or a quote.
_FIRST_SIGN: Final = 35
#: Below the letters that no text may hold alone (Unicode 3.9, D71).
_LAST_SIGN: Final = 0xD7FF
#: Sorts before every word, where the first script begins.
_BEGINNING: Final = "!"
#: How long the words and lessons of a script are, without what repeats itself. Chosen with
#: tests/browser/test_find_bytes.py: longer ones hold more that a query does not need.
_WORDS_LENGTH: Final = 350
_CARDS_IN_SCRIPT: Final = 6


@dataclass(frozen=True, slots=True)
class FindScript:
    """A part of the index: its address from the site's root, named by its bytes."""

    uri: str
    content: bytes

    @property
    def mark(self) -> str:
        """What tells it from the others."""
        return self.uri.rpartition("/")[2].removesuffix(".js")


@dataclass(frozen=True, slots=True)
class Findable:
    """A lesson as a language's index holds it: the texts whose words lead to it, and the values
    of its card, which only find.js and the page's template must understand."""

    texts: tuple[LessonText, ...]
    card: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class FindIndex:
    """One language's index. `words` names its scripts of words in the order of the words: for each
    language of texts what is forgiven, the list of all words, then where each script begins and
    its name; `cards` names those of cards, each with `cards_in_script` lessons."""

    scripts: tuple[FindScript, ...]
    words: str
    cards: str
    cards_in_script: int = _CARDS_IN_SCRIPT


def make_index(lessons: Sequence[Findable]) -> FindIndex:
    """The index over `lessons`, of which neighbours should have much in common."""
    scripts: list[FindScript] = []
    parts = []
    for language in sorted({text.language for one in lessons for text in one.texts}):
        forgiven = _FORGIVEN.get(language.partition("-")[0], _AS_WRITTEN)
        made, part = _make_part(_find_lessons(lessons, language), forgiven)
        scripts += made
        parts.append(part)
    cards = [
        _make_script([_shorten(one.card) for one in lessons[first : first + _CARDS_IN_SCRIPT]])
        for first in range(0, len(lessons), _CARDS_IN_SCRIPT)
    ]
    marks = " ".join(script.mark for script in cards)
    return FindIndex((*scripts, *cards), "|".join(parts), marks)


def find_words(text: str) -> Iterator[str]:
    """A text's words as a query may write them: in small letters, and where hyphens join them
    also as one word (`wi-fi`, `wifi`)."""
    small = unicodedata.normalize("NFC", text).lower()
    compounds = (re.sub("[-\u2010\u2011]", "", one) for one in _COMPOUND.findall(small))
    for word in (*_WORD.findall(small), *compounds):
        if len(word) >= _SHORTEST_WORD:
            yield word


def unmark(word: str) -> str:
    """A Vietnamese word in small letters as it is typed without marks."""
    return _MARKS.sub("", unicodedata.normalize("NFD", word)).replace("đ", "d")


def _find_lessons(lessons: Sequence[Findable], language: str) -> Mapping[str, dict[int, int]]:
    """Every word of the texts in one language, with the numbers of its lessons, rising, and the
    best place that it has in each."""
    found: dict[str, dict[int, int]] = {}
    for number, lesson in enumerate(lessons):
        for text in lesson.texts:
            if text.language != language:
                continue
            for place, written in _read_places(text):
                for word in find_words(written):
                    row = found.setdefault(word, {})
                    row[number] = min(place, row.get(number, place))
    return found


def _read_places(text: LessonText) -> Iterator[tuple[int, str]]:
    yield _TITLE, text.title
    yield _SUMMARY, text.summary
    yield from ((_SUMMARY, keyword) for keyword in text.keywords)
    yield from ((_STEPS, step.plain_title) for step in text.steps)


def _make_part(found: Mapping[str, dict[int, int]], forgiven: int) -> tuple[list[FindScript], str]:
    """The scripts of one language's words, and their row in the page."""
    keys = {word: unmark(word) if forgiven == _UNMARKED else word for word in found}
    order = sorted(found, key=lambda word: (_sort_key(keys[word]), _sort_key(word)))
    scripts, row = [], [str(forgiven)]
    if forgiven:
        long = sorted({key for key in keys.values() if len(key) >= _SHORTEST_IN_LIST})
        scripts.append(_make_script(" ".join(long)))
        row.append(scripts[0].mark)
    else:
        row.append("")
    before = ""
    for words in _cut(order, keys, found):
        script = _make_script(" ".join(f"{word} {_write(found[word])}" for word in words))
        row += [_find_start(before, keys[words[0]]) if before else _BEGINNING, script.mark]
        scripts.append(script)
        before = keys[words[-1]]
    return scripts, " ".join(row)


def _cut(
    order: list[str], keys: Mapping[str, str], found: Mapping[str, dict[int, int]]
) -> Iterator[list[str]]:
    """Runs of words; those that differ in their marks alone stay together."""
    words: list[str] = []
    length = 0
    for word in order:
        if length > _WORDS_LENGTH and keys[word] != keys[words[-1]]:
            yield words
            words, length = [], 0
        words.append(word)
        signs = _write(found[word])
        length += len(word) + 2 + sum(one != other for one, other in pairwise(signs))
    if words:
        yield words


def _find_start(before: str, first: str) -> str:
    """The shortest beginning of `first` that sorts after `before`."""
    return next(
        first[:length]
        for length in range(1, len(first) + 1)
        if _sort_key(first[:length]) > _sort_key(before)
    )


def _sort_key(word: str) -> bytes:
    """Orders as JavaScript compares strings: by UTF-16 units (ECMA-262, 13.10.1)."""
    return word.encode("utf-16-be")


def _write(lessons: Mapping[int, int]) -> str:
    """A word's lessons, one sign each: how many are left out before it, times three, and the
    word's place in it."""
    signs, next_number = [], 0
    for number, place in lessons.items():
        sign = _FIRST_SIGN + (number - next_number) * 3 + place
        assert sign <= _LAST_SIGN, "more lessons than the index can number"
        signs.append(chr(sign))
        next_number = number + 1
    return "".join(signs)


def _shorten(card: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The values without the empty ones at the end: scripts read those as absent."""
    while card and not card[-1]:
        card = card[:-1]
    return card


def _make_script(value: Any) -> FindScript:
    """A script that hands `value` to find.js."""
    # Line separators end a string in scripts before ECMAScript 2019.
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    content = f"hatgiongFind({text})".encode()
    mark = base64.b32encode(hashlib.sha256(content).digest())[:8].decode().lower()
    return FindScript(f"{FIND_FOLDER}{mark}.js", content)
