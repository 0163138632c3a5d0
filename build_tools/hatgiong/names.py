"""Names of folders and files that every computer can hold and that can stand in an address."""

from __future__ import annotations

import re
import unicodedata

#: https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_FORBIDDEN = re.compile(r'[<>:"\\|?*\x00-\x1f\ud800-\udfff]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE | re.DOTALL)
_PLAIN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LENGTH_LIMIT = 60


def is_plain(name: str) -> bool:
    """Whether a name can be part of an address: a to z, digits, single hyphens."""
    return _PLAIN.fullmatch(name) is not None


def find_fault(name: str) -> str:
    """What in a file's name Windows refuses; nothing where it takes the name."""
    if match := _FORBIDDEN.search(name):
        return match[0]
    if match := _RESERVED.fullmatch(name):
        return match[1].upper()
    return "… " if name != name.rstrip(". ") else ""


def make_plain(name: str) -> str:
    """A name in small letters without marks, the signs between words as hyphens."""
    letters = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    plain = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_LENGTH_LIMIT].strip("-")
    return f"{plain}-1" if _RESERVED.fullmatch(plain) else plain or "bai-hoc"


def make_plain_file(name: str) -> str:
    """The same for a file's name: its ending stays."""
    stem, dot, ending = name.rpartition(".")
    if dot and stem and ending.isalnum() and ending.isascii():
        return f"{make_plain(stem)}.{ending.lower()}"
    return make_plain(name)
