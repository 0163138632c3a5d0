"""The search as learners use it: from a stick and from a kiosk, with their spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from built_sites import BuildOnce, BuiltSite
from kiosk_server import KIOSK, Server, serve
from needed import require_nginx
from playwright.sync_api import Browser, Page, expect
from search_site import MANY, write_search_site
from visiting import open_page, watch

ANSWER = "#said > span:not([hidden])"


@pytest.fixture(scope="session")
def searched(build_once: BuildOnce) -> BuiltSite:
    """The site made for searching."""
    return build_once("search", write_search_site)


@pytest.fixture(scope="session")
def search_server(
    searched: BuiltSite, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The same at a kiosk, under a path."""
    require_nginx()
    folders = {"/hoc/": searched.folder}
    with serve(folders, searched.languages, tmp_path_factory.mktemp("nginx") / "state") as server:
        yield server


@pytest.fixture(params=["stick", "kiosk"])
def base(request: pytest.FixtureRequest, searched: BuiltSite) -> str:
    """Where the site is opened."""
    if request.param == "stick":
        return searched.folder.as_uri() + "/"
    server: Server = request.getfixturevalue("search_server")
    return server.url("hoc/", host=KIOSK)


@pytest.fixture
def stick(searched: BuiltSite) -> str:
    """The site on a stick."""
    return searched.folder.as_uri() + "/"


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    with open_page(browser) as page:
        yield page


def find(tab: Page, page_url: str, query: str) -> list[str]:
    """The titles that a query shows, in their order."""
    tab.goto(f"{page_url}?q={quote(query)}")
    tab.locator(ANSWER).wait_for()
    return tab.locator("#found b").all_inner_texts()


QUERIES = {
    "as it is written": ("thanh toán điện", ["Thanh toán tiền điện"]),
    "without marks": ("thanh toan dien", ["Thanh toán tiền điện"]),
    "without some marks": ("thanh toán dien", ["Thanh toán tiền điện"]),
    "capitals and signs": ("THANH TOÁN, ĐIỆN!", ["Thanh toán tiền điện"]),
    "combining marks": ("thanh toa\u0301n", ["Thanh toán tiền điện"]),
    "a letter too many": ("thanhh toan tien", ["Thanh toán tiền điện"]),
    "a letter too few": ("thah toan tien", ["Thanh toán tiền điện"]),
    "a wrong letter": ("thamh toan tien", ["Thanh toán tiền điện"]),
    "letters that changed places": ("htanh toan tien", ["Thanh toán tiền điện"]),
    "the first letter missing": ("huyển khoản", ["Quét mã QR"]),
    "a wrong tone": ("chuyễn khoãn", ["Quét mã QR"]),
    "a beginning": ("chuy", ["Quét mã QR"]),
    "a beginning with marks": ("chuyể", ["Quét mã QR"]),
    "a beginning whose marks are still to come": ("chuyên", ["Quét mã QR"]),
    "a synonym": ("hoá đơn", ["Thanh toán tiền điện"]),
    "an abbreviation": ("ck", ["Quét mã QR"]),
    "the words of the easy version": ("nút xanh", ["Thanh toán tiền điện"]),
    "a step": ("bản đồ", ["Đo diện tích ruộng"]),
    "joined by a hyphen": ("hécta", ["Đo diện tích ruộng"]),
    "marks alone differ": ("điện", ["Thanh toán tiền điện"]),
    "another word with these letters": ("diện", ["Đo diện tích ruộng"]),
    "title before keywords": ("mặt", ["Gọi cho má"]),
    "words of which only most are there": ("thanh toán nhanh gọn", ["Thanh toán tiền điện"]),
}


@pytest.mark.parametrize(("query", "titles"), QUERIES.values(), ids=QUERIES.keys())
def test_query_finds_its_lesson_and_no_other(
    tab: Page, base: str, query: str, titles: list[str]
) -> None:
    assert find(tab, base + "find.html", query) == titles


