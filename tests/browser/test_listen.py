"""Hearing a lesson step by step: by the phone's own voice, or by what was recorded.

One test has a real voice read a lesson to its end. The others give pages a stand-in for the phone's
speech service (`voices.js`), because Chromium brings no voice: it shows that the page asks for the
right words in the right order and heeds the service's answers, at moments that the test chooses.
The recorded sound is played for real.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from built_sites import BuildOnce, BuiltSite
from clip_site import GROUPS, SETTINGS, film
from needed import CHROMIUM
from playwright.sync_api import Browser, Page, expect
from speech_service import speak
from visiting import BEGIN

from tiny_site import TinySite

VOICES = Path(__file__).with_name("voices.js").read_text("utf-8")
VIETNAMESE = {"name": "Linh", "lang": "vi_VN", "localService": True}
ENGLISH = {"name": "Ann", "lang": "en-GB", "localService": True}
FAR = {"name": "Far", "lang": "vi-VN", "localService": False}
LONG = "Bà con cứ bấm thoải mái " + "và đọc thật kỹ từng chữ trên màn hình " * 6 + "rồi mới bấm."
TEXT = f"""\
---
title: Gọi video
---
## Mở Wi-Fi

![Một bàn tay bấm vào hình cái loa](loa.svg)

![Xem thử](thu.mp4)

Bấm nút xanh. Chờ một chút!

- Có hình
- Có tiếng

/// warning

Không đọc mã OTP cho ai.

///

## Gọi về nhà

{LONG}
"""
READ = [
    ("Gọi video", ""),
    ("Bước 1.", "b1"),
    ("Mở Wi-Fi", "b1"),
    ("Bấm nút xanh.", "b1"),
    ("Chờ một chút!", "b1"),
    ("Có hình", "b1"),
    ("Có tiếng", "b1"),
    ("Chú ý", "b1"),
    ("Không đọc mã OTP cho ai.", "b1"),
    ("Bước 2.", "b2"),
    ("Gọi về nhà", "b2"),
]
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><path d="M0 0h9v9z"/></svg>'
RECORDED = "---\ntitle: Quay phim\n---\n## Mở máy\n\nBấm.\n\n## Gọi đi\n\nBấm nữa.\n"
CUES = """\
WEBVTT

00:00.000 --> 00:01.000
Bà con ơi,

00:01.000 --> 00:02.500
Mở máy. Bấm.

