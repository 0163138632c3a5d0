"""How long the phone takes to answer a finger: INP of what learners tap, on a slow processor.

python tests/benchmarks/interactions.py [SITE_DIR] [--slower 6]

Chromium's own event timing (whole tap to the next frame, in steps of 8 ms), with the processor
slowed; each thing is tapped several times, each time on a fresh page. The first row is a page of
one button: what a machine that draws without a graphics card takes for a tap that costs nothing.
"""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from urllib.parse import quote

from playwright.sync_api import Page
from tables import markdown_table

from browser import open_browser

Act = Callable[[Page], float]

WATCH = """
window.taps = [];
new PerformanceObserver(list => taps.push(...list.getEntries().map(one => one.duration)))
  .observe({type: 'event', durationThreshold: 16});
"""
NOTHING = """<!doctype html><meta name=viewport content='width=device-width'><button>a</button>
<p hidden>b</p><script>
document.querySelector('button').onclick = () => { document.querySelector('p').hidden = false; };
</script>"""
#: What is tapped, on which page of the shipped site.
TAPS = {
    "a step is done": ("lessons/thanh-toan-qr.html", "#b1 .did"),
    "an answer": ("lessons/thanh-toan-qr.html", "label[for=q1-1]"),
    "larger letters": ("lessons/thanh-toan-qr.html", ".size"),
    "practice begins": ("lessons/thanh-toan-qr.html", ".try>.button"),
    "erase": ("mine.html", ".erase"),
}
QUERY = ("a letter of a search", "find.html", "input[type=search]", "thanh toan")


def main() -> None:
    """Print the slowest event of each tap."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", nargs="?", type=Path, default=Path("site"))
    parser.add_argument("--slower", type=float, default=6.0)
    parser.add_argument("--times", type=int, default=9)
    arguments = parser.parse_args()
    start = arguments.site.resolve().as_uri() + "/"
    with open_browser() as browser:
        context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
        context.add_init_script(WATCH)
        rows = []
        for name, act in _list_acts(start, arguments.slower):
            times = sorted(act(context.new_page()) for _ in range(arguments.times))
            rows.append([name, f"{median(times):.0f}", f"{times[0]:.0f} to {times[-1]:.0f}"])
    print(markdown_table(["tap", "median, ms to the next frame", "least to most"], rows))


def _list_acts(start: str, slower: float) -> Iterator[tuple[str, Act]]:
    """What is done, and a function that does it on a new page and tells its slowest event."""

    def tap(url: str, selector: str) -> Act:
        def act(page: Page) -> float:
            _open(page, url, slower)
            page.locator(selector).first.scroll_into_view_if_needed()
            return _slowest(page, lambda: page.locator(selector).first.tap())

        return act

    def search(page: Page) -> float:
        _, url, selector, words = QUERY
        _open(page, start + url, slower)
        field = page.locator(selector)
        return _slowest(page, lambda: field.press_sequentially(words, delay=200))

    yield "nothing", tap(f"data:text/html,{quote(NOTHING)}", "button")
    for name, (url, selector) in TAPS.items():
        yield name, tap(start + url, selector)
    yield QUERY[0], search


def _open(page: Page, url: str, slower: float) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(url, wait_until="load")
    page.evaluate("() => dispatchEvent(new Event('scroll'))")  # scripts wait for that
    page.wait_for_timeout(1000)


def _slowest(page: Page, act: Callable[[], None]) -> float:
    page.wait_for_timeout(500)
    page.evaluate("() => { taps.length = 0; }")
    act()
    page.wait_for_timeout(1000)
    times = page.evaluate("() => taps")
    page.close()
    return max(times, default=0.0)


if __name__ == "__main__":
    main()
