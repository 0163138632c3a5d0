"""Clips on a lesson's page: they play from a stick and at a kiosk, with captions, and nothing of
them is fetched before somebody asks for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from built_sites import BuildOnce, BuiltSite
from clip_site import CUES, LENGTH_S, PAGES, build_clip_site, play, read_sizes
from kiosk_server import KIOSK, Server, serve
from needed import require_nginx
from playwright.sync_api import Browser, Page
from visiting import Request, first_visits, open_page

#: A phone's line in a village at its worst, in bytes a second: the whole clip takes longer.
LINE_BYTES_PER_S = 40_000
MEDIA_ENDINGS = (".mp4", ".opus", ".m4a", ".vtt")
TRUE_WITHIN = 0.05
PLACES = ("stick", "kiosk")


@pytest.fixture(scope="session")
def clips(build_once: BuildOnce) -> BuiltSite:
    """A site with one lesson that was filmed in two languages."""
    return build_clip_site(build_once)


@pytest.fixture(scope="session")
def clip_kiosk(clips: BuiltSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    require_nginx()
    state_dir = tmp_path_factory.mktemp("nginx") / "state"
    with serve({"/": clips.folder}, clips.languages, state_dir) as server:
        yield server


@pytest.fixture
def address(clips: BuiltSite, request: pytest.FixtureRequest) -> Callable[[str, str], str]:
    """Where a page stands: opened from a stick (file://), or at a kiosk over plain http."""

    def find(place: str, page: str) -> str:
        if place == "stick":
            return (clips.folder / page).as_uri()
        server: Server = request.getfixturevalue("clip_kiosk")
        return server.url(page, host=KIOSK)

    return find


@pytest.mark.parametrize("language", PAGES)
@pytest.mark.parametrize("place", PLACES)
def test_clip_plays_in_av1_with_captions_in_the_language_of_the_page(
    place: str, language: str, browser: Browser, address: Callable[[str, str], str]
) -> None:
    with open_page(browser) as page:
        page.goto(address(place, PAGES[language]))
        played = play(page.locator("video").first)
    assert played.fault == ""
    assert f".{language}.240p.av1." in played.file
    assert played.shown_s >= 0.5
    assert played.frames > 3
    assert played.sound_bytes > 0
    assert (played.captions, played.language) == ("showing", language)
    assert played.words.replace("\n", " ") == CUES[language]


@pytest.mark.parametrize("place", PLACES)
def test_h264_plays_with_captions_where_a_phone_has_no_av1(
    place: str, browser: Browser, address: Callable[[str, str], str]
) -> None:
    with open_page(browser) as page:
        page.goto(address(place, PAGES["vi"]))
        _forget(page, "video", "av01")
        played = play(page.locator("video").first)
    assert played.fault == ""
    assert re.search(r"\.240p\.[0-9a-f]{8}\.mp4$", played.file)
    assert played.frames > 3
    assert played.sound_bytes > 0
    assert played.captions == "showing"
    assert played.words.replace("\n", " ") == CUES["vi"]


def test_h264_plays_where_the_av1_file_was_not_copied(browser: Browser, clips: BuiltSite) -> None:
    with open_page(browser) as page:
        page.route("**/*.av1.*", lambda route: route.abort())
        page.goto((clips.folder / PAGES["en"]).as_uri())
        played = play(page.locator("video").first)
    assert ".av1." not in played.file
    assert played.shown_s >= 0.5
    assert played.captions == "showing"


@pytest.mark.parametrize("place", PLACES)
def test_every_quality_and_the_sound_alone_play(
    place: str, browser: Browser, address: Callable[[str, str], str]
) -> None:
    with open_page(browser) as page:
        page.goto(address(place, PAGES["en"]))
        for closed in page.locator("details:has(video, audio) > summary").all():
            closed.click()
        players = [play(player) for player in page.locator("video, audio").all()]
        _forget(page, "audio", "ogg")
        older = play(page.locator("audio").first)
    assert {_rendition(played.file) for played in players} == {"240p.av1", "360p.av1", "audio"}
    for played in (*players, older):
        assert played.fault == ""
        assert played.shown_s >= 0.5
        assert played.sound_bytes > 0
    assert older.file.endswith(".m4a")


def test_jump_to_the_end_leaves_the_middle_of_the_file_out(
    browser: Browser, clips: BuiltSite, clip_kiosk: Server
) -> None:
    with open_page(browser) as page:
        page.goto(clip_kiosk.url(PAGES["vi"], host=KIOSK))
        _forget(page, "video", "av01")  # the larger file
        session = page.context.new_cdp_session(page)
        received: list[int] = []
        answers: list[tuple[int, int]] = []
        session.on("Network.dataReceived", lambda event: received.append(event["dataLength"]))
        session.on("Network.responseReceived", lambda event: _add_range(event, answers))
        session.send("Network.enable")
        line = {"latency": 50, "downloadThroughput": LINE_BYTES_PER_S, "uploadThroughput": -1}
        session.send("Network.emulateNetworkConditions", {"offline": False, **line})
        player = page.locator("video").first
        played = play(player)
        reached_s = player.evaluate(_JUMP, LENGTH_S - 2)
    size_bytes = (clips.folder / "lessons/quay-phim" / played.file).stat().st_size
    assert reached_s >= LENGTH_S - 2
    assert [status for status, _ in answers] == [206] * len(answers)
    assert max(first for _, first in answers) > size_bytes / 2
    assert sum(received) < size_bytes / 2


_JUMP = """async (player, to) => {
  const there = new Promise(done => player.addEventListener('seeked', done, {once: true}));
  player.currentTime = to;
  await there;
  return player.currentTime;
}"""


@pytest.mark.parametrize("language", PAGES)
def test_first_visit_fetches_no_clip_no_sound_and_no_captions(
    language: str, browser: Browser, clip_kiosk: Server
) -> None:
    with first_visits(browser) as visit:
        asked = visit(clip_kiosk.url(PAGES[language], host=KIOSK))
        assert _media(asked) == []


def test_browser_without_scripts_fetches_no_clip_and_plays_when_its_button_is_pressed(
    browser: Browser, clip_kiosk: Server
) -> None:
    with open_page(browser, scripts=False) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(clip_kiosk.url(PAGES["vi"], host=KIOSK))
        player = page.locator("video").first
        player.scroll_into_view_if_needed()
        page.wait_for_timeout(300)
        assert [url for url in asked if url.endswith(MEDIA_ENDINGS)] == []
        box = player.bounding_box()
        assert box
        # Chromium's own button: nothing of ours starts a clip.
        page.mouse.click(box["x"] + 30, box["y"] + box["height"] - 48)
        page.wait_for_timeout(1500)
        assert player.evaluate("player => player.currentTime") > 0.5
        assert player.evaluate("player => player.textTracks[0].mode") == "showing"


def test_data_saving_phone_gets_the_same_page_and_fetches_nothing_more(
    browser: Browser, clip_kiosk: Server
) -> None:
    url = clip_kiosk.url(PAGES["vi"], host=KIOSK)
    with first_visits(browser) as visit:
        usual = visit(url)
    with open_page(browser) as page:
        asked: list[str] = []
        words: list[str] = []
        for headers in ({}, {"Save-Data": "on"}):
            page.set_extra_http_headers(headers)
            answer = page.goto(url, wait_until="load")
            assert answer
            words.append(answer.text())
            page.on("request", lambda request: asked.append(request.url))
        page.wait_for_timeout(200)
        assert words[0] == words[1]
    assert set(asked) == {request.url for request in usual}


@pytest.mark.parametrize("language", PAGES)
def test_button_tells_the_size_of_the_file_that_it_fetches(
    language: str, browser: Browser, clips: BuiltSite
) -> None:
    with open_page(browser) as page:
        page.goto((clips.folder / PAGES[language]).as_uri())
        assert _untrue_sizes(page, clips.folder) == []
        assert page.locator("video").count() == {"vi": 1, "en": 2}[language]


@pytest.mark.parametrize("place", PLACES)
def test_poster_shows_until_the_clip_is_played(
    place: str, browser: Browser, address: Callable[[str, str], str]
) -> None:
    with open_page(browser) as page:
        page.goto(address(place, PAGES["vi"]))
        player = page.locator("video").first
        player.scroll_into_view_if_needed()
        page.wait_for_function("() => document.images[0].complete")
        with_poster = player.screenshot()
        page.locator("img").first.evaluate("picture => { picture.style.visibility = 'hidden' }")
        assert player.screenshot() != with_poster


def _forget(page: Page, kind: str, codec: str) -> None:
    """The page as a phone sees it that cannot show a coding: without the sources in it."""
    page.evaluate(
        """([kind, codec]) => {
          for (const source of document.querySelectorAll(`${kind} source`))
            if (source.type.includes(codec)) source.remove();
          for (const player of document.querySelectorAll(kind)) player.load();
        }""",
        [kind, codec],
    )


def _rendition(file: str) -> str:
    match = re.search(r"\.(240p|360p|720p|audio)(\.av1)?\.[0-9a-f]{8}\.", file)
    assert match, file
    return match[1] + (match[2] or "")


def _media(asked: list[Request]) -> list[str]:
    return [one.url for one in asked if urlsplit(one.url).path.endswith(MEDIA_ENDINGS)]


def _add_range(event: dict[str, Any], answers: list[tuple[int, int]]) -> None:
    """Keeps an answer's status, and at which byte of the file its part begins."""
    answer = event["response"]
    if answer["mimeType"].startswith("video/"):
        headers = {key.lower(): value for key, value in answer["headers"].items()}
        first = re.match(r"bytes (\d+)-", headers.get("content-range", ""))
        answers.append((answer["status"], int(first[1]) if first else 0))


def _untrue_sizes(page: Page, folder: Path) -> list[str]:
    """Where the words beside a player and the sizes of its files are further apart than that."""
    found = page.evaluate(
        """() => [...document.querySelectorAll('video, audio')].map(player => {
          const fold = player.closest('details');
          const words = (fold || player.closest('.see')).querySelector(fold ? 'summary' : 'h2');
          return [words.textContent, [...player.querySelectorAll('source')].map(one => one.src)];
        })"""
    )
    wrong = []
    for words, addresses in found:
        sizes = [Path(unquote(urlsplit(one).path)).stat().st_size for one in addresses]
        told = read_sizes(words)
        # One size for all codings, or the lightest and that for older phones; of sounds the first.
        true = [sizes[0], max(sizes)][: len(told)]
        if not told or any(abs(a - b) > b * TRUE_WITHIN for a, b in zip(told, true, strict=True)):
            wrong.append(f"{words.strip()} {sizes}")
    return wrong
