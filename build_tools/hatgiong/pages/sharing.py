"""Where a page stands for others: its addresses in words, as QR codes, and in a link's preview.

A site knows its addresses only from its settings; one that has none is shared by hand.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

import segno

from hatgiong.languages import find_locale
from hatgiong.lessons.lesson import Lesson, LessonText
from hatgiong.pages.list_view import link
from hatgiong.pages.pictures import find_photo, name_photo_file
from hatgiong.pages.plan import Page, Site

#: Part of every code's name: raised when the same address would be drawn otherwise.
_WRITER = f"1 {segno.__version__}"
#: A sixth of the code may be dirty or torn (ISO/IEC 18004, 6.5.1: level M is for 15 %).
_CORRECTION = "m"


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code: its address in the site, and its drawing."""

    uri: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Address:
    """A page's whole address, and whether it is the one on the Internet or at the Wi-Fi point."""

    is_public: bool
    url: str


def list_addresses(site: Site, page: Page) -> list[Address]:
    """Every address at which the page is known to stand: the nearest first."""
    kiosk_url = site.project.settings.kiosk_url or ""
    roots = [(False, kiosk_url), (True, site.project.site_url)]
    return [Address(is_public, join(root, page.uri)) for is_public, root in roots if root]


def join(root: str, uri: str) -> str:
    """The whole address of what stands at `uri` in the site at `root`."""
    return f"{root.rstrip('/')}/{uri}"


@lru_cache(maxsize=64)
def make_qr(slug: str, url: str) -> QrCode:
    """The QR code of an address, named by it; black on white in every colour scheme, because many
    readers know no other."""
    code = segno.make_qr(url, error=_CORRECTION, boost_error=False)
    file = io.BytesIO()
    options: dict[str, Any] = {"svgclass": None, "lineclass": None, "omitsize": True}
    code.save(file, kind="svg", xmldecl=False, nl=False, light="#fff", **options)
    digest = sha256(f"{_WRITER} {url}".encode()).hexdigest()[:8]
    return QrCode(f"lessons/{slug}/qr.{digest}.svg", file.getvalue())


def list_codes(site: Site, page: Page) -> Iterator[QrCode]:
    """The codes that a lesson's page shows."""
    return (make_qr(page.subject, one.url) for one in list_addresses(site, page))


def view_sharing(site: Site, page: Page) -> dict[str, Any]:
    """What stands at a lesson's end: its own file's name, and its known addresses."""
    ways = [
        {
            "is_public": one.is_public,
            "url": one.url,
            "src": link(site, page, make_qr(page.subject, one.url).uri),
        }
        for one in list_addresses(site, page)
    ]
    return {"here": page.uri.rpartition("/")[2], "ways": ways}


def view_preview(site: Site, page: Page) -> dict[str, str]:
    """What a messenger shows of a link, as Open Graph names it (https://ogp.me); a page whose
    address nobody knows cannot be previewed."""
    site_url = site.project.site_url
    if not site_url or page.kind == "not-found":
        return {}
    locale, image = page.language.tag, ""
    if page.kind == "lesson":
        lesson = site.catalogue.lessons[page.subject]
        shown = site.catalogue.show(lesson, page.language, page.variant)
        assert shown is not None
        locale, image = shown.text.language, _find_image(site, lesson, shown.text)
    return {
        "url": join(site_url, page.uri),
        "locale": find_locale(locale),
        "image": image and join(site_url, image),
    }


def _find_image(site: Site, lesson: Lesson, text: LessonText) -> str:
    """A picture that messengers show: the clip's poster as JPEG, else the first photograph. They
    show no drawing (SVG)."""
    for clip in site.clips_of(lesson, text):
        if clip.posters:
            return clip.posters[-1].uri
    for picture in text.pictures():
        file = lesson.pictures.get(picture.name)
        photo = find_photo(site.photos, file) if file else None
        if file and photo:
            return name_photo_file(lesson, file, photo, photo.plain)
    return ""
