"""SVG files as parts of a page."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_ROOT = re.compile(r"<svg\b[^>]*>")
_VIEW_BOX = re.compile(r'viewBox="([^"]*)"')


def inline_drawing(svg: str, style_class: str) -> Markup:
    """An SVG for use inside HTML: only its view box is kept of the root's attributes."""
    root = _ROOT.search(svg)
    assert root is not None
    box = _VIEW_BOX.search(root[0])
    kind = f' class="{escape(style_class)}"' if style_class else ""
    start = f'<svg{kind} viewBox="{escape(box[1] if box else "0 0 24 24")}" aria-hidden="true">'
    inside = re.sub(r">\s+<", "><", svg[root.end() :].strip())
    return Markup(start + inside)  # noqa: S704  (drawings were checked when they were read)
