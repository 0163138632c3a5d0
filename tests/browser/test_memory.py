"""What a phone remembers: steps, answers, who learns, the size of letters; and how it forgets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from built_sites import BuiltSite
from kiosk_server import KIOSK, Server
from playwright.sync_api import Browser, Page
from visiting import open_page

LESSON, COURSE = "lessons/thanh-toan-qr.html", "courses/nguoi-dan.html"
READ = "() => JSON.parse(localStorage.getItem('hatgiong'))"
WRITE = "text => localStorage.setItem('hatgiong', text)"
FILL = """() => {
  let size = 1 << 22;
  for (let number = 0; size > 1; number++)
    try { localStorage.setItem('full' + number, 'x'.repeat(size)); } catch (error) { size >>= 1; }
}"""
IS_WIDER = "() => document.documentElement.scrollWidth > innerWidth"

BREAK_VOICE = """
Object.defineProperty(window, 'speechSynthesis', {get() { throw Error('no voice'); }});
"""


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A tab that must not report any error."""
    with open_page(browser, width=320) as page:
        said: list[str] = []
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda message: said.append(message.text))
        yield page
        assert said == []


@pytest.fixture(params=["file", "root", "sub-path"])
def start(request: pytest.FixtureRequest, shipped: BuiltSite) -> str:
    """Where the site stands: on a stick, at a kiosk's root, below another address."""
    if request.param == "file":
        return shipped.folder.as_uri() + "/"
    kiosk: Server = request.getfixturevalue("kiosk")
    path = "" if request.param == "root" else "hoc/"
    return kiosk.url(path, host=KIOSK)


def press_steps(tab: Page, *numbers: int) -> None:
    for number in numbers:
        tab.click(f"#b{number} .did")


def read_card(tab: Page, slug: str) -> str:
    return tab.inner_text(f".lessons a[href*='{slug}']")


def test_steps_that_were_done_are_marked_in_the_course_and_at_home(start: str, tab: Page) -> None:
    tab.goto(start + "index.html")
    assert not tab.is_visible(".again")
    tab.goto(start + LESSON)
    press_steps(tab, 1, 2)
    tab.goto(start + COURSE)
    assert "Đã làm 2/7 bước" in read_card(tab, "thanh-toan-qr")
    assert "Đã làm" not in read_card(tab, "ket-noi-wifi")
    tab.click(".brand")
    tab.wait_for_selector(".again:visible")
    assert tab.inner_text(".again") == "Học tiếp: Trả tiền và nhận tiền bằng mã QR"
    tab.click(".again")
    assert tab.url == start + LESSON + "#b3"
    assert tab.get_attribute("#b2 .did", "aria-pressed") == "true"
    assert tab.get_attribute("#b3 .did", "aria-pressed") == "false"
    press_steps(tab, 2, 3, 4, 5, 6, 7, 2)
    tab.goto(start + "en/" + COURSE)
    assert "Finished" in read_card(tab, "thanh-toan-qr")


def test_answers_are_counted_kindly_and_can_be_given_again(kiosk: Server, tab: Page) -> None:
    tab.goto(kiosk.url(LESSON, host=KIOSK))
    quizzes = tab.locator(".quiz[role]")
    for number in range(quizzes.count()):
        assert not tab.is_visible("[role=status]:not(:empty)")
        quizzes.nth(number).locator("label").first.click()
    assert tab.inner_text(".q[role=status]") == "Đúng 1 trên 3 câu."
    wrong = quizzes.nth(0).locator(".no:visible a")
    assert wrong.inner_text() == "Đọc lại bước 3"
    wrong.click()
    assert tab.url.endswith("#b3")
    for number in range(quizzes.count()):
        right = quizzes.nth(number).locator("div:has(> .tip) label")
        right.click()
    assert tab.inner_text(".q[role=status]") == "Đúng 3 trên 3 câu."
    assert tab.evaluate(READ)["people"][0]["done"]["thanh-toan-qr"]["q"] == [3, 3]
    tab.click("text=Làm lại từ đầu")
    assert tab.locator(".quiz :checked").count() == 0
    assert tab.evaluate("() => document.activeElement.name") == "q1"


