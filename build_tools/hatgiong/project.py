"""The site's settings: what mkdocs.yml says to hatgiong, read without MkDocs."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, StrictInt

from hatgiong.interface import find_packaged_overrides, read_strings
from hatgiong.languages import NO_TEXT, Language, find_chain, is_language_tag
from hatgiong.lessons.schema import Facts, Line, Words, validate
from hatgiong.problems import (
    Level,
    Place,
    Problem,
    SettingsError,
    load_rules,
    make_problem,
    nearest,
)
from hatgiong.sources import read_source
from hatgiong.yaml_places import Written, parse_yaml

SETTINGS_NAME = "mkdocs.yml"


Compression = Literal["fast", "best"]


class LanguageFacts(Facts):
    """One language of the site; the first listed is the default and stands at `/`."""

    tag: Annotated[Line, Field(examples=["hmn"])]
    name: Annotated[Line, Field(examples=["Tiếng Việt"])] | None = None
    fallback: Annotated[Line, Field(examples=["vi"])] | None = None


class HelperFacts(Facts):
    """The local helper whose number is on every page."""

    name: Words
    phone: Annotated[str, Field(pattern=r"^\+?[0-9 .()-]{3,20}$", examples=['"0213 000 000"'])]
    zalo: (
        Annotated[str, Field(pattern=r"^https://zalo\.me/\S+$", examples=["https://zalo.me/…"])]
        | None
    ) = None
    hours: Words = NO_TEXT


class PlatformFacts(Facts):
    """Where skills are confirmed officially: this site only helps to learn them."""

    name: Words
    url: Annotated[str, Field(pattern=r"^https://\S+$", examples=["https://…"])]


class Budgets(Facts):
    """What a page may cost; each number's reason is in the handbook's chapter on budgets."""

    page_bytes: Annotated[StrictInt, Field(ge=1000, examples=["14600"])] = 14_600
    picture_bytes: Annotated[StrictInt, Field(ge=500, examples=["60000"])] = 60_000
    clip_bytes_a_minute: Annotated[StrictInt, Field(ge=10_000, examples=["1000000"])] = 1_000_000
    lesson_bytes: Annotated[StrictInt, Field(ge=10_000, examples=["2000000"])] = 2_000_000
    keep_bytes: Annotated[StrictInt, Field(ge=10_000, examples=["2000000"])] = 2_000_000
    reading_minutes: Annotated[StrictInt, Field(ge=1, examples=["12"])] = 12
    sentence_words: Annotated[StrictInt, Field(ge=5, examples=["25"])] = 25
    simple_sentence_words: Annotated[StrictInt, Field(ge=3, examples=["12"])] = 12


class MediaFacts(Facts):
    """How clips are made: which ffmpeg, and which machine voice reads a slideshow in a language
    where nobody has recorded it."""

    ffmpeg: Annotated[Line, Field(examples=["/usr/bin/ffmpeg"])] | None = None
    voices: Annotated[dict[str, Line], Field(examples=["{vi: vi, en: en-gb}"])] = Field(
        default_factory=dict
    )


class Settings(Facts):
    """`plugins: - hatgiong:` in mkdocs.yml."""

    languages: Annotated[
        tuple[LanguageFacts, ...], Field(min_length=1, examples=["[{tag: vi}]"])
    ] = (LanguageFacts(tag="vi"),)
    title: Words = NO_TEXT
    promise: Words = NO_TEXT
    publisher: Words = NO_TEXT
    helper: HelperFacts | None = None
    platform: PlatformFacts | None = None
    budgets: Budgets = Budgets()
    media: MediaFacts = MediaFacts()
    levels: dict[str, Level] = Field(
        default_factory=dict, examples=["{translation-missing: ignore}"]
    )
    compression: Annotated[Compression, Field(examples=["best"])] = "fast"
    guide: Annotated[Line, Field(examples=["dung-kho-bai-hoc"])] | None = None
    kiosk_url: (
        Annotated[str, Field(pattern=r"^https?://\S{1,200}$", examples=["http://10.0.0.1/"])] | None
    ) = None
    keep_files: Annotated[StrictBool, Field(examples=["false"])] = True
    lessons_on_a_page: Annotated[StrictInt, Field(ge=5, le=100, examples=["20"])] = 20


@dataclass(frozen=True, slots=True)
class Project:
    """Where a site's parts are, and its checked settings. All paths are absolute."""

    folder: Path
    content_dir: Path
    site_dir: Path
    overrides_dirs: tuple[Path, ...]
    site_name: str
    site_url: str
    settings: Settings
    languages: tuple[Language, ...]

    @property
    def cache_dir(self) -> Path:
        """Where encoded clips and pictures are kept; safe to delete, at the cost of time."""
        return self.folder / ".cache"

    @property
    def default_language(self) -> Language:
        """The first language of mkdocs.yml."""
        return self.languages[0]


