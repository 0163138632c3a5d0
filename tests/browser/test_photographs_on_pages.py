"""Photographs on a page: a phone takes the one file that suits it, whatever its age."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from hatgiong.content import read_content
from hatgiong.project import read_project
from hatgiong.site.assemble import build_site
from hatgiong.site.compressed import write_file
from tiny_site import GROUPS, SETTINGS, TinySite

#: What a page may grow by for each photograph in it, with gzip.
MARKUP_BYTES = 90
PHOTOGRAPHS = 7
_READ = "() => [...document.images].map(one => one.currentSrc.split('/').pop())"
_LOAD = """async () => {
  for (const one of document.images) one.loading = 'eager';
  await Promise.all([...document.images].map(one => one.decode()));
}"""


def _take_photograph(number: int) -> bytes:
    """A photograph of 1400 by 1050 pixels, taken upright by a phone lying on its side."""
    scene = Image.effect_mandelbrot((1400, 1050), (-2 + number / 9, -1.5, 1, 1.5), 40)
    notes = Image.Exif()
    notes[0x0112], notes[0x010F] = 3, "SECRETPHONE"
    notes.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    scene.convert("RGB").save(out, "JPEG", exif=notes.tobytes())
    return out.getvalue()


@pytest.fixture(scope="module")
def photographs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small site whose lesson has seven photographs, one of them in a quiz."""
    site = TinySite(tmp_path_factory.mktemp("photographs") / "tiny")
    site.write("mkdocs.yml", SETTINGS)
    site.write("content/groups.yml", GROUPS)
    steps = [f"## Bước {n}\n\n![Chợ phiên]({n}.jpg)\n\nChữ.\n" for n in range(1, PHOTOGRAPHS)]
    quiz = "/// quiz\nHình nào?\n\n- [x] ![Chợ](7.jpg) Chợ\n- [ ] Không\n///\n"
    site.add_lesson("bai-tot", "\n".join([*steps, quiz]))
    for number in range(1, PHOTOGRAPHS + 1):
        site.write(f"content/lessons/bai-tot/{number}.jpg", _take_photograph(number))
    project = read_project(site.folder)
    outcome = build_site(
        project,
        read_content(project),
        today=date(2026, 11, 22),
        make_clips=lambda catalogue: ({}, []),
        find_handbook=lambda: None,
        workers=2,
    )
    assert [one for one in outcome.problems if one.level == "error"] == []
    assert outcome.is_published
    return project.site_dir


class _Quiet(SimpleHTTPRequestHandler):
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".avif": "image/avif"}  # noqa: RUF012

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture(scope="module")
def address(photographs: Path) -> Iterator[str]:
    handler = partial(_Quiet, directory=str(photographs))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()


@contextmanager
def _open_phone(browser: Browser, width: int, dots: float, url: str) -> Iterator[Page]:
    size = {"width": width, "height": 740}
    context = browser.new_context(viewport=size, device_scale_factor=dots)
    try:
        page = context.new_page()
        page.goto(url)
        yield page
    finally:
        context.close()


def _find_width(name: str) -> tuple[int, str]:
    match = re.fullmatch(r"\d\.(\d+)\.[0-9a-f]{8}\.(\w+)", name)
    assert match, name
    return int(match[1]), match[2]


@pytest.mark.parametrize(
    ("width", "dots", "expected"),
    [(320, 1, 320), (320, 2, 600), (360, 2, 600), (360, 3, 900), (412, 2.625, 900), (1280, 1, 600)],
)
def test_phone_fetches_the_avif_that_suits_its_screen_and_no_other_file(
    width: int, dots: float, expected: int, browser: Browser, address: str
) -> None:
    with _open_phone(browser, width, dots, "about:blank") as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}lessons/bai-tot.html")
        page.evaluate(_LOAD)
        page.wait_for_load_state("networkidle")
        names = [url.rpartition("/")[2] for url in asked if "/bai-tot/" in url]
        assert len(names) == PHOTOGRAPHS
        found = dict(zip(names, map(_find_width, names), strict=True))
        assert {kind for _, kind in found.values()} == {"avif"}
        in_quiz = {width for name, (width, _) in found.items() if name.startswith("7.")}
        in_steps = {width for name, (width, _) in found.items() if not name.startswith("7.")}
        assert in_steps == {expected}
        assert in_quiz == {320}


def test_browser_without_avif_takes_webp_and_an_old_one_jpeg(
    browser: Browser, address: str
) -> None:
    with _open_phone(browser, 360, 2, f"{address}lessons/bai-tot.html") as page:
        for kind in ("webp", "jpg"):
            page.evaluate(
                "document.querySelectorAll('source:first-child').forEach(s => s.remove())"
            )
            page.evaluate(_LOAD)
            names = [_find_width(name) for name in page.evaluate(_READ)]
            assert set(names) == {(600, kind), (320, kind)}
            assert page.evaluate("[...document.images].every(one => one.naturalWidth > 0)")


def test_lists_take_the_smallest_file(browser: Browser, address: str) -> None:
    with _open_phone(browser, 360, 3, f"{address}courses/nguoi-dan.html") as page:
        page.evaluate(_LOAD)
        assert [_find_width(name) for name in page.evaluate(_READ)] == [(320, "avif")]


def test_every_picture_stands_upright_in_its_frame_and_none_sticks_out(
    browser: Browser, address: str
) -> None:
    for width in (320, 800, 1280):
        with _open_phone(browser, width, 1, f"{address}lessons/bai-tot.html") as page:
            page.evaluate(_LOAD)
            sizes = page.evaluate(
                "() => [...document.images].map(one => [one.clientWidth, one.clientHeight])"
            )
            assert all(abs(w / h - 4 / 3) < 0.03 for w, h in sizes)
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_nothing_that_a_camera_wrote_is_in_the_site(photographs: Path) -> None:
    files = [one for one in photographs.rglob("*") if one.suffix in (".avif", ".webp", ".jpg")]
    assert len(files) == PHOTOGRAPHS * 9
    for one in files:
        content = one.read_bytes()
        assert b"SECRET" not in content
        assert b"Exif" not in content


def test_markup_of_photographs_costs_a_page_little(photographs: Path, tmp_path: Path) -> None:
    html = (photographs / "lessons/bai-tot.html").read_text("utf-8")
    bare = re.sub(r"<source[^>]*>|</?picture>", "", html)
    with_sources = write_file(tmp_path / "with.html", html.encode(), "fast").gzip
    without = write_file(tmp_path / "without.html", bare.encode(), "fast").gzip
    print(f"{(with_sources - without) / PHOTOGRAPHS:.1f} bytes a photograph, page {with_sources}")
    assert with_sources - without < MARKUP_BYTES * PHOTOGRAPHS