def test_words_written_as_typed_come_before_those_with_marks(tab: Page, base: str) -> None:
    titles = find(tab, base + "find.html", "ma")
    assert titles[0] == "Tránh xa ma tuý"
    assert set(titles[1:]) >= {"Quét mã QR", "Gọi cho má"}


def test_a_word_with_its_marks_finds_no_word_with_others(tab: Page, stick: str) -> None:
    assert find(tab, stick + "find.html", "mã ") == ["Quét mã QR"]


def test_titles_come_before_what_stands_in_the_lesson(tab: Page, stick: str) -> None:
    titles = find(tab, stick + "find.html", "goi ")
    assert titles[0] == "Gọi cho má"


def test_english_words_forgive_one_letter(tab: Page, stick: str) -> None:
    page = stick + "en/find.html"
    assert find(tab, page, "electrcity") == ["Pay the power bill"]
    assert find(tab, page, "field") == ["Measure a field"]
    assert tab.locator("#said").inner_text() == "Lessons found: 1."


@pytest.mark.parametrize(
    ("language", "query", "titles"),
    [
        ("hmn", "ntawv", ["Nyeem ntawv"]),
        ("hmn", "ntawm", ["Ntawm tsev"]),
        ("hmn", "ntaws ", []),
        ("hmn", "nyee", ["Nyeem ntawv"]),
        ("tyz", "slư", ["Toọc slư"]),
        ("tyz", "slu", ["Toóc slu"]),
        ("tyz", "toọc ", ["Toọc slư"]),
        ("tyz", "tooc", []),
    ],
)
def test_words_of_small_languages_are_never_taken_for_others(
    tab: Page, stick: str, language: str, query: str, titles: list[str]
) -> None:
    assert find(tab, f"{stick}{language}/find.html", query) == titles


def test_untranslated_lessons_are_found_by_their_vietnamese_words_and_say_so(
    tab: Page, stick: str
) -> None:
    assert find(tab, stick + "hmn/find.html", "thanh toan") == ["Thanh toán tiền điện"]
    card = tab.locator("#found a")
    assert card.locator("b").get_attribute("lang") == "vi"
    assert "chưa dịch" in card.inner_text()
    card.click()
    expect(tab).to_have_url(stick + "hmn/lessons/dien.html")


def test_fixture_of_small_letters_is_searched_in_its_own_letters(
    languages: BuiltSite, tab: Page
) -> None:
    base = languages.folder.as_uri()
    assert find(tab, f"{base}/hmn/find.html", "aw") == ["a b c"]
    assert find(tab, f"{base}/hmn/find.html", "rua tay") == ["Rửa tay"]
    assert find(tab, f"{base}/blt/find.html", "ꪀꪰ") == ["ꪀ ꪁ ꪂ"]
    assert find(tab, f"{base}/blt/find.html", "ꪀꪱꪱ") == []


def test_a_found_lesson_shows_picture_title_minutes_size_and_group(
    tab: Page, base: str, searched: BuiltSite
) -> None:
    find(tab, base + "find.html", "thanh toan dien")
    card = tab.locator("#found a")
    text = next(one for one in searched.catalogue["lessons"] if one["slug"] == "dien")["texts"][0]
    megabytes = float(card.locator("small span").nth(1).inner_text().split()[0].replace(",", "."))
    assert card.locator("b").inner_text() == "Thanh toán tiền điện"
    assert card.locator("small").inner_text().split("\n")[0].startswith("7 phút")
    assert card.locator("small span").last.inner_text() == "Học sinh"
    assert megabytes == pytest.approx(text["default_path_bytes"] / 1e6, rel=0.05)
    assert card.locator("img").evaluate("img => img.decode().then(() => img.naturalWidth)")
    card.click()
    expect(tab).to_have_url(base + "lessons/dien.html")
    assert tab.locator("h1").inner_text() == "Thanh toán tiền điện"