def test_learners_who_share_a_phone_choose_a_picture(kiosk: Server, tab: Page) -> None:
    tab.goto(kiosk.url(LESSON, host=KIOSK))
    press_steps(tab, 1)
    tab.goto(kiosk.url("mine.html", host=KIOSK))
    tab.click(".faces button:has-text('Con cá')")
    tab.wait_for_selector(".faces [aria-pressed=true]:has-text('Con cá')")
    tab.goto(kiosk.url(COURSE, host=KIOSK))
    assert "Đã làm" not in read_card(tab, "thanh-toan-qr")
    tab.goto(kiosk.url("mine.html", host=KIOSK))
    assert not tab.is_visible(".record")
    tab.click(".faces button:has-text('Bông hoa')")
    tab.wait_for_selector(".record:visible")
    erase, sure = tab.locator(".erase").all()
    assert not sure.is_visible()
    erase.click()
    with tab.expect_navigation():
        sure.click()
    assert not tab.is_visible(".record")
    assert [one["face"] for one in tab.evaluate(READ)["people"]] == [2]


def test_a_record_says_that_it_is_not_official_and_prints_alone(
    kiosk: Server, shipped: BuiltSite, tab: Page
) -> None:
    course = next(one for one in shipped.catalogue["courses"] if one["group"] == "nguoi-dan")
    tab.goto(kiosk.url(LESSON, host=KIOSK))
    press_steps(tab, 1, 2, 3, 4, 5, 6, 7)
    tab.goto(kiosk.url("mine.html", host=KIOSK))
    record = tab.locator(".record:visible").first
    words = record.inner_text()
    assert f"Đã học xong 1 trên {len(course['lessons'])} bài." in words
    assert "không phải chứng nhận chính thức" in words
    assert "Trả tiền và nhận tiền bằng mã QR\n7/7 bước" in words
    tab.evaluate("() => { window.print = () => {}; }")  # a window that nobody could close
    record.locator("button").click()
    tab.emulate_media(media="print")
    assert tab.locator("main > :visible").count() == 1
    assert "Người hướng dẫn" in record.inner_text()


@pytest.mark.parametrize(
    "kept",
    ["", "null", "5", "[]", "{", '{"v": 1}', '{"v": 2, "who": 0, "people": [{"done": {}}]}',
     '{"v": 1, "who": 7, "people": [{"done": {}}]}', '{"v": 1, "who": 0, "people": []}',
     '{"v": 1, "who": 0, "people": [{"done": {"thanh-toan-qr": 5}}]}',
     '{"v": 1, "who": 0, "people": [{"done": {"thanh-toan-qr": {"s": "x"}}}], "size": "x"}',
     '{"v": 1, "who": 0, "people": [null]}', '{"v": 1, "who": 0, "people": [{"done": []}]}'],
)  # fmt: skip
def test_nonsense_that_was_kept_is_forgotten(kept: str, kiosk: Server, tab: Page) -> None:
    tab.goto(kiosk.url("404.html", host=KIOSK))
    tab.evaluate(WRITE, kept)
    for url in ("/index.html", "/mine.html", COURSE, LESSON):
        tab.goto(kiosk.url(url.lstrip("/"), host=KIOSK))
    press_steps(tab, 1)
    tab.reload()
    assert tab.get_attribute("#b1 .did", "aria-pressed") == "true"


def test_answers_that_make_no_sense_leave_the_record_whole(kiosk: Server, tab: Page) -> None:
    tab.goto(kiosk.url("404.html", host=KIOSK))
    done = (
        '{"thanh-toan-qr": {"t": "A", "s": [1], "q": 5}, "goi-zalo": {"t": "B", "n": 9, "s": [1]}}'
    )
    tab.evaluate(WRITE, f'{{"v": 1, "who": 0, "people": [{{"face": 0, "done": {done}}}]}}')
    tab.goto(kiosk.url("mine.html", host=KIOSK))
    assert tab.locator(".record:visible li").all_inner_texts() == ["B\n1/9 bước"]


