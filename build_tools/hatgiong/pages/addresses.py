"""Where every page of a site stands: `/`-paths relative to the site's root, always to a file.

A USB stick has no server that guesses `index.html`, and a site may live under any sub-path, so
links are relative and name the file.
"""

from __future__ import annotations

from hatgiong.languages import SIMPLE, Language


def home_uri(language: Language) -> str:
    """The "who are you?" page."""
    return f"{language.folder}index.html"


def course_uri(language: Language, group: str, number: int = 1) -> str:
    """Page `number` (from 1) of a group's course."""
    return f"{language.folder}courses/{group}{_page(number)}.html"


def lesson_uri(language: Language, slug: str, variant: str = "") -> str:
    """A lesson, or its easy version."""
    ending = f".{SIMPLE}" if variant == SIMPLE else ""
    return f"{language.folder}lessons/{slug}{ending}.html"


def keep_uri(language: Language, slug: str) -> str:
    """A lesson as one file to carry away."""
    return f"{language.folder}lessons/{slug}.keep.html"


def topics_uri(language: Language, number: int = 1) -> str:
    """Page `number` (from 1) of the list of all lessons."""
    return f"{language.folder}topics{_page(number)}.html"


def about_uri(language: Language) -> str:
    """Help and about."""
    return f"{language.folder}about.html"


def mine_uri(language: Language) -> str:
    """What this phone remembers of who learns on it."""
    return f"{language.folder}mine.html"


def find_uri(language: Language) -> str:
    """The search."""
    return f"{language.folder}find.html"


def offline_uri(language: Language) -> str:
    """What a phone shows without a network for a page that it has never seen."""
    return f"{language.folder}offline.html"


def course_list_uri(language: Language, group: str) -> str:
    """Everything that a course is made of, for a phone that keeps it."""
    return f"{language.folder}courses/{group}.keep.json"


def manifest_uri(language: Language) -> str:
    """The web app manifest."""
    return f"{language.folder}manifest.{language.tag}.webmanifest"


def not_found_uri(language: Language) -> str:
    """What a server shows for an address that is not there."""
    return f"{language.folder}404.html"


def _page(number: int) -> str:
    return "" if number == 1 else f".{number}"


def relative(start: str, target: str) -> str:
    """The link from page `start` to `target`, both relative to the site's root."""
    here, there = start.split("/")[:-1], target.split("/")
    same = 0
    for one, other in zip(here, there[:-1], strict=False):
        if one != other:
            break
        same += 1
    return "../" * (len(here) - same) + "/".join(there[same:])
