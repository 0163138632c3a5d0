"""What an author can fix, as data: a place, a rule, facts, and how to say it in two languages."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml

Level = Literal["error", "warning", "ignore"]
Locale = Literal["vi", "en"]


@dataclass(frozen=True, order=True)
class Place:
    """Where something is written: a `/`-path relative to the project, line and column from 1.

    (Without `slots`, as lessons are: see `lessons.lesson`.)
    """

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong; its texts are templates over the problem's facts."""

    id: str
    level: Level
    message: Mapping[str, str]
    fix: Mapping[str, str]
    why: Mapping[str, str]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend. `facts` fills the rule's texts: pairs of name and value."""

    place: Place
    rule: str
    facts: tuple[tuple[str, str], ...] = ()
    level: Level = "error"

    def message(self, locale: Locale) -> str:
        """What is there, in one lower-case line without a full stop."""
        return _fill(find_rule(self.rule).message[locale], self.facts)

    def fix(self, locale: Locale) -> str:
        """What to write instead."""
        return _fill(find_rule(self.rule).fix[locale], self.facts)


class SettingsError(Exception):
    """The settings are wrong: nothing can be built; carries the problems that say why."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("; ".join(f"{p.place} {p.message('en')}" for p in self.problems))


@cache
def load_rules() -> dict[str, Rule]:
    """Every rule by its id, from `rules.yml` beside this file."""
    text = files("hatgiong").joinpath("rules.yml").read_text(encoding="utf-8")
    table = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    return {name: _rule(name, row) for name, row in table.items()}


def _rule(name: str, row: dict[str, dict[str, str]]) -> Rule:
    texts = {part: {lang: row[lang][part] for lang in ("vi", "en")} for part in _PARTS}
    return Rule(name, row["level"], **texts)  # type: ignore[arg-type]  # YAML gives the level as str


_PARTS = ("message", "fix", "why")


def find_rule(rule: str) -> Rule:
    """The rule of that id; a `KeyError` is a bug of ours."""
    return load_rules()[rule]


def make_problem(place: Place, rule: str, **facts: object) -> Problem:
    """A problem at the rule's own level."""
    pairs = tuple((name, show_signs(str(value))) for name, value in facts.items())
    return Problem(place, rule, pairs, find_rule(rule).level)


_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def show_signs(text: str) -> str:
    """An author's text fit to print in one line: what would break or steer a terminal becomes a
    sign for "unknown"."""
    return _UNSEEN.sub("\ufffd", text)


_MOST_CHOICES = 8


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that looks most like `word`, or the first of them where none does."""
    choices = sorted(known)
    found = difflib.get_close_matches(word, choices, n=1, cutoff=0.5)
    more = ["…"] if len(choices) > _MOST_CHOICES or not choices else []
    return found[0] if found else ", ".join(choices[:_MOST_CHOICES] + more)


def set_levels(problems: Iterable[Problem], levels: Mapping[str, Level]) -> list[Problem]:
    """The problems sorted, without repeats, with the levels that the settings give their rules."""
    levelled = {Problem(p.place, p.rule, p.facts, levels.get(p.rule, p.level)) for p in problems}
    return sorted(p for p in levelled if p.level != "ignore")


def _fill(template: str, facts: tuple[tuple[str, str], ...]) -> str:
    return template.format_map(dict(facts))


def format_text(problems: Iterable[Problem], locale: Locale) -> str:
    """Lines for a person: place, level, message, rule, then what to do."""
    arrow = {"vi": "cách sửa", "en": "fix"}[locale]
    return "".join(
        f"{show_signs(str(p.place))}: {_LEVEL_NAMES[locale][p.level]}: "
        f"{p.message(locale)} [{p.rule}]\n"
        f"    {arrow}: {p.fix(locale)}\n"
        for p in problems
    )


def format_json(problems: Iterable[Problem], locale: Locale) -> str:
    """A JSON list for programs: file, line, column, rule, level, message, fix."""
    rows = [
        {
            "file": show_signs(p.place.file),
            "line": p.place.line,
            "column": p.place.column,
            "rule": p.rule,
            "level": p.level,
            "message": p.message(locale),
            "fix": p.fix(locale),
        }
        for p in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def format_github(problems: Iterable[Problem], locale: Locale) -> str:
    """GitHub workflow commands, so that a problem shows beside its line in a pull request."""
    return "".join(
        f"::{p.level} file={_property(p.place.file)},line={p.place.line},col={p.place.column},"
        f"title={_property(p.rule)}::{_data(p.message(locale) + ' — ' + p.fix(locale))}\n"
        for p in problems
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(show_signs(text)).replace(":", "%3A").replace(",", "%2C")


_LEVEL_NAMES: dict[Locale, dict[str, str]] = {
    "vi": {"error": "lỗi", "warning": "lưu ý"},
    "en": {"error": "error", "warning": "warning"},
}

FORMATS: dict[str, Callable[[Iterable[Problem], Locale], str]] = {
    "text": format_text,
    "json": format_json,
    "github": format_github,
}
