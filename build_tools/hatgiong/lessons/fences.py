"""Fenced code: lines in which no other sign means anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

Kind = Literal["text", "fence", "code"]

#: Only at the line's beginning: an indented one belongs to a list, where Markdown reads it itself.
_FENCE = re.compile(r"^(`{3,}|~{3,})[^`]*$")


def walk_fences(lines: Iterable[str]) -> Iterator[tuple[Kind, str]]:
    """Each line, and whether it is ordinary text, a fence, or code between two fences."""
    fence = ""
    for line in lines:
        mark = match[1] if (match := _FENCE.match(line)) else ""
        if not fence:
            fence = mark
            yield ("fence" if mark else "text"), line
        elif mark.startswith(fence) and line.strip() == mark:
            fence = ""
            yield "fence", line
        else:
            yield "code", line
