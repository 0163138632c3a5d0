"""The site generators that are compared: one module each, with the same names in the same order."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol

from corpus import Lesson

from generators import hatgiong, hugo, material, starlight, zensical


class Generator(Protocol):
    """What every generator's module offers. A project lies in a folder inside its tools folder."""

    PINS: dict[str, str]
    SITE_FOLDER: str
    ENVIRONMENT: dict[str, str]

    def install(self, tools_dir: Path) -> None:
        """Install the pinned versions into `tools_dir`, unless they are there."""

    def write_project(self, lessons: Sequence[Lesson], project_dir: Path) -> None:
        """Write `lessons` as this generator's normal project into an empty folder."""

    def build_commands(self, tools_dir: Path, project_dir: Path) -> list[list[str]]:
        """Give the commands that build the whole site, to run one after another."""

    def page_path(self, lesson: Lesson, language: str) -> str:
        """Name the file of `lesson` in the built site."""


GENERATORS: Final[dict[str, Generator]] = {
    "hatgiong": hatgiong,
    "material": material,
    "zensical": zensical,
    "starlight": starlight,
    "hugo": hugo,
}
# A build of hatgiong makes its own compressed copies; nobody else here does.
COMPRESSES_ITSELF: Final = frozenset({"hatgiong"})
