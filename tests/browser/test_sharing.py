"""Sharing a lesson: codes that a camera reads, previews that messengers show, the phone's own way.

Codes are drawn by Chromium and read by a decoder (zxing), as a camera's would.
"""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path

import pytest
import zxingcpp
from built_sites import BuildOnce, BuiltSite
from clip_site import GROUPS, SETTINGS, film
from kiosk_server import KIOSK, Server, serve
from needed import require_nginx
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from visiting import BEGIN

from hatgiong.languages import find_locale
from tiny_site import TinySite

SITE_URL = "https://xa.example.vn/hoc"
KIOSK_URL = "http://10.0.0.1/"
TEXT = "---\ntitle: {title}\n{more}---\n## Một\n\n{body}\n"
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><path d="M0 0h9v9z"/></svg>'
PHOTO = "![Một tấm ảnh](anh.jpg)"
DRAWING = "![Một hình vẽ](ve.svg)"


def write_site(folder: Path, *, site_url: str = "", kiosk_url: str = "") -> None:
    """Three lessons: filmed, photographed, drawn."""
    site = TinySite(folder)
    settings = f"site_url: {site_url}\n" if site_url else ""
    settings += SETTINGS
    if kiosk_url:
        settings += f"      kiosk_url: {kiosk_url}\n"
    site.write("mkdocs.yml", settings)
    site.write("content/groups.yml", GROUPS)
    for slug, more, body in (
        ("quay", "summary: Học “gọi” & xem.\n", "Chữ."),
        ("chup", "", PHOTO),
        ("ve", "", DRAWING),
    ):
        clip = "clip: {vi: clip.mp4}\n" if slug == "quay" else ""
        site.write(f"content/lessons/{slug}/lesson.yml", f"groups: [nguoi-dan]\n{clip}")
        text = TEXT.format(title=f"Bài {slug}", more=more, body=body)
        site.write(f"content/lessons/{slug}/index.vi.md", text)
    site.write("content/lessons/quay/index.en.md", TEXT.format(title="Film", more="", body="Text."))
    cues = "WEBVTT\n\n00:00.000 --> 00:02.000\nXin chào bà con.\n"
    site.write("content/lessons/quay/captions.vi.vtt", cues)
    film(folder / "content/lessons/quay/clip.mp4", "testsrc2=s=426x240:r=10:d=2")
    site.write("content/lessons/ve/ve.svg", PICTURE)
    photo = io.BytesIO()
    Image.effect_noise((640, 480), 40).save(photo, "jpeg")
    site.write("content/lessons/chup/anh.jpg", photo.getvalue())


@pytest.fixture(scope="session")
def shared(build_once: BuildOnce) -> BuiltSite:
    """A site that knows both of its addresses."""
    return build_once("shared", lambda to: write_site(to, site_url=SITE_URL, kiosk_url=KIOSK_URL))


@pytest.fixture(scope="session")
def unnamed(build_once: BuildOnce) -> BuiltSite:
    """The same site, which knows neither."""
    return build_once("unnamed", write_site)


