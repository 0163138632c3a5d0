"""Reading without a network, on HTTPS: what was seen, what was kept, how a new release comes."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import playing
import pytest
from kiosk_server import KIOSK, Server, serve
from needed import CHROMIUM
from offline_site import (
    AFTER,
    BEFORE,
    COURSE,
    FILMED_LESSON,
    GONE_LESSON,
    LESSON,
    OTHER_COURSE,
    Releases,
)
from playwright.sync_api import Browser, Locator, Page, Response, expect
from tls_server import SECURE, TlsServer
from visiting import BEGIN

#: The worker waits three seconds for a page that it has; the rest is the test machine's.
PATIENCE_S: Final = (2.9, 8.0)
#: The page is the worker's, and both it and the page that stands in for others are stored.
_IS_SEEN: Final = """async () => {
  const here = location.href.split('#')[0];
  const home = new URL('.', document.querySelector('.brand').href).href;
  const stored = await Promise.all([here, home + 'offline.html'].map(one => caches.match(one)));
  return !!navigator.serviceWorker.controller && stored.every(one => one);
}"""
_STORED: Final = """async () => {
  const found = {};
  for (const name of await caches.keys())
    found[name] = (await (await caches.open(name)).keys()).map(one => new URL(one.url).pathname);
  return found;
}"""


@pytest.fixture
def tab(server: TlsServer, browser: Browser) -> Iterator[Page]:
    """A phone's browser that has never been here, and trusts the server's key."""
    arguments = ["--no-sandbox", "--disable-background-networking", "--no-first-run"]
    arguments += [f"--host-resolver-rules=MAP {SECURE} 127.0.0.1, MAP {KIOSK} 127.0.0.1"]
    arguments += [f"--ignore-certificate-errors-spki-list={server.key_digest}"]
    chromium = browser.browser_type.launch(executable_path=CHROMIUM, args=arguments)
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    context.set_default_timeout(15_000)
    context.add_init_script(BEGIN)
    yield context.new_page()
    chromium.close()


def see(tab: Page, server: TlsServer, uri: str) -> None:
    """Opens a page and waits until the phone has it."""
    tab.goto(server.url(uri))
    wait_until(tab, _IS_SEEN)


def wait_until(tab: Page, question: str, fact: object = None) -> None:
    """Asks until the answer is yes; Playwright's own waiting takes a promise for one."""
    until = time.monotonic() + 15
    while not tab.evaluate(question, fact):
        assert time.monotonic() < until, question
        tab.wait_for_timeout(50)


def read_stored(tab: Page) -> dict[str, list[str]]:
    """The paths that each of the site's caches holds."""
    stored: dict[str, list[str]] = tab.evaluate(_STORED)
    return stored


def find_stored(tab: Page) -> set[str]:
    return {path.lstrip("/") for paths in read_stored(tab).values() for path in paths}


def block(tab: Page) -> Locator:
    return tab.locator("[data-list]")


def keep_course(tab: Page, server: TlsServer, kind: str) -> str:
    """Opens the course, taps a button, waits for its end; returns what the button had said."""
    see(tab, server, COURSE)
    button = block(tab).locator(f"[value={kind}]")
    expect(button).to_be_visible()
    words = button.inner_text()
    button.click()
    expect(block(tab).get_by_role("status")).to_have_text(re.compile("đã có trong máy"))
    return words


def read_list(releases: Releases) -> dict[str, Any]:
    text = (releases.first / COURSE.replace(".html", ".keep.json")).read_text("utf-8")
    return dict(json.loads(text))


def test_page_that_was_seen_opens_when_the_server_is_gone(tab: Page, server: TlsServer) -> None:
    see(tab, server, LESSON)
    server.stop()
    tab.goto(server.url(LESSON))
    assert BEFORE in tab.locator("main").inner_text()
    assert tab.evaluate("() => document.querySelector('.step img').decode().then(() => true)")
    tab.context.set_offline(True)
    tab.reload()
    assert BEFORE in tab.locator("main").inner_text()


