"""What in a built page or drawing could run code or ask another machine for something.

Browsers mend broken HTML in ways of their own, so this reads the bytes as the most generous of
them would: every `<` before a letter begins a tag, whatever stands around it.
"""

from __future__ import annotations

import html
import re

from hatgiong.interface import find_packaged_overrides
from hatgiong.pages.scripts import read_waiting

_TAG = re.compile(r"<([a-zA-Z!?][^\s/>]*)((?:\"[^\"]*\"|'[^']*'|[^'\">])*)>?")
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")
_TAG_NAMES = """
!doctype html head meta title link style body a header footer nav b main article section h1 h2 h3
h4 ul ol li p div span small img strong em kbd code pre abbr sub sup mark br hr blockquote table
thead tbody tr th td dl dt dd fieldset legend input label svg g defs path circle ellipse rect line
polyline polygon text tspan use lineargradient stop image desc animate set
button form template picture source audio video track details summary progress
"""
_TAGS = frozenset(_TAG_NAMES.split())
_ADDRESSES = frozenset({"href", "src", "srcset", "action", "formaction", "data", "poster", "ping"})
_GOOD_ADDRESS = re.compile(
    r"(?:#|[\w./-]+\.(?:html|svg|png|woff2)(?:#[\w-]+)?$|data:image/|tel:|mailto:|https?://)",
    re.ASCII,
)
_LOADS = frozenset({"src", "srcset", "action", "formaction", "data", "poster", "ping"})
_CSS = re.compile(r"@import|url\((?!\s*['\"]?\s*(?:#|data:image/|[\w./-]+\.woff2))", re.IGNORECASE)
_STYLE = re.compile(
    r"<(?:\w+:)?style\b[^>]*>(.*?)(?:</(?:\w+:)?style|$)", re.IGNORECASE | re.DOTALL
)


#: The site's own scripts as pages load them; what stands inside is a constant of ours.
_OWN_SCRIPT = re.compile(
    r'<script (?:defer |data-)src="(?:[/\w.-]*assets/\w+\.[0-9a-f]{8}\.js ?)+"[^<>]*>(?:'
    + re.escape(read_waiting((find_packaged_overrides(),)).code)
    + ")?</script>"
)


def find_dangers(text: str) -> list[str]:
    """Each thing that should not be there, as it is written."""
    text = _OWN_SCRIPT.sub("", text)
    found = [match[0] for style in _STYLE.findall(text) for match in _CSS.finditer(style)]
    for tag, attributes in _TAG.findall(text):
        if tag.lower() not in _TAGS:
            found.append(f"<{tag}>")
        for name, value in _ATTRIBUTE.findall(attributes):
            found += _judge(tag.lower(), name.lower(), html.unescape(value.strip("\"'")))
    return found


def _judge(tag: str, name: str, value: str) -> list[str]:
    written = f"<{tag} {name}={value}>"
    address = re.sub(r"[\x00-\x20]", "", value)
    if name.startswith("on") or (tag == "meta" and name == "http-equiv" and "refresh" in value):
        return [written]
    if name == "style" or (name not in _ADDRESSES and _CSS.search(value)):
        return [written] if _CSS.search(value) else []
    if name.rpartition(":")[2] not in _ADDRESSES:
        return []
    loads = name in _LOADS or tag in ("use", "image", "link")
    is_elsewhere = address.lower().startswith(("http", "tel:", "mailto:"))
    return [] if _GOOD_ADDRESS.match(address) and not (loads and is_elsewhere) else [written]