def read_project(folder: Path) -> Project:
    """The project in `folder`; raises `SettingsError` with every problem of its mkdocs.yml."""
    folder = folder.resolve()
    path = folder / SETTINGS_NAME
    if not path.is_file():
        raise SettingsError([make_problem(Place("."), "file-missing", name=SETTINGS_NAME)])
    source = read_source(path, folder)
    if isinstance(source, Problem):
        raise SettingsError([source])
    written, problems = parse_yaml(source.text, source.file, tolerant=True)
    if written is None or not isinstance(written.value, dict):
        raise SettingsError(problems or _not_a_table(source.file))
    settings, found = _read_settings(written)
    problems += [*found, *_check_folders(folder, written)]
    if settings is None or problems:
        raise SettingsError(problems)
    dirs = _find_overrides(folder, written.value)
    own_section = _own_section(written) or written
    problems = _check_settings(settings, own_section)
    languages = _list_languages(settings, dirs)
    if problems:
        raise SettingsError(problems)
    return Project(
        folder=folder,
        content_dir=_name_folder(folder, written, "docs_dir"),
        site_dir=_name_folder(folder, written, "site_dir"),
        overrides_dirs=dirs,
        site_name=str(written.value.get("site_name") or folder.name),
        site_url=str(written.value.get("site_url") or ""),
        settings=settings,
        languages=languages,
    )


#: MkDocs' own defaults: https://www.mkdocs.org/user-guide/configuration/#build-directories
_FOLDERS = {"docs_dir": "docs", "site_dir": "site"}


def _name_folder(folder: Path, written: Written, key: str) -> Path:
    return Path(os.path.normpath(folder / _read_folder(written, key)))


def _read_folder(written: Written, key: str) -> str:
    return str(written.value.get(key) or _FOLDERS[key])


def _check_folders(folder: Path, written: Written) -> list[Problem]:
    """The content lies inside the project; the site, which each build replaces, holds nothing
    that somebody wrote."""
    content, site = (_name_folder(folder, written, key) for key in ("docs_dir", "site_dir"))
    parts = [part.resolve() for part in (folder, content, *_find_overrides(folder, written.value))]
    if content == folder or not content.is_relative_to(folder):
        key, expected = "docs_dir", "docs_dir: content"
    elif site.resolve().is_relative_to(content.resolve()) or any(
        part.is_relative_to(site.resolve()) for part in parts
    ):
        key, expected = "site_dir", "site_dir: site"
    else:
        return []
    facts = {"key": key, "value": _read_folder(written, key), "expected": expected}
    return [make_problem(written.place((key,)), "value-wrong", **facts)]


def _not_a_table(file: str) -> list[Problem]:
    facts = {"key": SETTINGS_NAME, "value": "…", "expected": "site_name: …"}
    return [make_problem(Place(file), "value-wrong", **facts)]


def _own_section(written: Written) -> Written | None:
    """What stands under `hatgiong` in the list, or the table, of plugins."""
    plugins = written.value.get("plugins")
    rows = list(enumerate(plugins)) if isinstance(plugins, list) else [(None, plugins)]
    for index, entry in rows:
        if isinstance(entry, dict) and entry.get("hatgiong") is not None:
            path = ("plugins", "hatgiong") if index is None else ("plugins", index, "hatgiong")
            return written.inside(path)
    return None


def _read_settings(written: Written) -> tuple[Settings | None, list[Problem]]:
    own = _own_section(written)
    return validate(Settings, own) if own else (Settings(), [])


def _find_overrides(folder: Path, config: Mapping[str, Any]) -> tuple[Path, ...]:
    """The site's own overrides first, then those that hatgiong carries."""
    theme = config.get("theme")
    custom = theme.get("custom_dir") if isinstance(theme, dict) else None
    packaged = find_packaged_overrides()
    own = (folder / str(custom)).resolve() if custom else packaged
    return (packaged,) if own == packaged else (own, packaged)


def _check_settings(settings: Settings, written: Written) -> list[Problem]:
    problems: list[Problem] = []
    seen: set[str] = set()
    fallbacks = {row.tag: row.fallback for row in settings.languages}
    for index, row in enumerate(settings.languages):
        place = written.place(("languages", index, "tag"))
        if not is_language_tag(row.tag):
            problems.append(make_problem(place, "language-tag-invalid", tag=row.tag))
        if row.tag in seen:
            problems.append(make_problem(place, "language-twice", tag=row.tag))
        seen.add(row.tag)
        if find_chain(row.tag, fallbacks) is None:
            facts = {"tag": row.tag, "fallback": row.fallback}
            problems.append(make_problem(place, "fallback-not-usable", **facts))
    for rule, level in settings.levels.items():
        place, known = written.key_place(("levels", rule)), load_rules()
        if rule not in known:
            facts = {"key": rule, "nearest": nearest(rule, known)}
            problems.append(make_problem(place, "unknown-key", **facts))
        elif known[rule].level == "error" and level != "error":
            problems.append(make_problem(place, "level-not-lowered", name=rule, level=level))
    return problems


def _list_languages(settings: Settings, dirs: tuple[Path, ...]) -> tuple[Language, ...]:
    """The languages with their whole chains: whatever is declared, then the default language."""
    default = settings.languages[0].tag
    fallbacks = {row.tag: row.fallback for row in settings.languages}
    languages = []
    for row in settings.languages:
        chain = find_chain(row.tag, fallbacks) or (row.tag,)
        if default not in chain:
            chain = (*chain, default)
        name = row.name or read_strings(dirs, row.tag).get("language-name") or row.tag
        languages.append(Language(row.tag, name, chain, is_default=row.tag == default))
    return tuple(languages)