def test_a_lesson_without_a_picture_has_none(tab: Page, stick: str) -> None:
    find(tab, stick + "find.html", "ma tuý")
    assert tab.locator("#found img").count() == 0


def test_typing_searches_and_tells_the_count_aloud(tab: Page, base: str) -> None:
    tab.goto(base + "find.html")
    tab.locator("#q").press_sequentially("chuyen khoan", delay=20)
    expect(tab.locator("#found b")).to_have_text(["Quét mã QR"])
    said = tab.locator("#said")
    assert said.inner_text() == "Thấy 1 bài học."
    assert said.get_attribute("role") == "status"
    assert said.get_attribute("aria-live") == "polite"
    tab.locator("#q").fill("")
    expect(tab.locator("#found li")).to_have_count(0)
    expect(tab.locator(ANSWER)).to_have_count(0)


def test_last_query_wins_however_fast_one_types(tab: Page, base: str) -> None:
    tab.goto(base + "find.html")
    for query in ("thuốc", "chuyen khoan", "thanh toan", "ma tuy"):
        tab.locator("#q").fill(query)
    expect(tab.locator("#found b")).to_have_text(["Tránh xa ma tuý"])


def test_back_from_a_lesson_shows_the_same_search(tab: Page, base: str) -> None:
    tab.goto(base + "find.html")
    tab.locator("#q").fill("ban do")
    tab.locator("#found a").click()
    expect(tab.locator("h1")).to_have_text("Đo diện tích ruộng")
    tab.go_back()
    expect(tab.locator("#q")).to_have_value("ban do")
    expect(tab.locator("#found b")).to_have_text(["Đo diện tích ruộng"])


def test_enter_key_leaves_the_page_where_it_is(tab: Page, base: str) -> None:
    tab.goto(base + "find.html")
    tab.locator("#q").fill("ban do")
    tab.locator("#q").press("Enter")
    expect(tab.locator("#found b")).to_have_text(["Đo diện tích ruộng"])
    assert tab.locator("#q").input_value() == "ban do"


def test_many_lessons_are_shown_some_at_a_time_and_the_keyboard_goes_on_from_there(
    tab: Page, base: str
) -> None:
    find(tab, base + "find.html", "thuoc la")
    assert tab.locator("#said").inner_text() == f"Thấy {MANY} bài học."
    counts = [tab.locator("#found li").count()]
    while tab.locator("#more").is_visible():
        tab.locator("#more").click()
        expect(tab.locator(f"#found li:nth-child({counts[-1] + 1}) a")).to_be_focused()
        counts.append(tab.locator("#found li").count())
    assert counts == [4, 8, 16, MANY]
    titles = tab.locator("#found b").all_inner_texts()
    assert len(set(titles)) == MANY


HOSTILE = {
    "markup": "<script>alert(1)</script>",
    "an image": "<img src=x onerror=alert(1)>",
    "ten thousand letters": "ả" * 10_000,
    "ten thousand words": "ma " * 10_000,
    "emoji": "👨‍👩‍👧‍👦 🪷🪷",
    "half an emoji": "\ud83d",
    "regular expression signs": r"(.*)+[^a]{2,}$ \\u{41} \p{L}",
    "signs alone": "?!…—",
    "names of objects": "constructor __proto__ toString hasOwnProperty",
    "marks alone": "\u0301\u0323\u0306",
    "zero": "\x00 \u200b \ufeff",
    "percent signs": "100 %E0%A4%A %",
    "placeholders": "{} {count} $& $1",
}