def test_lesson_goes_on_when_the_network_goes_in_its_middle(tab: Page, server: TlsServer) -> None:
    see(tab, server, LESSON)
    tab.context.set_offline(True)
    server.stop()
    tab.locator(".step .did").first.click()
    expect(tab.locator(".step .did").first).to_have_attribute("aria-pressed", "true")
    tab.reload()
    expect(tab.locator(".step .did").first).to_have_attribute("aria-pressed", "true")


def test_page_that_was_never_seen_is_answered_kindly_with_what_there_is(
    tab: Page, server: TlsServer
) -> None:
    see(tab, server, LESSON)
    server.stop()
    tab.goto(server.url(FILMED_LESSON))
    assert tab.locator("h1").inner_text() == "Chưa có mạng"
    kept = tab.locator("[data-here] a")
    expect(kept).to_have_count(1)
    assert kept.get_attribute("href") == server.url(LESSON)
    server.start()
    tab.locator("[data-retry]").click()
    tab.wait_for_url(server.url(FILMED_LESSON))
    expect(tab.locator("video")).to_be_visible()


def test_bad_link_makes_nobody_wait_longer_than_three_seconds_for_what_is_there(
    tab: Page, server: TlsServer
) -> None:
    see(tab, server, LESSON)
    server.silence()
    tab.goto(server.url(LESSON), wait_until="commit")
    expect(tab.locator("main")).to_contain_text(BEFORE)
    waited_s = tab.evaluate(
        "() => performance.getEntriesByType('navigation')[0].responseStart / 1000"
    )
    assert PATIENCE_S[0] <= waited_s <= PATIENCE_S[1]


def test_kept_course_is_read_without_a_network_and_its_clip_plays_from_any_place(
    tab: Page, server: TlsServer
) -> None:
    keep_course(tab, server, "watch")
    server.stop()
    answers: list[tuple[int, str]] = []

    def note(response: Response) -> None:
        if response.url.endswith(".mp4"):
            answers.append((response.status, response.headers.get("content-range", "")))

    tab.on("response", note)
    tab.goto(server.url(FILMED_LESSON))
    player = tab.locator("video").first
    played = playing.play(player)
    assert not played.fault
    assert played.frames > 0
    assert playing.jump(player, 5.0) == pytest.approx(5.0, abs=0.1)
    assert {status for status, _ in answers} == {206}
    assert all(re.fullmatch(r"bytes \d+-\d+/\d+", part) for _, part in answers)


def test_page_without_a_network_lists_a_kept_course_with_the_titles_of_its_lessons(
    tab: Page, server: TlsServer
) -> None:
    keep_course(tab, server, "read")
    server.stop()
    tab.goto(server.url("lessons/khong-co.html"))
    kept = tab.locator("[data-here] a")
    expect(kept).to_have_count(4)
    assert all(words.strip() for words in kept.all_inner_texts())
    uris = {COURSE, LESSON, FILMED_LESSON, GONE_LESSON}
    hrefs = {one.get_attribute("href") for one in kept.all()}
    assert hrefs == {server.url(uri) for uri in uris}


def test_size_on_the_button_is_what_the_course_costs(
    tab: Page, server: TlsServer, releases: Releases
) -> None:
    see(tab, server, COURSE)
    button = block(tab).locator("[value=watch]")
    expect(button).to_be_visible()
    [told] = playing.read_sizes(button.inner_text())
    here = find_stored(tab)
    rows = read_list(releases)
    clips = [codings[0][0] for codings in rows["watch"]]
    missing = {*(row[0] for row in rows["read"]), *clips} - here
    true = sum(
        (releases.first / f"{uri}.gz").stat().st_size
        if (releases.first / f"{uri}.gz").exists()
        else (releases.first / uri).stat().st_size
        for uri in missing
    )
    assert told == pytest.approx(true + 300 * len(missing), rel=0.05)


