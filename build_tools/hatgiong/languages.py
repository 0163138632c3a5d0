"""Languages by BCP 47 tag (RFC 5646): which exist, how they fall back, and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import langcodes
from langcodes.tag_parser import LanguageTagError

#: The variant of a lesson that is written to be easy to read; registered as a BCP 47 variant
#: subtag, so an easy Vietnamese text is `vi-simple`.
SIMPLE: Final = "simple"


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the site. `chain` starts with its own tag and ends with the last fallback."""

    tag: str
    name: str
    chain: tuple[str, ...]
    is_default: bool = False

    @property
    def folder(self) -> str:
        """The folder of its pages in the site: none for the default language."""
        return "" if self.is_default else f"{self.tag}/"


@dataclass(frozen=True, slots=True)
class LocalText:
    """A short text in one or several languages; the tag `""` holds a text meant for all."""

    by_tag: Mapping[str, str]

    def say(self, chain: Iterable[str]) -> str:
        """The text in the first language of `chain` that has it, else whatever there is."""
        return self.find(chain)[1]

    def find(self, chain: Iterable[str]) -> tuple[str, str]:
        """The same with the tag of the language that it was found in."""
        for tag in (*chain, ""):
            if tag in self.by_tag:
                return tag, self.by_tag[tag]
        return next(iter(self.by_tag.items()), ("", ""))

    def __bool__(self) -> bool:
        return any(self.by_tag.values())


NO_TEXT = LocalText({})


_TAG = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")


@cache
def is_language_tag(tag: str) -> bool:
    """Whether `tag` is well formed and each of its parts is in IANA's registry."""
    if not _TAG.fullmatch(tag):  # langcodes takes `vi_VN` too, browsers do not
        return False
    try:
        return langcodes.Language.get(tag, normalize=False).is_valid()
    except LanguageTagError:
        return False


@cache
def find_locale(tag: str) -> str:
    """The language with the land where most people speak it, as messengers name it (`vi_VN`);
    the tag alone where that is not known."""
    likely = langcodes.Language.get(tag).maximize()
    # Unicode's table gives the United States to every language that it does not know.
    if likely.territory is None or (likely.territory == "US" and likely.language != "en"):
        return tag
    return f"{likely.language}_{likely.territory}"


@cache
def is_right_to_left(tag: str) -> bool:
    """Whether the language's likely script is written from right to left."""
    script = langcodes.Language.get(tag).maximize().script
    return script in {"Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg"}


def find_chain(tag: str, fallbacks: Mapping[str, str | None]) -> tuple[str, ...] | None:
    """`tag` and the languages it falls back to, in order; None where that leads in a circle."""
    chain = [tag]
    while (after := fallbacks.get(chain[-1])) is not None:
        if after in chain or after not in fallbacks:
            return None
        chain.append(after)
    return tuple(chain)


#: What every phone can show: Latin, Greek, Cyrillic, punctuation, arrows, signs, emoji.
_COMMON = (
    (0x0000, 0x052F),
    (0x1D00, 0x1FFF),
    (0x2000, 0x2BFF),
    (0xFE00, 0xFE0F),
    (0x1F000, 0x1FAFF),
)


def find_rare_letters(text: str) -> frozenset[str]:
    """The letters of `text` that not every phone can show."""
    return frozenset(
        letter
        for letter in set(text)
        if not any(first <= ord(letter) <= last for first, last in _COMMON)
    )
