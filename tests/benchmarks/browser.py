"""One visit of one page in Debian's Chromium with an empty cache, seen through its protocol."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from playwright.sync_api import Browser, CDPSession, Page, ViewportSize, sync_playwright

CHROMIUM: Final = "/usr/bin/chromium"
# Browsers send "br" to secure contexts alone: localhost is one, a kiosk at plain http is none.
HOSTS: Final = {"br": "localhost", "gzip": "kiosk.test"}
ARGUMENTS: Final = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP kiosk.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost",
]
PHONE: Final[ViewportSize] = {"width": 360, "height": 640}
VISIT_LIMIT_MS: Final = 300_000
QUIET_S: Final = 0.3

BITS_PER_SECOND: Final = 100_000
LATENCY_MS: Final = 600
CPU_SLOWDOWN: Final = 6


class NotThrottledError(RuntimeError):
    """Chromium accepted the throttling and did not slow down: its figures would be worthless."""


@dataclass
class Request:
    """One request as the protocol reports it; bytes are those on the wire, headers included."""

    url: str
    kind: str
    started_s: float
    answered_s: float | None = None
    ended_s: float | None = None
    wire_bytes: int = 0


@dataclass
class RequestLog:
    """Gathers a page's requests; redirects and data: addresses need no entry of their own."""

    requests: dict[str, Request] = field(default_factory=dict)
    events: int = 0

    def listen(self, session: CDPSession) -> None:
        """Follow the network events of `session`."""
        session.on("Network.requestWillBeSent", self._on_request)
        session.on("Network.requestServedFromCache", self._on_cached)
        session.on("Network.responseReceived", self._on_answer)
        session.on("Network.loadingFinished", self._on_end)
        session.on("Network.loadingFailed", self._on_end)
        session.send("Network.enable")

    def _on_request(self, event: dict[str, Any]) -> None:
        self.events += 1
        url = event["request"]["url"]
        if not url.startswith(("data:", "blob:")):
            kind = event.get("type", "Other")
            self.requests[event["requestId"]] = Request(url, kind, event["timestamp"])

    def _on_cached(self, event: dict[str, Any]) -> None:
        self.requests.pop(event["requestId"], None)

    def _on_answer(self, event: dict[str, Any]) -> None:
        if request := self.requests.get(event["requestId"]):
            request.answered_s, request.kind = event["timestamp"], event["type"]

    def _on_end(self, event: dict[str, Any]) -> None:
        self.events += 1
        if request := self.requests.get(event["requestId"]):
            request.ended_s = event["timestamp"]
            request.wire_bytes = int(event.get("encodedDataLength", 0))


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start Chromium; no host but this machine's own can be reached from it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def fresh_page(browser: Browser) -> Iterator[tuple[Page, CDPSession, RequestLog]]:
    """Open a phone-sized page with an empty cache and nothing stored."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=2, is_mobile=True)
    try:
        page = context.new_page()
        session, log = context.new_cdp_session(page), RequestLog()
        log.listen(session)
        yield page, session, log
    finally:
        context.close()


def wait_until_quiet(page: Page, activity: Callable[[], int]) -> None:
    """Wait until the number that `activity` gives has stood still for QUIET_S."""
    seen, since = activity(), time.monotonic()
    while time.monotonic() - since < QUIET_S:
        page.wait_for_timeout(25)
        if (now := activity()) != seen:
            seen, since = now, time.monotonic()


def first_paint_ms(browser: Browser, url: str) -> float:
    """Measure first contentful paint on a slow line and a slow processor."""
    script = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
    with fresh_page(browser) as (page, session, log):
        throttle(session)
        page.goto(url, wait_until="commit", timeout=VISIT_LIMIT_MS)
        paint = page.wait_for_function(script, timeout=VISIT_LIMIT_MS).json_value()
        document = next(request for request in log.requests.values() if request.kind == "Document")
        while document.ended_s is None:
            page.wait_for_timeout(100)
        check_throttled(document)
    return float(paint)


def throttle(session: CDPSession) -> None:
    """Slow the line and the processor down, in the words that Chromium 61 to 156 understands."""
    bytes_per_second = BITS_PER_SECOND // 8
    conditions = {
        "offline": False,
        "latency": LATENCY_MS,
        "downloadThroughput": bytes_per_second,
        "uploadThroughput": bytes_per_second,
    }
    session.send("Network.emulateNetworkConditions", conditions)
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})


def check_throttled(document: Request) -> None:
    """Raise unless `document` took the time that the slow line must cost, within a tenth."""
    if document.answered_s is None or document.ended_s is None:
        raise NotThrottledError(f"{document.url} had no answer")
    expected_s = LATENCY_MS / 1000 + document.wire_bytes * 8 / BITS_PER_SECOND
    taken_s = document.ended_s - document.started_s
    if taken_s < 0.9 * expected_s:
        raise NotThrottledError(f"{document.url}: {taken_s:.2f} s, not {expected_s:.2f} s")