@pytest.fixture(scope="session")
def shared_server(shared: BuiltSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    require_nginx()
    folders = {"/": shared.folder}
    with serve(folders, shared.languages, tmp_path_factory.mktemp("nginx") / "state") as server:
        yield server


class _Metas(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "meta" and (name := given.get("property")):
            assert name not in self.found
            self.found[name] = given["content"] or ""


def read_preview(site: BuiltSite, uri: str) -> dict[str, str]:
    """A page's Open Graph properties, as a messenger's robot reads them."""
    metas = _Metas()
    metas.feed((site.folder / uri).read_text("utf-8"))
    return metas.found


@contextmanager
def tab(browser: Browser, *scripts: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 320, "height": 640}, color_scheme="dark")
    try:
        page = context.new_page()
        for script in (BEGIN, *scripts):
            page.add_init_script(script)
        yield page
    finally:
        context.close()


@pytest.mark.parametrize(
    "uri", ["lessons/quay.html", "en/lessons/quay.html", "lessons/chup.html", "en/lessons/ve.html"]
)
def test_codes_lead_to_the_page_that_shows_them(
    uri: str, browser: Browser, shared: BuiltSite
) -> None:
    with tab(browser) as page:
        page.goto((shared.folder / uri).as_uri())
        page.locator(".share summary").click()
        codes = page.locator(".share img")
        expect(codes).to_have_count(2)
        read = []
        for code in codes.all():
            code.scroll_into_view_if_needed()
            code.evaluate("it => it.decode()")
            picture = Image.open(io.BytesIO(code.screenshot()))
            found = zxingcpp.read_barcodes(picture)
            read += [one.text for one in found]
            assert code.get_attribute("alt")
        said = page.locator(".share b").all_inner_texts()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert read == [KIOSK_URL + uri, f"{SITE_URL}/{uri}"]
    assert said == read


def test_codes_are_asked_for_only_when_somebody_wants_them(
    browser: Browser, shared_server: Server
) -> None:
    with tab(browser) as page:
        page.goto(shared_server.url("lessons/ve.html", host=KIOSK))
        page.wait_for_load_state("networkidle")
        page.mouse.wheel(0, 5000)
        page.wait_for_timeout(300)
        assert not [one for one in shared_server.asked_paths() if "/qr." in one]
        page.locator(".share summary").click()
        page.locator(".share img").last.scroll_into_view_if_needed()
        page.locator(".share img").last.evaluate("it => it.decode()")
        assert [one for one in shared_server.asked_paths() if "/qr." in one]


def test_codes_are_light_compressed_and_told_in_the_catalogue(shared: BuiltSite) -> None:
    rows = [row for lesson in shared.catalogue["lessons"] for row in lesson["qr_codes"]]
    assert len({row["url"] for row in rows}) == len(rows) == 2 * 2 * 3
    for row in rows:
        content = (shared.folder / row["url"]).read_bytes()
        zipped = shared.folder / f"{row['url']}.gz"
        assert gzip.decompress(zipped.read_bytes()) == content
        assert row["gzip_bytes"] == zipped.stat().st_size < 1000
        # Named by what it holds, as servers expect of what they let phones keep for a year.
        assert re.search(r"/qr\.[0-9a-f]{8}\.svg$", row["url"])


def test_a_site_without_an_address_offers_no_codes_and_no_preview(unnamed: BuiltSite) -> None:
    for page in unnamed.pages:
        html = (unnamed.folder / page.url).read_text("utf-8")
        assert 'class="share"' not in html
        assert "og:" not in html
    assert not list(unnamed.folder.rglob("qr.*"))


def test_previews_have_whole_addresses_and_a_picture_that_messengers_show(
    shared: BuiltSite,
) -> None:
    filmed = read_preview(shared, "lessons/quay.html")
    assert filmed["og:title"] == "Bài quay"
    assert filmed["og:description"] == "Học “gọi” & xem."
    assert filmed["og:url"] == f"{SITE_URL}/lessons/quay.html"
    assert filmed["og:locale"] == "vi_VN"
    photographed = read_preview(shared, "lessons/chup.html")
    for preview in (filmed, photographed):
        start, _, path = preview["og:image"].partition(f"{SITE_URL}/")
        assert start == ""
        with Image.open(shared.folder / path) as picture:
            assert picture.format == "JPEG"
            assert picture.width >= 200
    assert "og:image" not in read_preview(shared, "lessons/ve.html")


def test_previews_say_which_language_is_really_shown(shared: BuiltSite) -> None:
    assert read_preview(shared, "en/lessons/quay.html")["og:locale"] == "en_US"
    fallback = read_preview(shared, "en/lessons/ve.html")
    assert fallback["og:locale"] == "vi_VN"
    assert fallback["og:url"] == f"{SITE_URL}/en/lessons/ve.html"


def test_every_page_but_the_one_that_is_nowhere_has_a_preview(shared: BuiltSite) -> None:
    for page in shared.pages:
        preview = read_preview(shared, page.url)
        if page.kind == "not-found":
            assert not preview
        else:
            assert preview["og:url"] == f"{SITE_URL}/{page.url}"
            assert preview["og:title"]


def test_the_land_of_a_small_language_is_not_guessed() -> None:
    assert find_locale("vi") == "vi_VN"
    assert find_locale("en") == "en_US"
    assert find_locale("hmn") == "hmn"


SHARE = (
    "Object.defineProperty(navigator, 'share', {value: it => Promise.resolve(window.sent = it)})"
)


def test_the_phone_s_own_way_is_offered_where_there_is_one(
    browser: Browser, unnamed: BuiltSite
) -> None:
    """Chromium without a screen has no `navigator.share`; the page is given one that tells what
    it was asked to pass on."""
    address = (unnamed.folder / "lessons/ve.html").as_uri()
    with tab(browser) as page:
        page.goto(address)
        expect(page.locator("[data-share]")).to_be_hidden()
    with tab(browser, SHARE) as page:
        page.goto(address)
        button = page.locator("[data-share]")
        button.click()
        sent = page.evaluate("window.sent")
        box = button.bounding_box()
        assert box
        assert box["height"] >= 48
        assert page.evaluate("url => new URL(url, location.href).href", sent["url"]) == address
        assert sent["title"].startswith("Bài ve")
