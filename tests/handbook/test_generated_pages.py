"""What the handbook repeats from the code is written from it; what it must explain is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from generated import HANDBOOK, find_blocks, find_models, read_keys, write_page

from hatgiong.cli import hatgiong as command
from hatgiong.interface import find_packaged_overrides, read_strings
from hatgiong.lessons.schema import validate
from hatgiong.problems import Locale
from hatgiong.yaml_places import parse_yaml

LOCALES: tuple[Locale, ...] = ("vi", "en")
PAGES = sorted(HANDBOOK.glob("*.??.md"))
WITH_TABLES = [page for page in PAGES if find_blocks(page)]


def read_chapter(name: str, locale: Locale) -> str:
    return (HANDBOOK / f"{name}.{locale}.md").read_text("utf-8")


@pytest.mark.parametrize("page", WITH_TABLES, ids=lambda p: p.name)
def test_generated_tables_are_what_the_code_says(
    page: Path, request: pytest.FixtureRequest
) -> None:
    text = page.read_text("utf-8")
    fresh = write_page(text, "vi" if page.name.endswith(".vi.md") else "en")
    if request.config.getoption("--rewrite-golden", default=False):
        page.write_text(fresh, encoding="utf-8")
        return
    assert text == fresh, f"{page.name} is old: run pytest tests/handbook --rewrite-golden"


def test_every_key_that_the_code_knows_has_its_words() -> None:
    known = {name: list(model.model_fields) for name, model in find_models().items()}
    explained = {name: list(row["keys"]) for name, row in read_keys().items()}
    assert {name: sorted(keys) for name, keys in explained.items()} == {
        name: sorted(keys) for name, keys in known.items()
    }


@pytest.mark.parametrize("locale", LOCALES)
def test_every_table_of_keys_is_on_a_page(locale: Locale) -> None:
    shown = {name for page in PAGES if f".{locale}." in page.name for name in find_blocks(page)}
    assert shown >= {*find_models(), "rules", "icons", "limits"}


@pytest.mark.parametrize("name", sorted(read_keys()))
def test_examples_of_keys_are_accepted(name: str) -> None:
    rows = read_keys()[name]["keys"].items()
    text = "".join(f"{key}: {row['example']}\n" for key, row in rows)
    written, problems = parse_yaml(text, "example")
    assert written is not None
    assert problems == []
    assert validate(find_models()[name], written)[1] == []


# --- commands -------------------------------------------------------------------------------
def _find_commands(group: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(group, click.Group):
        yield path, group
        return
    for name, inner in group.commands.items():
        yield from _find_commands(inner, f"{path} {name}")


COMMANDS = dict(_find_commands(command, "hatgiong"))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", COMMANDS)
def test_command_is_explained(name: str, locale: Locale) -> None:
    assert f"| `{name}" in read_chapter("lenh", locale)


@pytest.mark.parametrize("locale", LOCALES)
def test_options_and_their_choices_are_explained(locale: Locale) -> None:
    text = read_chapter("lenh", locale)
    for one in (command, *COMMANDS.values()):
        for option in one.params:
            if isinstance(option, click.Option):
                assert f"`{option.opts[0]}" in text, option.opts[0]
                for choice in getattr(option.type, "choices", ()):
                    assert re.search(rf"\b{choice}\b", text), choice


@pytest.mark.parametrize("locale", LOCALES)
def test_exit_codes_are_explained(locale: Locale) -> None:
    codes = re.findall(r"^\| (\d+) \|", read_chapter("kiem-tra", locale), re.MULTILINE)
    assert codes == ["0", "1", "2", "3", "70"]


# --- both languages say the same --------------------------------------------------------------
def _outline(text: str) -> list[str]:
    """Levels of headings, fences with their first word, and links, in order."""
    marks: list[str] = []
    fence = ""
    for line in text.split("\n"):
        if match := re.match(r"(`{3,})(\w*)", line):
            fence = "" if fence == match[1] else fence or match[1]
            marks.append(match[0])
        elif not fence and (match := re.match(r"#+ ", line)):
            marks.append(match[0])
    return marks


@pytest.mark.parametrize("name", sorted({page.name[:-6] for page in PAGES}))
def test_chapter_has_the_same_parts_in_both_languages(name: str) -> None:
    vietnamese, english = (read_chapter(name, locale) for locale in LOCALES)
    assert _outline(vietnamese) == _outline(english)
    links: list[Any] = [re.findall(r"\]\(([^)]+)\)", text) for text in (vietnamese, english)]
    assert sorted(set(links[0])) == sorted(set(links[1]))


@pytest.mark.parametrize("page", sorted(HANDBOOK.rglob("*.md")), ids=lambda p: p.name)
def test_page_has_a_title(page: Path) -> None:
    head = page.read_text("utf-8").split("---\n")[1]
    assert yaml.safe_load(head)["title"]


@pytest.mark.parametrize("locale", LOCALES)
def test_words_of_the_page_are_quoted_as_the_page_says_them(locale: Locale) -> None:
    words = read_strings((find_packaged_overrides(),), locale)
    text = "\n".join(page.read_text("utf-8") for page in PAGES if f".{locale}." in page.name)
    for key in ("tip", "warning", "not-translated", "easy", "normal"):
        assert re.search(rf"\*{re.escape(words[key])}\*", text), words[key]
