"""How problems are said: for people, for programs, for GitHub."""

from __future__ import annotations

import json
import re
import string

import pytest

from hatgiong.problems import (
    FORMATS,
    Locale,
    Place,
    Problem,
    load_rules,
    make_problem,
    nearest,
    set_levels,
)

ODD = make_problem(Place("content/a, b:c%d.md", 3, 5), "unknown-key", key="x\ny", nearest="50%")
LATE = make_problem(Place("content/a.md", 2, 1), "review-overdue", date="2026-11-20")


def test_text_gives_place_level_message_rule_and_fix() -> None:
    assert FORMATS["text"]([LATE], "en") == (
        "content/a.md:2:1: warning: this lesson was to be reviewed by 2026-11-20 [review-overdue]\n"
        "    fix: check it against today's phones and procedures, "
        "then move reviewed and review_by on\n"
    )
    assert "content/a.md:2:1: lưu ý: " in FORMATS["text"]([LATE], "vi")
    assert "\n    cách sửa: " in FORMATS["text"]([LATE], "vi")


def test_json_gives_every_part_as_it_is() -> None:
    assert json.loads(FORMATS["json"]([ODD, LATE], "en"))[0] == {
        "file": "content/a, b:c%d.md",
        "line": 3,
        "column": 5,
        "rule": "unknown-key",
        "level": "error",
        "message": "x\ufffdy is not known here",
        "fix": "did you mean 50%?",
    }
    assert json.loads(FORMATS["json"]([], "en")) == []


def test_github_command_escapes_what_would_end_it() -> None:
    assert FORMATS["github"]([ODD], "en") == (
        "::error file=content/a%2C b%3Ac%25d.md,line=3,col=5,title=unknown-key::"
        "x\ufffdy is not known here — did you mean 50%25?\n"
    )


@pytest.mark.parametrize("style", FORMATS)
@pytest.mark.parametrize("sign", ["\n", "\r", "\x1b[2J", "\x85", "\u2028", "\udcff", "\x00"])
def test_no_sign_of_an_author_steers_the_terminal_or_breaks_the_line(style: str, sign: str) -> None:
    problem = make_problem(Place(f"a{sign}b.md"), "unknown-key", key=f"c{sign}d", nearest="e")
    printed = FORMATS[style]([problem], "en")
    assert sign[0] not in printed.replace("\n", "") or sign == "\n"
    assert len(printed.splitlines()) == len(FORMATS[style]([LATE], "en").splitlines())
    printed.encode()


@pytest.mark.parametrize("rule", load_rules())
def test_rule_says_the_same_facts_in_both_languages(rule: str) -> None:
    texts = load_rules()[rule]
    for part in (texts.message, texts.fix, texts.why):
        names = {
            locale: {name for _, name, _, _ in string.Formatter().parse(part[locale]) if name}
            for locale in ("en", "vi")
        }
        assert names["en"] == names["vi"]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule)


@pytest.mark.parametrize("rule", load_rules())
@pytest.mark.parametrize("locale", ["en", "vi"])
def test_message_and_fix_begin_small_and_end_without_a_stop(rule: str, locale: Locale) -> None:
    texts = load_rules()[rule]
    for text in (texts.message[locale], texts.fix[locale]):
        assert text[0] == text[0].lower()
        assert not text.endswith(".") or text.endswith("...")
    assert texts.why[locale].endswith(".")
    assert texts.level in ("error", "warning")


def test_levels_of_the_settings_win_and_ignored_problems_vanish() -> None:
    problems = set_levels([LATE, ODD], {"review-overdue": "error", "unknown-key": "ignore"})
    assert [(one.rule, one.level) for one in problems] == [("review-overdue", "error")]


def test_problems_are_sorted_by_place_and_told_once() -> None:
    rows = [Problem(Place("b.md", 10, 1), "x"), Problem(Place("b.md", 9, 2), "x"),
            Problem(Place("a.md", 99, 1), "x"), Problem(Place("b.md", 9, 2), "x")]  # fmt: skip
    assert [str(one.place) for one in set_levels(rows, {})] == [
        "a.md:99:1",
        "b.md:9:2",
        "b.md:10:1",
    ]


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("minuts", ["minutes", "groups"], "minutes"),
        ("x", ["b", "a"], "a, b"),
        (
            "x",
            [f"bai-{n:02}" for n in range(20)],
            ", ".join(f"bai-{n:02}" for n in range(8)) + ", …",
        ),
        ("x", [], "…"),
    ],
)
def test_nearest_word_is_offered_or_the_first_few(
    word: str, known: list[str], expected: str
) -> None:
    assert nearest(word, known) == expected
