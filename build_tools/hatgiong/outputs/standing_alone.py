"""A page's HTML made to stand alone: no address in it needs anything to be answered."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from hatgiong.pages.addresses import relative
from hatgiong.pages.policy import name_code

#: What an `<a>` that leads nowhere keeps as a `<span>`.
_KEPT = frozenset({"class", "dir", "id", "lang"})
#: Ways on to other pages; without an address their words would only puzzle.
_WAYS = frozenset({"button", "back"})
_BRAND = "brand"
_POLICY = (
    "default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:; "
    "media-src data:; font-src data:; base-uri 'none'; form-action 'none'"
)
#: Takes the place of the site while relative addresses are resolved (RFC 6761, 6.4).
_SITE = "https://site.invalid/"

Attributes = list[tuple[str, str | None]]


@dataclass(frozen=True, slots=True)
class Held:
    """A file that goes into the page."""

    mime: str
    content: bytes | Path

    def address(self) -> str:
        """An address that holds the file itself (RFC 2397)."""
        content = self.content if isinstance(self.content, bytes) else self.content.read_bytes()
        return f"data:{self.mime};base64,{base64.b64encode(content).decode()}"


class StandingAlone(HTMLParser):
    """Reads a page that stands at `uri` in its site and writes it with `files` (by their addresses
    in the site) and the learner's `script` inside; `site_url` is empty where the site has none."""

    def __init__(self, uri: str, site_url: str, files: Mapping[str, Held], script: str) -> None:
        super().__init__(convert_charrefs=False)
        self._uri = uri
        self._site_url = site_url.rstrip("/") + "/" if site_url else ""
        self._files, self._script = files, script
        self._out: list[str] = []
        self._dropped = ""  # the element that is left out with everything in it
        self._depth = 0
        self._link_end = "a"
        self._in_lesson = False
        self._is_waiting = False  # in the script that brings the other, which is here already
        self._code: list[str] | None = None  # what stands in the style sheet that is being read
        self._hashes: dict[str, list[str]] = {"script": [], "style": []}
        self._policy_at = -1

    def rewrite(self, html: str) -> str:
        """The page that stands alone."""
        self.feed(html)
        self.close()
        hashes = {f"{kind}s": " ".join(found) for kind, found in self._hashes.items()}
        policy = _POLICY.format_map({kind: found or "'none'" for kind, found in hashes.items()})
        self._out[self._policy_at] = _write_tag(
            "meta", [("http-equiv", "Content-Security-Policy"), ("content", policy)]
        )
        return "".join(self._out)

    # --- what the parser calls --------------------------------------------------------------
    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if self._dropped:
            self._depth += tag == self._dropped
            return
        raw = self.get_starttag_text() or ""
        given = dict(attrs)
        match tag:
            case "meta" if given.get("http-equiv") == "Content-Security-Policy":
                self._policy_at = len(self._out)
                self._out.append(raw)
            case "style":
                self._code = []
                self._out.append(raw)
            case "script":
                self._is_waiting = "data-src" in given
                self._add_script(attrs)
            case "nav" if not self._site_url:
                self._drop(tag)
            case "a":
                self._add_link(raw, attrs)
            case "link":
                self._add_relation(raw, attrs)
            case "button" if "data-share" in given:
                self._add_sharing(tag, attrs)
            case "article":
                self._in_lesson = True
                self._out.append(raw)
            case _ if given.get("src"):
                self._add_file(tag, raw, attrs)
            case _:
                self._out.append(raw)

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self._keep(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if self._dropped:
            self._depth -= tag == self._dropped
            if not self._depth:
                self._dropped = ""
            return
        if tag == "style":
            self._add_style()
        if tag == "script":
            self._is_waiting = False
        if tag == "article":
            self._in_lesson = False
        self._out.append(f"</{self._link_end if tag == 'a' else tag}>")

    def handle_data(self, data: str) -> None:
        if self._code is not None:
            self._code.append(data)
        elif not self._is_waiting:
            self._keep(data)

    def handle_entityref(self, name: str) -> None:
        self._keep(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._keep(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        self._keep(f"<!{decl}>")

    # --- pieces -----------------------------------------------------------------------------
    def _keep(self, raw: str) -> None:
        if not self._dropped:
            self._out.append(raw)

    def _drop(self, tag: str) -> None:
        self._dropped, self._depth = tag, 1

    def _hash(self, kind: str, code: str) -> str:
        """The same code, allowed by the page's policy."""
        self._hashes[kind].append(name_code(code))
        return code

    def _add_style(self) -> None:
        code, self._code = "".join(self._code or ()), None
        for uri, held in self._files.items():
            if held.mime.startswith("font/"):
                code = code.replace(relative(self._uri, uri), held.address())
        self._out.append(self._hash("style", code))

    def _add_script(self, attrs: Attributes) -> None:
        """The learner's script in the place of what would bring it, which has its words."""
        gone = {"defer", "src", "data-src"}
        self._out.append(_write_tag("script", [row for row in attrs if row[0] not in gone]))
        self._out.append(self._hash("script", self._script))

    def _add_link(self, raw: str, attrs: Attributes) -> None:
        given = dict(attrs)
        href = given.get("href") or ""
        away = self._find_away(href)
        self._link_end = "a" if away else "span"
        if away == href:
            self._out.append(raw)
        elif away:
            self._out.append(_write_tag("a", _change(attrs, href=away)))
        elif self._is_way((given.get("class") or "").split()):
            self._drop("a")
        else:
            self._out.append(_write_tag("span", [row for row in attrs if row[0] in _KEPT]))

    def _is_way(self, kinds: list[str]) -> bool:
        """Whether a link's words are worth nothing without it: only the lesson's own sentences
        and the site's name are."""
        return not _WAYS.isdisjoint(kinds) if self._in_lesson else _BRAND not in kinds

    def _add_relation(self, raw: str, attrs: Attributes) -> None:
        """A `<link>`: where else the page is found; what would be fetched is left out."""
        given = dict(attrs)
        href = given.get("href") or ""
        if href.startswith("data:"):
            self._out.append(raw)
        elif given.get("rel") in ("alternate", "canonical") and (away := self._find_away(href)):
            self._out.append(_write_tag("link", _change(attrs, href=away)))

    def _add_file(self, tag: str, raw: str, attrs: Attributes) -> None:
        src = dict(attrs).get("src") or ""
        if src.startswith("data:"):
            self._out.append(raw)
        elif held := self._files.get(self._find_uri(src)):
            self._out.append(_write_tag(tag, _change(attrs, src=held.address())))

    def _add_sharing(self, tag: str, attrs: Attributes) -> None:
        """What passes the page's address on: a file on a phone has none that others can open."""
        if away := self._find_away(dict(attrs)["data-share"] or ""):
            self._out.append(_write_tag(tag, _change(attrs, **{"data-share": away})))
        else:
            self._drop(tag)

    # --- addresses --------------------------------------------------------------------------
    def _find_uri(self, address: str) -> str:
        """Where in the site something stands; nothing for what stands elsewhere."""
        there = urljoin(_SITE + self._uri, address)
        return there.removeprefix(_SITE) if there.startswith(_SITE) else ""

    def _find_away(self, href: str) -> str:
        """What a link leads to from anywhere; nothing where only the site's other files knew."""
        if href.startswith("#") or urlsplit(href).scheme:
            return href
        return self._site_url and self._site_url + self._find_uri(href)


def _change(attrs: Attributes, **values: str) -> Attributes:
    return [(name, values.get(name, value)) for name, value in attrs]


def _escape(value: str) -> str:
    return escape(value, quote=False).replace('"', "&quot;")


def _write_tag(tag: str, attrs: Attributes) -> str:
    written = (name if value is None else f'{name}="{_escape(value)}"' for name, value in attrs)
    return "<" + " ".join([tag, *written]) + ">"
