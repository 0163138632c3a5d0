"""Opening pages as a phone does, and what the browser says of it through its own protocol."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from playwright.sync_api import Browser, CDPSession, Page

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

_WATCH_POLICY = """
window.brokenPolicy = [];
addEventListener('securitypolicyviolation', event =>
  window.brokenPolicy.push(`${event.violatedDirective} ${event.blockedURI}`));
"""
#: Somebody who begins to use a page as soon as it is there: its scripts wait for that.
BEGIN = "addEventListener('load', () => dispatchEvent(new Event('scroll')));"
#: Every script of the page has run.
_ALL_THERE = """() => window.hatgiong &&
  (window.hatgiongFind || !document.querySelector('form#find'))"""
_LOAD_PICTURES = """async () => {
  for (const picture of document.images) picture.loading = 'eager';
  await Promise.all([...document.images].map(picture => picture.decode().catch(() => {})));
  await document.fonts.ready;
  return [...document.images].filter(one => !one.naturalWidth).map(one => one.src);
}"""


@contextmanager
def open_page(
    browser: Browser,
    *,
    width: int = 360,
    height: int = 740,
    scheme: Scheme = "light",
    scripts: bool = True,
    begins: bool = True,
) -> Iterator[Page]:
    """A tab with an empty cache, as wide as a phone; its user `begins` to use each page at once."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        java_script_enabled=scripts,
        service_workers="block",  # what a visit costs is seen when nothing answers in between
    )
    context.set_default_timeout(15_000)
    if begins:
        context.add_init_script(BEGIN)
    try:
        yield context.new_page()
    finally:
        context.close()


@dataclass
class Request:
    """One request; bytes are those on the wire, headers included."""

    url: str
    kind: str
    accepted: str = ""
    encoding: str = ""
    wire_bytes: int = 0


@dataclass
class RequestLog:
    """Everything that a tab asks for from now on, apart from addresses that hold their content."""

    by_id: dict[str, Request] = field(default_factory=dict)

    @property
    def requests(self) -> list[Request]:
        return list(self.by_id.values())

    def listen(self, session: CDPSession) -> None:
        session.on("Network.requestWillBeSent", self._on_request)
        session.on("Network.requestWillBeSentExtraInfo", self._on_headers)
        session.on("Network.responseReceived", self._on_answer)
        session.on("Network.loadingFinished", self._on_end)
        session.send("Network.enable")

    def _on_request(self, event: dict[str, Any]) -> None:
        url = event["request"]["url"]
        if not url.startswith("data:"):
            self.by_id[event["requestId"]] = Request(url, event.get("type", ""))

    def _on_headers(self, event: dict[str, Any]) -> None:
        if request := self.by_id.get(event["requestId"]):
            request.accepted = _header(event["headers"], "accept-encoding")

    def _on_answer(self, event: dict[str, Any]) -> None:
        if request := self.by_id.get(event["requestId"]):
            request.encoding = _header(event["response"]["headers"], "content-encoding")

    def _on_end(self, event: dict[str, Any]) -> None:
        if request := self.by_id.get(event["requestId"]):
            request.wire_bytes = int(event["encodedDataLength"])


def _header(headers: dict[str, str], name: str) -> str:
    return next((value for key, value in headers.items() if key.lower() == name), "")


@contextmanager
def first_visits(browser: Browser) -> Iterator[Callable[[str], list[Request]]]:
    """Gives a function that visits a page with nothing in the cache and returns what the page
    asked for until all was there that it wants by itself."""
    with open_page(browser, begins=False) as page:
        session, log = page.context.new_cdp_session(page), RequestLog()
        log.listen(session)
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})

        def visit(url: str) -> list[Request]:
            page.evaluate("() => { try { localStorage.clear(); } catch (error) {} }")
            log.by_id.clear()
            page.goto(url, wait_until="load")
            page.evaluate("() => document.fonts.ready.then(() => 0)")
            return log.requests

        yield visit


@dataclass
class Watched:
    """A tab whose complaints are kept: console, failed requests, broken security policy."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def visit(self, url: str) -> list[str]:
        """Opens a page with all its pictures; returns what went wrong, in the browser's words."""
        self.said.clear()
        self.page.goto(url, wait_until="load")
        # Whoever leaves while a script is under way has asked for it in vain.
        self.page.wait_for_function(_ALL_THERE)
        missing = self.page.evaluate(_LOAD_PICTURES)
        broken = self.page.evaluate("() => window.brokenPolicy")
        return [*self.said, *(f"no picture {one}" for one in missing), *broken]


@contextmanager
def watch(browser: Browser) -> Iterator[Watched]:
    """A tab for a walk through a site."""
    with open_page(browser) as page:
        page.add_init_script(_WATCH_POLICY)
        watched = Watched(page)
        page.on("console", lambda message: watched.said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: watched.said.append(str(error)))
        page.on("requestfailed", lambda one: watched.said.append(f"{one.url}: {one.failure}"))
        page.on("request", lambda one: watched.asked.append(one.url))
        yield watched
