"""The interface's words as templates use them: filled in, and marked with their own language."""

from __future__ import annotations

import math
from datetime import date

from markupsafe import Markup, escape

from hatgiong.interface import Phrases
from hatgiong.languages import Language, LocalText


def mark_name(name: LocalText, language: Language) -> Markup:
    """A name for a page's text; one that another language lends is marked with its `lang`."""
    tag, words = name.find(language.chain)
    if tag in ("", language.tag):
        return escape(words)
    return Markup('<span lang="{}">{}</span>').format(tag, words)


class Words:
    """One language's words. A word borrowed from another language is marked with that `lang`."""

    def __init__(self, phrases: Phrases, language: str) -> None:
        self._phrases = phrases
        self._language = language
        self._texts: dict[str, Markup] = {}

    def inside(self, language: str) -> Words:
        """The same words for a passage in another language, where they are the borrowed ones."""
        return Words(self._phrases, language)

    def text(self, key: str, **facts: object) -> Markup:
        """A word for the page's text."""
        if facts:
            return self._mark(key, **facts)
        if key not in self._texts:
            self._texts[key] = self._mark(key)
        return self._texts[key]

    def _mark(self, key: str, **facts: object) -> Markup:
        words = escape(self.plain(key, **facts))
        tag = self._phrases.language_of(key)
        if tag == self._language:
            return words
        return Markup('<span lang="{}">{}</span>').format(tag, words)

    def borrowed_from(self, key: str) -> str:
        """The language that lends a word; nothing where it is the language's own."""
        tag = self._phrases.language_of(key)
        return "" if tag == self._language else tag

    def attribute(self, key: str) -> str:
        """A word for an attribute, where a language cannot be marked."""
        return self.plain(key)

    def plain(self, key: str, **facts: object) -> str:
        """The word as plain text."""
        return self._phrases[key].format_map(facts) if facts else self._phrases[key]

    def megabytes(self, size_bytes: int) -> str:
        """A size in MB (millions of bytes, as networks sell them) with two digits that count:
        true within 5 %."""
        size = size_bytes / 1_000_000
        digits = max(0, 1 - math.floor(math.log10(size))) if size > 0 else 0
        return f"{size:.{digits}f}".replace(".", self._phrases["decimal"])

    def date(self, day: date | None) -> str:
        """A day as the language writes it; nothing for no day."""
        if day is None:
            return ""
        names = self._phrases["months"].split()
        name = names[day.month - 1] if len(names) == 12 else str(day.month)
        facts = {"day": day.day, "month": day.month, "year": day.year, "month-name": name}
        return self._phrases["date"].format_map(facts)