@pytest.mark.parametrize("query", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_query_breaks_the_page(browser: Browser, stick: str, query: str) -> None:
    with watch(browser) as watched:
        tab = watched.page
        assert not watched.visit(stick + "find.html")
        tab.locator("#q").evaluate("(box, text) => { box.value = text; box.oninput() }", query)
        tab.locator(ANSWER).wait_for()
        assert not watched.said
        assert not tab.evaluate("() => window.brokenPolicy")
        assert not tab.locator("#found script, #said script, #said img").count()
        tab.locator("#q").fill("ban do")
        expect(tab.locator("#found b")).to_have_text(["Đo diện tích ruộng"])


@pytest.mark.parametrize("address", ["?q=%E0%A4%A", "?q=%00", "?q", "?q=" + "x" * 5000, "?q=1#q"])
def test_no_address_breaks_the_page(browser: Browser, base: str, address: str) -> None:
    with watch(browser) as watched:
        assert not watched.visit(base + "find.html" + address)
        watched.page.locator("#q").fill("ban do")
        expect(watched.page.locator("#found b")).to_have_text(["Đo diện tích ruộng"])
        assert not watched.said


@pytest.mark.parametrize("language", ["", "en/"])
def test_nothing_found_is_said_kindly_above_the_topics(
    shipped: BuiltSite, tab: Page, language: str
) -> None:
    assert find(tab, f"{shipped.folder.as_uri()}/{language}find.html", "qwrtpsdf") == []
    words = {"": "Chưa thấy bài nào.", "en/": "No lesson found yet."}
    assert tab.locator("#said").inner_text().startswith(words[language])
    assert tab.locator("h2 ~ a.button").first.is_visible()


def test_scripts_that_do_not_come_are_told_and_asked_for_again(
    tab: Page, searched: BuiltSite, search_server: Server
) -> None:
    tab.route("**/assets/find/*", lambda route: route.abort())
    tab.goto(search_server.url("hoc/find.html", host=KIOSK))
    tab.locator("#q").fill("ban do")
    expect(tab.locator(ANSWER)).to_contain_text("Mạng đang yếu")
    tab.unroute("**/assets/find/*")
    tab.locator("#q").fill("ban do ")
    expect(tab.locator("#found b")).to_have_text(["Đo diện tích ruộng"])


@pytest.mark.parametrize("language", ["", "en/"])
def test_without_scripts_the_topics_lead_to_their_lessons(
    browser: Browser, base: str, language: str
) -> None:
    with open_page(browser, scripts=False) as tab:
        tab.goto(f"{base}{language}index.html")
        tab.locator("header a[href='find.html']").click()
        assert not tab.locator("#q").is_visible()
        topics = tab.locator("h2 ~ a.button")
        names = {"": ["Tiền bạc", "Máy móc"], "en/": ["Money", "Machines"]}[language]
        assert topics.all_inner_texts() == names
        topics.first.click()
        expect(tab).to_have_url(f"{base}{language}topics.html#tien")
        assert tab.locator("#tien").is_visible()


def test_every_learner_page_leads_to_the_search_of_its_language(shipped: BuiltSite) -> None:
    for page in shipped.pages:
        html = (shipped.folder / page.url).read_text("utf-8")
        link = re.search(r'<a class="seek" href="([^"]+)"', html)
        assert link is not None, page.url
        assert link[1].endswith("find.html"), page.url


def test_search_in_both_languages_of_the_shipped_site(shipped: BuiltSite, tab: Page) -> None:
    base = shipped.folder.as_uri()
    assert "Nhận biết lừa đảo qua điện thoại" in find(tab, f"{base}/find.html", "lua dao")
    assert find(tab, f"{base}/find.html", "wifi")[0] == "Kết nối Wi-Fi ở nhà văn hoá"
    assert find(tab, f"{base}/find.html", "chu ky so")[0] == "Ký văn bản bằng chữ ký số"
    assert "Recognise scams on the phone" in find(tab, f"{base}/en/find.html", "scam")


def test_who_chose_easy_versions_is_led_to_them(tab: Page, stick: str) -> None:
    tab.goto(stick + "lessons/dien.html")
    tab.locator("article > a.button[data-simple]").click()
    find(tab, stick + "find.html", "thanh toan")
    assert tab.locator("#found a").get_attribute("href") == "lessons/dien.simple.html"
