"""Clips on a lesson's page: they play from a stick and at a kiosk, with captions, and nothing of
them is fetched before somebody asks for it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import playing
import pytest
from built_sites import BuildOnce, BuiltSite
from clip_site import CUES, LONG, LONG_S, PAGES, build_clip_site, film
from kiosk_server import KIOSK, Server, serve
from needed import require_nginx
from playwright.sync_api import Browser, FloatRect
from visiting import first_visits, open_page

#: A line on which the long clip takes longer than the test.
LINE_BYTES_PER_S = 500_000
PLACES = ("stick", "kiosk")


@pytest.fixture(scope="session")
def clips(build_once: BuildOnce) -> BuiltSite:
    return build_clip_site(build_once)


@pytest.fixture(scope="session")
def long_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording as it came from the camera."""
    path = tmp_path_factory.mktemp("long") / "long.mp4"
    film(path, LONG)
    return path


@pytest.fixture(scope="session")
def clip_kiosk(
    clips: BuiltSite, long_clip: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The site at `/`, the long clip at `/long/`."""
    require_nginx()
    folders = {"/": clips.folder, "/long/": long_clip.parent}
    with serve(folders, clips.languages, tmp_path_factory.mktemp("nginx") / "state") as server:
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
        played = playing.play(page.locator("video").first)
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
        playing.forget_codec(page, "video", "av01")
        played = playing.play(page.locator("video").first)
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
        played = playing.play(page.locator("video").first)
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
        players = [playing.play(player) for player in page.locator("video, audio").all()]
        playing.forget_codec(page, "audio", "ogg")
        older = playing.play(page.locator("audio").first)
    assert {playing.read_rendition(played.file) for played in players} == {
        "240p.av1",
        "360p.av1",
        "audio",
    }
    for played in (*players, older):
        assert played.fault == ""
        assert played.shown_s >= 0.5
        assert played.sound_bytes > 0
    assert older.file.endswith(".m4a")


def test_jump_to_the_end_leaves_the_middle_of_the_file_out(
    browser: Browser, long_clip: Path, clip_kiosk: Server
) -> None:
    with open_page(browser) as page:
        page.goto(clip_kiosk.url(PAGES["vi"], host=KIOSK))
        session = page.context.new_cdp_session(page)
        received: list[int] = []
        answers: list[tuple[int, int]] = []
        session.on("Network.dataReceived", lambda event: received.append(event["dataLength"]))
        session.on("Network.responseReceived", lambda event: playing.add_range(event, answers))
        session.send("Network.enable")
        line = {"latency": 20, "downloadThroughput": LINE_BYTES_PER_S, "uploadThroughput": -1}
        session.send("Network.emulateNetworkConditions", {"offline": False, **line})
        player = page.locator("video").first
        player.evaluate("(player, src) => { player.src = src }", f"/long/{long_clip.name}")
        played = playing.play(player)
        reached_s = playing.jump(player, LONG_S - 2)
    size_bytes = long_clip.stat().st_size
    assert (played.file, played.fault) == (long_clip.name, "")
    assert reached_s >= LONG_S - 2
    assert {status for status, _ in answers} == {206}
    assert max(first for _, first in answers) > size_bytes * 0.9
    assert sum(received) < size_bytes / 2


def test_clips_tell_where_their_parts_are_before_the_first_of_them(clips: BuiltSite) -> None:
    found = [*clips.folder.rglob("*.mp4")]
    assert found
    for path in found:
        content = path.read_bytes()
        assert -1 < content.find(b"moov") < content.find(b"mdat"), path.name


@pytest.mark.parametrize("language", PAGES)
def test_first_visit_fetches_no_clip_no_sound_and_no_captions(
    language: str, browser: Browser, clip_kiosk: Server
) -> None:
    with first_visits(browser) as visit:
        asked = visit(clip_kiosk.url(PAGES[language], host=KIOSK))
        assert playing.list_media([one.url for one in asked]) == []


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
        assert playing.list_media(asked) == []
        box = player.bounding_box()
        assert box
        # Chromium's own button: nothing of ours starts a clip.
        page.mouse.click(box["x"] + 30, box["y"] + box["height"] - 48)
        until = time.monotonic() + 10
        while playing.read_shown_s(player) < 0.5 and time.monotonic() < until:
            page.wait_for_timeout(100)
        assert playing.read_shown_s(player) >= 0.5
        assert player.evaluate("player => player.textTracks[0].mode") == "showing"


def test_data_saving_phone_gets_the_same_page_and_fetches_nothing_more(
    browser: Browser, clip_kiosk: Server
) -> None:
    url = clip_kiosk.url(PAGES["vi"], host=KIOSK)
    with first_visits(browser) as visit:
        usual = visit(url)
    with open_page(browser, begins=False) as page:
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
        assert playing.find_untrue_sizes(page) == []
        assert page.locator("video").count() == {"vi": 1, "en": 2}[language]


@pytest.mark.parametrize("language", PAGES)
def test_every_shipped_lesson_plays_from_a_stick_and_tells_its_sizes(
    language: str, browser: Browser, shipped: BuiltSite
) -> None:
    filmed = {row["slug"] for row in shipped.catalogue["lessons"] if row["clips"]}
    lessons = [
        one
        for one in shipped.lessons
        if one.language == language and not one.variant and one.slug in filmed
    ]
    assert lessons
    with open_page(browser) as page:
        for lesson in lessons:
            page.goto((shipped.folder / lesson.url).as_uri())
            assert playing.find_untrue_sizes(page) == []
            played = playing.play(page.locator("video").first)
            assert (played.fault, played.captions) == ("", "showing"), lesson.url
            assert played.language == lesson.shown_language
            assert played.file.startswith(f"clip.{lesson.shown_language}.240p.av1.")
            assert played.frames > 0


@pytest.mark.parametrize("place", PLACES)
def test_poster_shows_until_the_clip_is_played(
    place: str, browser: Browser, address: Callable[[str, str], str]
) -> None:
    with open_page(browser) as page:
        page.goto(address(place, PAGES["vi"]))
        player = page.locator("video").first
        player.scroll_into_view_if_needed()
        page.wait_for_function("() => document.images[0].complete")
        box = player.bounding_box()
        assert box
        # Away from Chromium's own buttons, and from the ring that it turns at first.
        corner = FloatRect(x=box["x"] + 12, y=box["y"] + 12, width=60, height=40)
        with_poster = page.screenshot(clip=corner)
        page.locator("img").first.evaluate("picture => { picture.style.visibility = 'hidden' }")
        assert page.screenshot(clip=corner) != with_poster
