"""What a lesson's text says is what its page says, sign by sign."""

from __future__ import annotations

import html
import unicodedata

import pytest
from attacks_svg import draw

from tiny_site import Run, TinySite


def _build(site: TinySite, run: Run, body: str) -> str:
    site.add_lesson("bai", body, hinh=draw("<rect/>"))
    ran = run("-C", site.folder, "build")
    assert (ran.code, ran.errors) == (0, "")
    return (site.folder / "site/lessons/bai.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ('Nút "Gửi" & <Nhận>', 'Nút "Gửi" & <Nhận>'),
        ("a &amp; b &lt; c", "a & b < c"),
        ("mã `otp` ở đây", "mã otp ở đây"),
        ("  nhiều\nkhoảng  trắng ", "nhiều khoảng trắng"),
    ],
)
def test_description_of_a_picture_is_heard_as_it_is_meant(
    written: str, heard: str, tiny_site: TinySite, run: Run
) -> None:
    page = _build(tiny_site, run, f"## Một\n\n![{written}](hinh.svg)\n")
    assert html.unescape(page.split(' alt="')[1].split('" loading')[0]) == heard


def test_code_keeps_its_lines_and_its_indentation(tiny_site: TinySite, run: Run) -> None:
    page = _build(tiny_site, run, "## Một\n\n```\na:\n  - b\n\n    c\n```\n")
    assert "<pre><code>a:\n  - b\n\n    c\n</code></pre>" in page


def test_wifi_is_kept_together_in_words_but_not_in_addresses(tiny_site: TinySite, run: Run) -> None:
    body = "## Wi-Fi\n\n[Wi-Fi](https://example.org/Wi-Fi) ![Wi-Fi](Wi-Fi.svg)\n"
    tiny_site.write("content/lessons/bai/Wi-Fi.svg", draw(""))
    page = _build(tiny_site, run, body)
    assert 'href="https://example.org/Wi-Fi"' in page
    assert ">Wi\u2011Fi</a>" in page
    assert 'src="bai/Wi-Fi.' in page


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_picture_is_found_however_its_marks_are_stored(
    form: str, tiny_site: TinySite, run: Run
) -> None:
    name = unicodedata.normalize(form, "ảnh-chợ.svg")
    tiny_site.write(f"content/lessons/bai/{name}", draw("<rect/>"))
    page = _build(tiny_site, run, "## Một\n\n![Chợ](ảnh-chợ.svg)\n")
    assert "<img " in page


@pytest.mark.parametrize("name", ["lesson.yml", "./hinh.svg", "HINH.svg", "bai/hinh.svg", ""])
def test_picture_that_is_not_named_exactly_is_told(
    name: str, tiny_site: TinySite, run: Run
) -> None:
    tiny_site.add_lesson("bai", f"## Một\n\n![Hình]({name})\n", hinh=draw("<rect/>"))
    ran = run("-C", tiny_site.folder, "check")
    assert ran.code == 1
    assert "[picture-missing]" in ran.output
