"""YAML as authors write it: no surprises, and a place for everything."""

from __future__ import annotations

from typing import Any

import pytest

from hatgiong.problems import Place
from hatgiong.yaml_places import Written, parse_yaml


def _parse(text: str, **options: Any) -> Written:
    written, problems = parse_yaml(text, "a.yml", **options)
    assert problems == []
    assert written is not None
    return written


def _faults(text: str, **options: Any) -> list[tuple[str, int, int]]:
    _, problems = parse_yaml(text, "a.yml", **options)
    return [(one.rule, one.place.line, one.place.column) for one in problems]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"), ("yes", "yes"), ("on", "on"), ("Off", "Off"), ("y", "y"), ("NO", "NO"),
        ("true", True), ("false", False), ("True", "True"), ("TRUE", "TRUE"),
        ("5", 5), ("0", 0), ("-5", -5), ("+5", "+5"), ("007", "007"), ("0x1f", "0x1f"),
        ("0o17", "0o17"), ("1_000", "1_000"), ("20:30", "20:30"), ("1:30:00", "1:30:00"),
        ("1.5", 1.5), ("1e3", "1e3"), ("2026-11-21", "2026-11-21"),
        ("2026-11-21T20:30:00", "2026-11-21T20:30:00"), ("0213 000 000", "0213 000 000"),
        ("=", "="), ("<<", "<<"), ("~", None), ("null", None), ("", None), ("'5'", "5"),
        ('"Kết nối: Wi-Fi"', "Kết nối: Wi-Fi"), ("|\n  a\n  b", "a\nb\n"), (">\n  a\n  b", "a b\n"),
    ],
)  # fmt: skip
def test_value_is_what_an_author_means(written: str, value: object) -> None:
    assert _parse(f"a: {written}\n").value == {"a": value}


@pytest.mark.parametrize("key", ["no", "12", "true", "~", "2026-11-21", "1.5", "<<", "=", "on"])
def test_key_is_always_text(key: str) -> None:
    written = _parse(f"{key}: {{b: c}}\n")
    assert written.value == {key: {"b": "c"}}
    assert written.inside((key,)).place(("b",)) == Place("a.yml", 1, len(key) + 7)


def test_every_key_and_value_knows_its_place() -> None:
    written = _parse("a:\n  - b: c\n    d: [e, f]\n", first_line=5)
    assert written.place(("a",)) == Place("a.yml", 6, 3)
    assert written.key_place(("a", 0, "b")) == Place("a.yml", 6, 5)
    assert written.place(("a", 0, "d", 1)) == Place("a.yml", 7, 12)
    assert written.key_place(("a", 0, "d", 1)) == Place("a.yml", 7, 12)
    assert written.place(("a", 0, "nothing", 3)) == Place("a.yml", 6, 5)
    assert written.place(("nothing",)) == Place("a.yml", 5, 1)


@pytest.mark.parametrize("text", ["", "# chỉ có lời ghi\n", "---\n"])
def test_text_without_a_value_is_an_empty_table_with_a_place(text: str) -> None:
    written = _parse(text, first_line=3)
    assert written.value in ({}, None)
    assert written.place(()).line >= 3


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a: 1\na: 2\n", [(2, 1)]),
        ("a:\n  b: 1\n  'b': 2\n  b: 3\n", [(3, 3), (4, 3)]),
        ("12: a\n'12': b\n", [(2, 1)]),
        ("[{a: 1, a: 2}]\n", [(1, 9)]),
    ],
)
def test_key_that_is_written_twice_is_told_at_the_second(
    text: str, places: list[tuple[int, int]]
) -> None:
    assert _faults(text) == [("duplicate-key", *place) for place in places]


@pytest.mark.parametrize(
    "text",
    [
        "a: &b [1]\nc: *b\n",
        "a: &b chữ\nc: *b\n",
        "&a [*a]\n",
        "a: &b {c: d}\ne:\n  <<: *b\n",
        "a: &a [l, l]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n",
    ],
)
def test_alias_is_refused_once(text: str) -> None:
    assert [rule for rule, *_ in _faults(text)] == ["yaml-alias"]


@pytest.mark.parametrize(
    "text",
    ["[" * 90_000, "{a: " * 40_000, "- " * 90_000, "? " * 90_000, "a: [" + "[" * 60 + "]" * 61],
)
def test_yaml_nested_without_end_is_refused_where_it_is_too_deep(text: str) -> None:
    ((rule, line, column),) = _faults(text)
    assert (rule, line) == ("yaml-not-readable", 1)
    assert column > 40


def test_long_list_is_not_taken_for_a_deep_one() -> None:
    assert len(_parse("a:\n" + "  - {b: [c], d: {e: f}}\n" * 2000).value["a"]) == 2000


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: b: c\n", 1, 5),
        ("a: [b\n", 2, 1),
        ("a: 'b\n", 2, 1),
        ("\ta: b\n", 1, 1),
        ("a: |\n  b\n c\n", 3, 2),
        ("a: 1\n---\nb: 2\n", 2, 1),
        ("? [a]\n: b\n", 1, 3),
        ("a: @b\n", 1, 4),
        ("a: !!python/object/apply:os.system ['ls']\n", 1, 4),
        ("a: !b c\n", 1, 4),
        ("a: !!bool maybe\n", 1, 1),
        ("a: !!int ''\n", 1, 1),
        ("a: !!timestamp soon\n", 1, 1),
        ("a: \x07\n", 1, 1),
        ("a: \x00\n", 1, 1),
    ],
)
def test_yaml_that_cannot_be_read_is_told_where_it_breaks(
    text: str, line: int, column: int
) -> None:
    assert _faults(text) == [("yaml-not-readable", line, column)]
    shifted = _faults(text, first_line=11)
    assert shifted == [("yaml-not-readable", line + 10, column)]


def test_tags_of_mkdocs_are_let_through_where_they_are_allowed() -> None:
    text = "a: !ENV [B, c]\nd: !!python/name:e.f\ng: !relative $config_dir\n"
    assert _parse(text, tolerant=True).value == {"a": None, "d": None, "g": None}
    assert [rule for rule, *_ in _faults(text)] == ["yaml-not-readable"]


def test_same_text_gives_equal_values_and_places() -> None:
    text = "a:\n  - b: c\n    d: [e, {f: g}]\n"
    assert _parse(text) == _parse(text)
