"""Weigh the pages of built sites: what a first visit costs on the wire, and when it shows.

python tests/benchmarks/page_weight.py hatgiong=site --encoding br
"""

import argparse
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from page_server import PageServer, compress_files, serve_site
from playwright.sync_api import Browser, Page
from tables import markdown_table, thousands

from browser import (
    HOSTS,
    VISIT_LIMIT_MS,
    Request,
    first_paint_ms,
    fresh_page,
    open_browser,
    wait_until_quiet,
)

KINDS: Final = {
    "Document": "document",
    "Stylesheet": "style",
    "Script": "script",
    "Font": "font",
    "Image": "image",
}
KIND_ORDER: Final = ("document", "style", "script", "font", "image", "other")
LIGHT_BYTES: Final = 8_000
# RFC 6928: the first flight of a TCP connection is 10 segments of 1,460 bytes.
FIRST_FLIGHT_BYTES: Final = 14_600

LAZY_SCRIPT: Final = """() => [...document.querySelectorAll('img[loading=lazy]')]
  .flatMap(picture => [picture.currentSrc, picture.src])"""
SCROLL_SCRIPT: Final = """async () => {
  for (let y = 0; y < document.documentElement.scrollHeight; y += 500) {
    scrollTo(0, y);
    await new Promise(resolve => setTimeout(resolve, 30));
  }
}"""


@dataclass(frozen=True)
class PageWeight:
    """What one page costs on a first visit. Bytes are on the wire, response headers included.

    `bytes_by_kind` and `requests` leave lazy pictures out; `lazy_bytes` is all of those, loaded
    by scrolling to the end.
    """

    page: str
    requests: int
    bytes_by_kind: dict[str, int]
    lazy_requests: int
    lazy_bytes: int
    foreign_urls: tuple[str, ...]
    first_paint_ms: float | None

    @property
    def first_visit_bytes(self) -> int:
        """All that the browser fetches by itself, lazy pictures apart."""
        return sum(self.bytes_by_kind.values())

    @property
    def all_bytes(self) -> int:
        """The first visit and every lazy picture: the page read to its end."""
        return self.first_visit_bytes + self.lazy_bytes


def measure_site(
    site_dir: Path,
    pages: Sequence[str],
    *,
    throttled: bool,
    encoding: str = "gzip",
    peer: bool = False,
) -> list[PageWeight]:
    """Weigh `pages` (paths in `site_dir`), each with an empty cache; times only if `throttled`.

    `encoding` "gzip" visits a plain http host as at a kiosk, "br" a secure context. A `peer`
    gets compressed copies written into its `site_dir`, since it makes none itself.
    """
    if peer:
        compress_files(site_dir, pages)
    with serve_site(site_dir, dynamic_gzip=peer) as server, open_browser() as browser:
        origin = f"http://{HOSTS[encoding]}:{server.port}/"
        return [_weigh_page(browser, server, origin, page, throttled) for page in pages]


def _weigh_page(
    browser: Browser, server: PageServer, origin: str, page_path: str, throttled: bool
) -> PageWeight:
    url = origin + quote(page_path)
    requests, lazy_urls = _visit(browser, server, origin, url)
    own = [request for request in requests if request.url not in lazy_urls]
    lazy = [request for request in requests if request.url in lazy_urls]
    sizes: Counter[str] = Counter(dict.fromkeys(KIND_ORDER, 0))
    for request in own:
        sizes[KINDS.get(request.kind, "other")] += request.wire_bytes
    return PageWeight(
        page=page_path,
        requests=len(own),
        bytes_by_kind=dict(sizes),
        lazy_requests=len(lazy),
        lazy_bytes=sum(request.wire_bytes for request in lazy),
        foreign_urls=tuple(item.url for item in requests if not item.url.startswith(origin)),
        first_paint_ms=first_paint_ms(browser, url) if throttled else None,
    )


def _visit(
    browser: Browser, server: PageServer, origin: str, url: str
) -> tuple[list[Request], set[str]]:
    """Open `url`, scroll through it, and give all requests and the lazy pictures' addresses."""
    log_start = server.log_size()
    with fresh_page(browser) as (page, _, log):
        page.goto(url, wait_until="load", timeout=VISIT_LIMIT_MS)
        wait_until_quiet(page, lambda: log.events + server.log_size())
        lazy_urls = _load_lazy_pictures(page)
        wait_until_quiet(page, lambda: log.events + server.log_size())
    seen = [request for request in log.requests.values() if request.ended_s is not None]
    return seen + _unseen_requests(seen, server.sent_since(log_start), origin), lazy_urls