def test_course_that_is_kept_no_more_gives_back_its_clips_but_not_those_of_another(
    tab: Page, server: TlsServer, releases: Releases
) -> None:
    keep_course(tab, server, "watch")
    clips = {codings[0][0] for codings in read_list(releases)["watch"]}
    assert clips <= find_stored(tab)
    tab.goto(server.url(OTHER_COURSE))
    block(tab).locator("[value=watch]").click()
    expect(block(tab).get_by_role("status")).to_have_text(re.compile("đã có trong máy"))
    for is_last in (False, True):
        block(tab).get_by_role("button", name="Thôi lưu").click()
        expect(block(tab).get_by_role("status")).to_have_text(re.compile("Đã thôi lưu"))
        assert (clips <= find_stored(tab)) is not is_last
        tab.goto(server.url(COURSE))
        expect(block(tab)).to_be_visible()


def test_full_phone_is_told_before_anything_is_downloaded(tab: Page, server: TlsServer) -> None:
    see(tab, server, COURSE)
    expect(block(tab).locator("[value=watch]")).to_be_visible()
    asked = len(server.asked())
    session = tab.context.new_cdp_session(tab)
    limit = {"origin": server.url().rstrip("/"), "quotaSize": 30_000}
    session.send("Storage.overrideQuotaForOrigin", limit)
    block(tab).locator("[value=watch]").click()
    expect(block(tab).get_by_role("status")).to_have_text(re.compile("Máy gần đầy"))
    assert not [line for line in server.asked()[asked:] if ".mp4" in line]
    expect(block(tab).locator("[value=watch]")).to_be_visible()


def test_download_that_breaks_off_is_told_and_goes_on_where_it_was(
    tab: Page, server: TlsServer
) -> None:
    see(tab, server, COURSE)
    button = block(tab).locator("[value=watch]")
    expect(button).to_be_visible()
    server.stop()
    button.click()
    expect(block(tab).get_by_role("status")).to_have_text(re.compile("Mạng bị ngắt"))
    server.start()
    keep_course(tab, server, "watch")


def test_cache_that_was_half_lost_is_filled_from_the_network_or_answered_kindly(
    tab: Page, server: TlsServer
) -> None:
    keep_course(tab, server, "watch")
    tab.evaluate(
        """async () => {
          for (const name of await caches.keys()) {
            const cache = await caches.open(name), keys = await cache.keys();
            for (const [at, key] of keys.entries())
              if (at % 2 || /\\.mp4$|quay-phim.html$/.test(key.url)) await cache.delete(key);
          }
        }"""
    )
    tab.goto(server.url(FILMED_LESSON))
    assert not playing.play(tab.locator("video").first).fault
    tab.goto(server.url(COURSE))
    expect(block(tab).get_by_role("status")).to_have_text(re.compile("còn thiếu"))
    server.stop()
    tab.goto(server.url(FILMED_LESSON))
    expect(tab.locator("h1")).to_be_visible()
    tab.goto(server.url(GONE_LESSON))
    expect(tab.locator("h1")).to_be_visible()


def update(tab: Page, server: TlsServer, site_dir: Path) -> None:
    """Another release stands at the address; the browser looks for it as it does on each visit."""
    before = set(read_stored(tab))
    server.show(site_dir)
    tab.goto(server.url("about.html"))
    wait_until(
        tab,
        """async before => {
          const names = await caches.keys();
          return names.length === 2 && names.some(one => !before.includes(one));
        }""",
        list(before),
    )


def test_new_release_replaces_the_old_one_whole(
    tab: Page, server: TlsServer, releases: Releases
) -> None:
    keep_course(tab, server, "watch")
    see(tab, server, GONE_LESSON)
    clips = {codings[0][0] for codings in read_list(releases)["watch"]}
    asked = len(server.asked())
    update(tab, server, releases.second)
    stored = find_stored(tab)
    assert clips <= stored
    assert GONE_LESSON not in stored
    assert not [line for line in server.asked()[asked:] if ".mp4" in line]
    named = {row for paths in read_stored(tab).values() for row in paths}
    assert all((releases.second / path.lstrip("/")).exists() for path in named)
    server.stop()
    tab.goto(server.url(LESSON))
    assert AFTER in tab.locator("main").inner_text()
    tab.goto(server.url(FILMED_LESSON))
    assert not playing.play(tab.locator("video").first).fault


