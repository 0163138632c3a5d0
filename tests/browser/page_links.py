"""The links of a page, read from its HTML without a browser."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin


@dataclass(frozen=True)
class Link:
    """Where something on a page leads: an absolute address, and the place within it."""

    tag: str
    url: str
    anchor: str


@dataclass
class ReadPage(HTMLParser):
    """A page's links and ids; `url` is its own address."""

    url: str
    links: list[Link] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            elif name in {"href", "src"} and value and not value.startswith("data:"):
                address, anchor = urldefrag(urljoin(self.url, value))
                self.links.append(Link(tag, address, anchor))


def read_page(url: str, html: str) -> ReadPage:
    """Reads a page that stands at `url`."""
    page = ReadPage(url)
    page.feed(html)
    return page