00:02.500 --> 00:04.000
Gọi đi. Bấm nữa.
"""
#: Writes down what the phone's own service has said to the end.
COUNT = """
window.ended = [];
const speak = SpeechSynthesis.prototype.speak;
SpeechSynthesis.prototype.speak = function (it) {
  it.addEventListener('end', () => ended.push([it.text, it.voice.lang]));
  speak.call(this, it);
};
"""


@pytest.fixture(scope="session")
def talking(build_once: BuildOnce) -> BuiltSite:
    """A lesson that only a phone can read, and one that people have recorded."""
    return build_once("talking", _write_project)


def _write_project(folder: Path) -> None:
    site = TinySite(folder)
    site.write("mkdocs.yml", SETTINGS)
    site.write("content/groups.yml", GROUPS)
    site.write("content/lessons/goi/lesson.yml", "groups: [nguoi-dan]\n")
    site.write("content/lessons/goi/index.vi.md", TEXT)
    site.write("content/lessons/goi/loa.svg", PICTURE)
    film(folder / "content/lessons/goi/thu.mp4", "testsrc2=s=426x240:r=10:d=4")
    site.write("content/lessons/quay/lesson.yml", "groups: [nguoi-dan]\nclip: {vi: clip.mp4}\n")
    site.write("content/lessons/quay/index.vi.md", RECORDED)
    site.write("content/lessons/quay/captions.vi.vtt", CUES)
    film(folder / "content/lessons/quay/clip.mp4", "testsrc2=s=426x240:r=10:d=4")


@contextmanager
def phone(
    browser: Browser, *voices: dict[str, Any], width: int = 360, still: bool = True
) -> Iterator[Page]:
    """A phone with these voices; none is as the machine is. `still`: nothing glides, for a tap upon
    what moves may miss it."""
    context = browser.new_context(
        viewport={"width": width, "height": 640}, reduced_motion="reduce" if still else None
    )
    context.set_default_timeout(10_000)
    faults: list[str] = []
    try:
        context.add_init_script(BEGIN)
        page = context.new_page()
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        if voices:
            page.add_init_script(VOICES)
            page.add_init_script(f"setVoices({json.dumps(voices)})")
        yield page
        assert not faults
    finally:
        context.close()


def open_lesson(page: Page, site: BuiltSite, uri: str) -> None:
    page.goto((site.folder / uri).as_uri())


def read_heard(page: Page) -> list[Any]:
    return list(page.evaluate("heard"))


def test_nothing_is_offered_where_nothing_would_sound(browser: Browser, talking: BuiltSite) -> None:
    with phone(browser) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        open_lesson(page, talking, "lessons/goi.html")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("speechSynthesis.getVoices().length") == 0
        expect(page.locator(".listen")).to_be_hidden()
        assert not [one for one in asked if "/listen." in one]


def test_a_voice_of_another_language_is_no_voice(browser: Browser, talking: BuiltSite) -> None:
    with phone(browser, ENGLISH) as page:
        open_lesson(page, talking, "lessons/goi.html")
        page.wait_for_load_state("networkidle")
        expect(page.locator(".listen")).to_be_hidden()
        # Voices come when the phone has found them.
        page.evaluate(f"setVoices({json.dumps([VIETNAMESE])})")
        expect(page.locator(".listen")).to_be_visible()
        expect(page.locator(".listen")).to_contain_text("0 MB")


def test_everything_is_read_in_order_and_marked_where_it_stands(
    browser: Browser, talking: BuiltSite
) -> None:
    with phone(browser, FAR, ENGLISH, VIETNAMESE) as page:
        open_lesson(page, talking, "lessons/goi.html")
        page.evaluate("window.pace = 5")
        page.locator(".listen").click()
        # At this pace the bar may be gone before anybody has looked.
        page.wait_for_function("heard.length")
        expect(page.locator(".bar")).to_be_hidden()
        heard = read_heard(page)
        assert page.locator(".heard, [aria-current=step]").count() == 0
    assert [(one["text"].replace("\u2011", "-"), one["step"]) for one in heard[:11]] == READ
    rest = [one["text"] for one in heard[11:]]
    assert " ".join(rest) == LONG
    assert len(rest) > 1
    assert max(len(text) for text in rest) <= 122
    assert {one["step"] for one in heard[11:]} == {"b2"}
    # What would cost data is left alone.
    assert {one["voice"] for one in heard} == {"Linh"}


def test_the_step_that_is_read_is_marked_in_words_and_for_screen_readers(
    browser: Browser, talking: BuiltSite
) -> None:
    with phone(browser, VIETNAMESE) as page:
        open_lesson(page, talking, "lessons/goi.html")
        page.locator(".listen").click()
        page.wait_for_function("heard.length === 1")
        assert page.locator(".heard").count() == 0
        page.evaluate("endSentence()")
        step = page.locator("#b1")
        expect(step).to_have_class(re.compile("heard"))
        expect(step).to_have_attribute("aria-current", "step")
        expect(step.locator(".mark")).to_be_visible()
        expect(step.locator(".mark")).to_have_text("Đang đọc")
        expect(step).to_be_in_viewport()
        outline = step.evaluate("it => getComputedStyle(it).outlineStyle")
        assert outline != "none"


@pytest.mark.parametrize(("still", "behaviour"), [(True, "auto"), (False, "smooth")])
def test_scrolling_is_gentle_but_for_those_who_want_no_motion(
    browser: Browser, talking: BuiltSite, still: bool, behaviour: str
) -> None:
    with phone(browser, VIETNAMESE, still=still) as page:
        open_lesson(page, talking, "lessons/goi.html")
        page.locator(".listen").click()
        page.wait_for_function("heard.length === 1")
        page.evaluate("endSentence()")
        assert page.evaluate("scrolls") == [behaviour]


def test_pause_go_on_slower_and_stop(browser: Browser, talking: BuiltSite) -> None:
    with phone(browser, VIETNAMESE) as page:
        open_lesson(page, talking, "lessons/goi.html")
        page.locator(".listen").click()
        page.wait_for_function("heard.length === 1")
        page.evaluate("endSentence(); endSentence()")
        main, stop, slower = (page.locator(".bar button").nth(n) for n in range(3))
        expect(main).to_have_text("Tạm dừng")
        main.click()
        assert page.evaluate("localStorage.getItem('silent')") == "Mở Wi-Fi"
        expect(main).to_have_text("Nghe tiếp")
        main.click()
        slower.click()
        expect(slower).to_have_text("Nhanh hơn")
        slower.click()
        expect(slower).to_have_text("Chậm hơn")
        last = [(one["text"], one["rate"]) for one in read_heard(page)[2:]]
        assert last == [("Mở Wi-Fi", 1), ("Mở Wi-Fi", 1), ("Mở Wi-Fi", 0.75), ("Mở Wi-Fi", 1)]
        stop.click()
        expect(page.locator(".bar")).to_be_hidden()
        assert page.locator(".heard").count() == 0
        page.locator(".listen").click()
        assert read_heard(page)[-1]["text"] == "Gọi video"


def test_a_voice_that_fails_can_be_asked_again(browser: Browser, talking: BuiltSite) -> None:
    with phone(browser, VIETNAMESE) as page:
        open_lesson(page, talking, "lessons/goi.html")
        page.evaluate(
            "void (speechSynthesis.speak = it => { heard.push(it.text); it.onerror({}); })"
        )
        page.locator(".listen").click()
        main = page.locator(".bar button").first
        expect(main).to_have_text("Nghe tiếp")
        main.click()
        assert read_heard(page) == ["Gọi video"] * 2


def test_speaking_stops_on_leaving_the_page(browser: Browser, talking: BuiltSite) -> None:
    with phone(browser, VIETNAMESE) as page:
        open_lesson(page, talking, "lessons/goi.html")
        page.locator(".listen").click()
        page.wait_for_function("heard.length === 1")
        page.evaluate("localStorage.removeItem('silent')")
        open_lesson(page, talking, "index.html")
        assert page.evaluate("localStorage.getItem('silent')") == "Gọi video"


def test_buttons_are_large_and_fit_the_smallest_screen(
    browser: Browser, talking: BuiltSite
) -> None:
    with phone(browser, VIETNAMESE, width=320) as page:
        open_lesson(page, talking, "lessons/goi.html")
        page.locator(".listen").click()
        bar = page.locator(".bar")
        expect(bar).to_be_in_viewport(ratio=0.95)
        for button in bar.locator("button").all():
            box = button.bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= 48
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 320


def test_a_real_voice_reads_the_lesson_to_its_end(browser: Browser, talking: BuiltSite) -> None:
    with speak() as given:
        chromium = browser.browser_type.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--enable-speech-dispatcher"],
            ignore_default_args=["--mute-audio"],  # which takes all voices away
            env=dict(given),
        )
        page = chromium.new_page()
        page.add_init_script(BEGIN)
        page.add_init_script(COUNT)
        open_lesson(page, talking, "lessons/goi.html")
        # The service has thousands of voices, and Chromium asks for each.
        page.locator(".listen").click(timeout=60_000)
        page.wait_for_selector("#b1.heard")
        page.wait_for_selector("#b2.heard")
        page.wait_for_selector(".bar", state="hidden")
        ended = page.evaluate("ended")
        chromium.close()
    assert [text.replace("\u2011", "-") for text, _ in ended[: len(READ)]] == [
        text for text, _ in READ
    ]
    assert " ".join(text for text, _ in ended[len(READ) :]) == LONG
    assert all(language.lower().startswith("vi") for _, language in ended)


def test_never_two_voices_at_once(browser: Browser, talking: BuiltSite) -> None:
    with phone(browser, VIETNAMESE) as page:
        open_lesson(page, talking, "lessons/goi.html")
        page.locator(".listen").click()
        page.wait_for_function("heard.length === 1")
        page.evaluate("localStorage.removeItem('silent')")
        film_of_step, sound = page.locator("#b1 video").first, page.locator("#b1 audio")
        film_of_step.evaluate("it => it.play()")
        page.wait_for_function("localStorage.getItem('silent')")
        expect(page.locator(".bar")).to_be_hidden()
        sound.evaluate("it => it.play()")
        expect(page.locator(".bar")).to_be_visible()
        assert film_of_step.evaluate("it => it.paused")
        page.locator(".listen").click()
        assert sound.evaluate("it => it.paused")
        expect(page.locator(".bar button").first).to_have_text("Tạm dừng")
        assert len(read_heard(page)) == 2


def test_where_people_recorded_the_lesson_no_machine_is_offered(
    browser: Browser, talking: BuiltSite
) -> None:
    with phone(browser, VIETNAMESE) as page:
        open_lesson(page, talking, "lessons/quay.html")
        page.wait_for_load_state("networkidle")
        assert page.locator(".listen").count() == 0
        assert page.locator("audio").count() == 1


def test_a_recording_marks_its_steps_and_can_be_slowed(
    browser: Browser, talking: BuiltSite
) -> None:
    with phone(browser) as page:
        open_lesson(page, talking, "lessons/quay.html")
        sound = page.locator("audio")
        assert sound.get_attribute("data-steps") == "1 2.5"
        page.locator("details:has(audio) summary").click()
        page.wait_for_function("document.querySelector('.bar')")
        expect(page.locator(".bar")).to_be_hidden()
        sound.evaluate("it => it.play()")
        expect(page.locator(".bar")).to_be_visible()
        assert page.locator(".heard").count() == 0
        expect(page.locator("#b1")).to_have_class(re.compile("heard"))
        page.locator(".bar button").nth(2).click()
        assert sound.evaluate("it => it.playbackRate") == 0.75
        expect(page.locator("#b2")).to_have_class(re.compile("heard"))
        assert sound.evaluate("it => it.currentTime") >= 2.5
        page.locator(".bar button").first.click()
        expect(page.locator(".bar button").first).to_have_text("Nghe tiếp")
        assert sound.evaluate("it => it.paused")
        page.locator(".bar button").first.click()
        # The end ends everything.
        expect(page.locator(".bar")).to_be_hidden()
        assert page.locator(".heard").count() == 0


def test_without_scripts_the_recording_is_there_and_no_empty_button(
    browser: Browser, talking: BuiltSite
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    open_lesson(page, talking, "lessons/goi.html")
    expect(page.locator(".listen")).to_be_hidden()
    open_lesson(page, talking, "lessons/quay.html")
    page.locator("details:has(audio) summary").click()
    expect(page.locator("audio")).to_be_visible()
    context.close()
