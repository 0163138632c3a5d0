"""How long the phone takes to answer a finger: INP of what learners tap, on a slow processor.

python tests/benchmarks/interactions.py [SITE_DIR] [--slower 6]

Chromium's own event timing (whole tap to the next frame, in steps of 8 ms), with the processor
slowed; each thing is tapped on a fresh page. Frames of a machine that is busy count too: run it
when nothing else does.
"""

import argparse
from pathlib import Path

from playwright.sync_api import Page
from tables import markdown_table

from browser import open_browser

WATCH = """
window.taps = [];
new PerformanceObserver(list => taps.push(...list.getEntries().map(one => one.duration)))
  .observe({type: 'event', durationThreshold: 16});
"""
#: What is tapped, on which page of the shipped site.
TAPS = {
    "a step is done": ("lessons/thanh-toan-qr.html", "#b1 .did"),
    "an answer": ("lessons/thanh-toan-qr.html", "label[for=q1-1]"),
    "larger letters": ("lessons/thanh-toan-qr.html", ".size"),
    "practice begins": ("lessons/thanh-toan-qr.html", ".try>.button"),
    "who is learning": ("mine.html", ".faces button:nth-child(2)"),
    "erase": ("mine.html", ".erase"),
}
QUERY = ("a letter of a search", "find.html", "input[type=search]", "thanh toan")


def main() -> None:
    """Print the slowest event of each tap."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", nargs="?", type=Path, default=Path("site"))
    parser.add_argument("--slower", type=float, default=6.0)
    arguments = parser.parse_args()
    start = arguments.site.resolve().as_uri() + "/"
    with open_browser() as browser:
        context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
        context.add_init_script(WATCH)
        rows = []
        for name, (url, selector) in TAPS.items():
            page = _open(context.new_page(), start + url, arguments.slower)
            page.locator(selector).first.tap()
            rows.append([name, _slowest(page)])
        name, url, selector, words = QUERY
        page = _open(context.new_page(), start + url, arguments.slower)
        page.locator(selector).press_sequentially(words, delay=200)
        rows.append([name, _slowest(page)])
    print(markdown_table(["tap", "ms to the next frame"], rows))


def _open(page: Page, url: str, slower: float) -> Page:
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(url, wait_until="load")
    page.evaluate("() => dispatchEvent(new Event('scroll'))")  # scripts wait for that
    page.wait_for_timeout(1500)
    return page


def _slowest(page: Page) -> str:
    page.wait_for_timeout(1500)
    times = page.evaluate("() => window.taps || []")
    return f"{max(times):.0f}" if times else "under 16"


if __name__ == "__main__":
    main()
