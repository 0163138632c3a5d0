"""What the site itself says and looks like: words per language, templates, icons, fonts.

Everything is looked up in the site's own `overrides/` first, then in the packaged one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hatgiong.languages import Language
from hatgiong.problems import Problem
from hatgiong.sources import read_source
from hatgiong.yaml_places import parse_yaml

#: The language whose strings are complete, whatever a site adds.
COMPLETE = "en"


def find_packaged_overrides() -> Path:
    """The `overrides/` that hatgiong carries: inside the wheel, or at the top of its sources."""
    package = Path(__file__).resolve().parent
    carried = package / "overrides"
    return carried if carried.is_dir() else package.parents[1] / "overrides"


@cache
def read_strings(dirs: tuple[Path, ...], tag: str) -> Mapping[str, str]:
    """The interface words of one language; a site's own word wins over the packaged one."""
    words: dict[str, str] = {}
    for folder in reversed(dirs):
        path = folder / "languages" / f"{tag}.yml"
        if not path.is_file():
            continue
        source = read_source(path, folder)
        if isinstance(source, Problem):
            continue
        written, _ = parse_yaml(source.text, source.file)
        if written is not None and isinstance(written.value, dict):
            words |= {str(key): str(word) for key, word in written.value.items()}
    return words


@dataclass(frozen=True, slots=True)
class Phrases:
    """The interface's words in one language, each falling back by itself."""

    words: Mapping[str, str]
    languages: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.words[key]

    def language_of(self, key: str) -> str:
        """The language that a word was found in."""
        return self.languages[key]


def find_phrases(dirs: tuple[Path, ...], language: Language) -> Phrases:
    """Every interface word for `language`, along its chain and at last in the complete language."""
    words: dict[str, str] = {}
    found: dict[str, str] = {}
    for tag in reversed((*language.chain, COMPLETE)):
        for key, word in read_strings(dirs, tag).items():
            words[key], found[key] = word, tag
    return Phrases(words, found)


def find_missing_strings(dirs: tuple[Path, ...], language: Language) -> list[str]:
    """The keys that the language has no word of its own for."""
    own = read_strings(dirs, language.tag)
    return [key for key in read_strings(dirs, COMPLETE) if key not in own]


def find_files(dirs: Iterable[Path], folder: str, ending: str) -> dict[str, Path]:
    """Files `folder/*ending` by stem; the first folder that has one wins."""
    found: dict[str, Path] = {}
    for base in dirs:
        for path in sorted((base / folder).glob(f"*{ending}")):
            found.setdefault(path.stem, path)
    return found
