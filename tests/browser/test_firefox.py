"""Firefox ESR opens a page, plays its clip, counts answers and remembers steps."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from built_sites import BuiltSite
from firefox import Marionette, ask, open_firefox, visit
from kiosk_server import Server

LESSON, FILMED = "lessons/thanh-toan-qr.html", "lessons/dung-kho-bai-hoc.html"
PLAY = """
const [done] = arguments, clip = document.querySelector('video');
const tell = () => done({
  at: clip.currentTime, file: clip.currentSrc, captions: clip.textTracks[0].mode,
  lines: clip.textTracks[0].cues && clip.textTracks[0].cues.length,
});
clip.muted = true;
clip.ontimeupdate = () => clip.currentTime > 1 && tell();
clip.play().catch(error => done({error: String(error)}));
"""
TYPE = """
const box = document.querySelector('input[type=search]');
box.value = arguments[0];
box.dispatchEvent(new Event('input', {bubbles: true}));
"""
PRESS = "document.querySelector(arguments[0]).click()"
TEXT = "return document.querySelector(arguments[0]).innerText"


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Marionette]:
    with open_firefox(tmp_path_factory.mktemp("firefox") / "profile") as client:
        yield client


@pytest.fixture(params=["file", "http"])
def start(request: pytest.FixtureRequest, shipped: BuiltSite) -> str:
    if request.param == "file":
        return shipped.folder.as_uri() + "/"
    kiosk: Server = request.getfixturevalue("kiosk")
    return kiosk.url("hoc/")


def test_a_clip_plays_with_its_captions(start: str, firefox: Marionette) -> None:
    visit(firefox, start + FILMED)
    played = firefox.execute_async_script(PLAY, sandbox=None)
    assert "error" not in played
    assert ".240p.av1." in played["file"]
    assert (played["captions"], played["lines"] > 5) == ("showing", True)


def test_steps_and_answers_are_remembered(start: str, firefox: Marionette) -> None:
    visit(firefox, start + LESSON)
    ask(firefox, PRESS, "#b1 .did")
    for number in (1, 2, 3):
        ask(firefox, PRESS, f"#q{number}-1")
    assert ask(firefox, TEXT, ".q[role=status]") == "Đúng 1 trên 3 câu."
    visit(firefox, start + "index.html")
    assert ask(firefox, TEXT, ".again") == "Học tiếp: Trả tiền và nhận tiền bằng mã QR"
    firefox.find_element("css selector", ".again").click()
    assert firefox.get_url() == start + LESSON + "#b2"


def test_lessons_are_found_without_marks(start: str, firefox: Marionette) -> None:
    visit(firefox, start + "find.html")
    ask(firefox, TYPE, "quet ma")
    firefox.timeout.implicit = 10
    found = firefox.find_element("css selector", ".lessons b")
    assert "QR" in found.text