def _unseen_requests(
    seen: Sequence[Request], sent: Sequence[tuple[str, int]], origin: str
) -> list[Request]:
    """Find what the server sent and the page's session did not report: the scripts of workers."""
    waiting, unseen = Counter(request.url for request in seen), []
    for address, size in sent:
        url = origin + address.removeprefix("/")
        if waiting[url] > 0:
            waiting[url] -= 1
        else:
            kind = "Script" if address.endswith(".js") else "Other"
            unseen.append(Request(url, kind, started_s=0.0, wire_bytes=size))
    return unseen


def _load_lazy_pictures(page: Page) -> set[str]:
    urls = {url for url in page.evaluate(LAZY_SCRIPT) if url}
    if urls:
        page.evaluate(SCROLL_SCRIPT)
        urls |= {url for url in page.evaluate(LAZY_SCRIPT) if url}
    return urls


def weight_table(weights: Sequence[PageWeight], rows: int) -> str:
    """Write the heaviest `rows` pages, worst first."""
    head = ["page", "first visit B", "requests", *KIND_ORDER, "lazy B", "foreign", "paint ms"]
    heaviest = sorted(weights, key=lambda weight: (-weight.first_visit_bytes, weight.page))[:rows]
    return markdown_table(head, [_weight_row(weight) for weight in heaviest])


def _weight_row(weight: PageWeight) -> list[str]:
    return [
        weight.page,
        thousands(weight.first_visit_bytes),
        str(weight.requests),
        *(thousands(weight.bytes_by_kind[kind]) for kind in KIND_ORDER),
        thousands(weight.lazy_bytes),
        str(len(weight.foreign_urls)),
        "" if weight.first_paint_ms is None else thousands(weight.first_paint_ms),
    ]


def summary_line(weights: Sequence[PageWeight]) -> str:
    """Say the worst, the median and the shares of light pages in one sentence."""
    sizes = [weight.first_visit_bytes for weight in weights]
    light = sum(size < LIGHT_BYTES for size in sizes) / len(sizes)
    flight = sum(size <= FIRST_FLIGHT_BYTES for size in sizes) / len(sizes)
    return (
        f"{len(sizes)} pages: worst {thousands(max(sizes))} B, "
        f"median {thousands(statistics.median(sizes))} B, "
        f"{light:.1%} under {thousands(LIGHT_BYTES)} B, "
        f"{flight:.1%} within the first flight of {thousands(FIRST_FLIGHT_BYTES)} B, "
        f"{sum(len(weight.foreign_urls) for weight in weights)} foreign requests"
    )


def main() -> None:
    """Weigh the sites that the command line names and print a table for each."""
    arguments = _read_arguments()
    for name, site_dir in arguments.sites:
        pages = arguments.pages or _find_pages(site_dir, arguments.without)
        weights = measure_site(
            site_dir,
            pages[:: arguments.every],
            throttled=arguments.throttled,
            encoding=arguments.encoding,
            peer=arguments.peer,
        )
        print(f"## {name}, {arguments.encoding}\n\n{weight_table(weights, arguments.rows)}")
        print(summary_line(weights) + "\n")


def _find_pages(site_dir: Path, without: str) -> list[str]:
    pages = (path.relative_to(site_dir) for path in site_dir.rglob("*.html"))
    return sorted(
        page.as_posix()
        for page in pages
        if page.name != "404.html"
        and without not in page.parts
        and not page.name.endswith(".keep.html")
    )


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Weigh the pages of built sites in Chromium.")
    parser.add_argument("sites", nargs="+", type=_named_site, metavar="NAME=SITE_DIR")
    parser.add_argument("--pages", nargs="+", help="paths in the site (all pages)")
    parser.add_argument("--without", default="", help="leave a folder out, such as handbook")
    parser.add_argument("--every", type=int, default=1, help="weigh every n-th page only")
    parser.add_argument("--encoding", choices=sorted(HOSTS), default="gzip")
    parser.add_argument("--throttled", action="store_true", help="time the first paint too")
    parser.add_argument("--peer", action="store_true", help="write compressed copies first")
    parser.add_argument("--rows", type=int, default=20, help="how many of the heaviest to list")
    return parser.parse_args()


def _named_site(text: str) -> tuple[str, Path]:
    name, _, folder = text.partition("=")
    if not Path(folder, "index.html").is_file():
        raise argparse.ArgumentTypeError(f"{text}: write NAME=DIR with a built site in DIR")
    return name, Path(folder)


if __name__ == "__main__":
    main()