def test_a_part_that_fails_stops_no_other(kiosk: Server, browser: Browser) -> None:
    with open_page(browser) as page:
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.add_init_script(BREAK_VOICE)
        page.goto(kiosk.url(LESSON, host=KIOSK))
        page.click(".size")
        page.wait_for_function("() => document.documentElement.style.fontSize === '135%'")
        page.click(".try>.button")
        page.locator(".now").wait_for()
    assert len(said) == 1
    assert "no voice" in said[0]


def test_a_full_memory_only_forgets(kiosk: Server, tab: Page) -> None:
    tab.goto(kiosk.url("404.html", host=KIOSK))
    tab.evaluate(FILL)
    tab.goto(kiosk.url(LESSON, host=KIOSK))
    press_steps(tab, 1)
    assert tab.get_attribute("#b1 .did", "aria-pressed") == "true"
    tab.click(".size")
    tab.goto(kiosk.url("mine.html", host=KIOSK))
    assert tab.is_visible(".lost")
    assert not tab.is_visible(".faces")


def test_without_a_memory_everything_can_be_read_and_answered(kiosk: Server, tab: Page) -> None:
    """As in captive windows: a frame without an origin has no localStorage."""
    tab.set_content(
        f'<iframe sandbox="allow-scripts" src="{kiosk.url(LESSON, host=KIOSK)}"></iframe>'
    )
    frame = tab.frame_locator("iframe")
    frame.locator("#b1 .did").click()
    assert frame.locator("#b1 .did").get_attribute("aria-pressed") == "true"
    quizzes = frame.locator(".quiz[role]")
    for number in range(quizzes.count()):
        quizzes.nth(number).locator("label").first.click()
    assert frame.locator(".q[role=status]").inner_text() == "Đúng 1 trên 3 câu."


def test_letters_grow_to_twice_their_size_and_stay_so(kiosk: Server, tab: Page) -> None:
    tab.goto(kiosk.url(LESSON, host=KIOSK))
    size = "() => parseFloat(getComputedStyle(document.body).fontSize)"
    sizes = [tab.evaluate(size)]
    for _ in range(3):
        tab.click(".size")
        tab.wait_for_function(f"before => ({size})() !== before", arg=sizes[-1])
        sizes.append(tab.evaluate(size))
        assert not tab.evaluate(IS_WIDER)
    assert sizes[0] == sizes[3] < sizes[1] < sizes[2]
    tab.click(".size")
    tab.wait_for_function(f"before => ({size})() !== before", arg=sizes[-1])
    tab.goto(kiosk.url("en/topics.html", host=KIOSK))
    assert tab.evaluate(size) == sizes[1]


def test_who_chose_the_easy_version_gets_it_from_then_on(kiosk: Server, tab: Page) -> None:
    tab.goto(kiosk.url(LESSON, host=KIOSK))
    tab.click("text=Bản dễ đọc")
    tab.goto(kiosk.url(COURSE, host=KIOSK))
    tab.click(".lessons a[href*='thanh-toan-qr']")
    assert tab.url.endswith("/lessons/thanh-toan-qr.simple.html")
    press_steps(tab, 1)
    tab.click("text=Bản đầy đủ")
    tab.goto(kiosk.url(COURSE, host=KIOSK))
    hrefs = tab.locator(".lessons a").evaluate_all("links => links.map(one => one.href)")
    assert not [href for href in hrefs if re.search("simple", href)]


def test_nothing_but_this_is_kept(kiosk: Server, tab: Page) -> None:
    tab.goto(kiosk.url(LESSON, host=KIOSK))
    press_steps(tab, 1)
    assert tab.evaluate("() => Object.keys(localStorage)") == ["hatgiong"]
    assert tab.evaluate("() => document.cookie") == ""
    assert json.dumps(tab.evaluate(READ), sort_keys=True, ensure_ascii=False) == (
        '{"people": [{"at": {"l": "vi", "t": "Trả tiền và nhận tiền bằng mã QR", "uri": '
        '"lessons/thanh-toan-qr.html#b2"}, "done": {"thanh-toan-qr": {"l": "vi", "n": 7, "s": [1], '
        '"t": "Trả tiền và nhận tiền bằng mã QR"}}, "face": 0}], "size": 0, "v": 1, "who": 0}'
    )
