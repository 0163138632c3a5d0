"""Firefox ESR reads without a network what was seen and what was kept, where there is HTTPS."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from firefox import Marionette, ask, open_firefox, visit
from offline_site import BEFORE, COURSE, FILMED_LESSON, LESSON
from tls_server import TlsServer

LIMIT_S: Final = 20.0
IS_SEEN: Final = """
const [done] = arguments, here = location.href.split('#')[0];
const home = new URL('.', document.querySelector('.brand').href).href;
Promise.all([here, home + 'offline.html'].map(one => caches.match(one))).then(
  stored => done(!!navigator.serviceWorker.controller && stored.every(one => one)));
"""
TEXT: Final = "return document.querySelector(arguments[0]).innerText"
PLAY: Final = """
const [done] = arguments, clip = document.querySelector('video');
clip.muted = true;
clip.onseeked = () => clip.play().catch(error => done(String(error)));
clip.onloadedmetadata = () => { clip.currentTime = 3; };
clip.ontimeupdate = () => clip.currentTime > 3.5 && done(clip.currentTime);
clip.load();
"""


@pytest.fixture
def firefox(tmp_path: Path) -> Iterator[Marionette]:
    with open_firefox(tmp_path / "profile") as client:
        yield client


def see(firefox: Marionette, url: str) -> None:
    """Opens a page and waits until the phone has it."""
    visit(firefox, url)
    until = time.monotonic() + LIMIT_S
    while not firefox.execute_async_script(IS_SEEN, sandbox=None):
        assert time.monotonic() < until, url
        time.sleep(0.1)


def wait_for_text(firefox: Marionette, selector: str, words: str) -> None:
    until = time.monotonic() + LIMIT_S
    while words not in (text := ask(firefox, TEXT, selector)):
        assert time.monotonic() < until, text
        time.sleep(0.1)


def test_lesson_that_was_seen_opens_when_the_server_is_gone(
    firefox: Marionette, server: TlsServer
) -> None:
    see(firefox, server.url(LESSON))
    server.stop()
    visit(firefox, server.url(LESSON))
    assert BEFORE in ask(firefox, TEXT, "main")
    visit(firefox, server.url(FILMED_LESSON))
    assert ask(firefox, TEXT, "h1") == "Chưa có mạng"
    wait_for_text(firefox, "[data-here]", "Bài học")


def test_kept_course_plays_its_clip_from_any_place_without_a_network(
    firefox: Marionette, server: TlsServer
) -> None:
    see(firefox, server.url(COURSE))
    wait_for_text(firefox, "[data-list]", "MB")
    ask(firefox, "document.querySelector('[data-list] [value=watch]').click()")
    wait_for_text(firefox, "[data-list] [role=status]", "đã có trong máy")
    server.stop()
    visit(firefox, server.url(FILMED_LESSON))
    played = firefox.execute_async_script(PLAY, sandbox=None)
    assert isinstance(played, float), played