def test_release_that_cannot_be_fetched_whole_leaves_the_old_one_as_it_was(
    tab: Page, server: TlsServer, releases: Releases, tmp_path: Path
) -> None:
    see(tab, server, LESSON)
    before = read_stored(tab)
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "sw.js").write_bytes((releases.second / "sw.js").read_bytes())
    (broken / LESSON).mkdir(parents=True)  # the server says 403 to a page that was seen
    server.show(broken)
    faults = tab.evaluate(
        """async () => {
          const registration = await navigator.serviceWorker.getRegistration();
          await registration.update();
          const worker = registration.installing;
          await new Promise(done => worker.onstatechange = () => done());
          return worker.state;
        }"""
    )
    assert faults == "redundant"
    server.stop()
    tab.goto(server.url(LESSON))
    assert BEFORE in tab.locator("main").inner_text()
    assert set(before) <= set(read_stored(tab))


def test_old_worker_keeps_nobody_from_a_new_page(
    tab: Page, server: TlsServer, releases: Releases
) -> None:
    see(tab, server, LESSON)
    server.show(releases.second)
    tab.goto(server.url(LESSON))
    assert AFTER in tab.locator("main").inner_text()


def test_site_that_has_no_worker_any_more_removes_it_from_phones(
    tab: Page, server: TlsServer, releases: Releases, tmp_path: Path
) -> None:
    see(tab, server, LESSON)
    without = tmp_path / "without"
    without.mkdir()
    for path in releases.first.iterdir():
        if not path.name.startswith("sw.js"):
            (without / path.name).symlink_to(path)
    server.show(without)
    tab.goto(server.url(LESSON))
    wait_until(tab, "async () => !(await caches.keys()).length")
    tab.goto("about:blank")
    tab.goto(server.url(LESSON))
    assert tab.evaluate("() => navigator.serviceWorker.controller") is None


def test_clock_that_says_1970_changes_nothing(tab: Page, server: TlsServer) -> None:
    tab.add_init_script("Date.now = () => 0; performance.timeOrigin = 0;")
    keep_course(tab, server, "read")
    server.stop()
    tab.goto(server.url(LESSON))
    assert BEFORE in tab.locator("main").inner_text()


def test_plain_http_has_no_worker_and_no_offer_to_keep_a_course(
    tab: Page, releases: Releases, tmp_path: Path
) -> None:
    with serve({"/": releases.first}, ["vi", "en"], tmp_path / "plain") as plain:
        kiosk: Server = plain
        tab.goto(kiosk.url(COURSE, host=KIOSK), wait_until="load")
        assert tab.evaluate("() => !navigator.serviceWorker")
        expect(block(tab)).to_be_hidden()
        asked = {path.rsplit("/", 1)[-1].split(".")[0] for path in kiosk.asked_paths()}
        assert not asked & {"keep", "sw", "manifest", "offline"}


def test_answers_that_are_not_the_site_are_never_stored(tab: Page, server: TlsServer) -> None:
    see(tab, server, LESSON)
    tab.goto(server.url("lessons/khong-co.html"))
    tab.goto(server.url("catalogue.json"))
    stored = find_stored(tab)
    assert "lessons/khong-co.html" not in stored
    assert "catalogue.json" not in stored
    assert LESSON in stored


def test_phone_that_comes_again_is_told_of_the_app_and_can_read_it(
    tab: Page, server: TlsServer
) -> None:
    see(tab, server, LESSON)
    assert tab.locator("link[rel=manifest]").count() == 0
    see(tab, server, "en/" + LESSON)
    href = tab.locator("link[rel=manifest]").get_attribute("href")
    assert href == server.url("en/manifest.en.webmanifest")
    session = tab.context.new_cdp_session(tab)
    app = session.send("Page.getAppManifest")
    assert not app["errors"]
    manifest = json.loads(app["data"])
    assert manifest["start_url"] == "index.html"
    faults = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {one["errorId"] for one in faults} <= {"in-incognito"}  # as every tab of a test is
