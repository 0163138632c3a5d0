"""A lesson as one file that asks for nothing: pictures, clip, captions, scripts are inside.

It opens from a phone's Files app, from a message, from a stick. It is the lesson's own page, drawn
with one file of its clip and of each photograph, and then read once more: each address of a file
becomes the file itself, each link to another page an address on the internet where the site has
one, and plain text where it has none.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import Literal, get_args

from hatgiong.lessons.lesson import Lesson, LessonText
from hatgiong.media.clips import Clip, Quality
from hatgiong.media.photos.pictures import Photos
from hatgiong.outputs.standing_alone import Held, StandingAlone
from hatgiong.pages.pictures import find_photo, make_renditions, name_photo_file
from hatgiong.pages.plan import Page, Site
from hatgiong.pages.render import Renderer
from hatgiong.pages.scripts import LEARNER
from hatgiong.pages.sharing import list_codes

#: What of a lesson's clips goes into the file; `240p` and `360p` are H.264, which every phone
#: plays.
Rendition = Literal["240p", "240p.av1", "360p", "audio", "none"]
RENDITIONS: tuple[Rendition, ...] = get_args(Rendition)
USUAL: Rendition = "240p"
_SVG = "image/svg+xml"
#: What a site tries in turn until the file is light enough: to see, else to hear, else to read.
_OFFERED: tuple[Rendition, ...] = (USUAL, "audio", "none")


def list_renditions(site: Site, page: Page) -> tuple[Rendition, ...]:
    """What a lesson's file can be made with: what all clips of its page have. Sound is enough where
    one clip has it, and a page without clips lacks nothing."""
    lesson, text = _find_text(site, page)
    clips = site.clips_of(lesson, text)
    return tuple(
        one
        for one in RENDITIONS
        if one == "none"
        or not clips
        or (any if one == "audio" else all)(_trim_clip(clip, one) for clip in clips)
    )


def make_offered_file(site: Site, renderer: Renderer, page: Page, limit: int) -> bytes:
    """The file that a site offers beside a lesson: with as much of its clip as `limit` bytes
    hold. Where the pictures alone are more than that, so is the file."""
    there = list_renditions(site, page)
    content = b""
    for rendition in _OFFERED:
        if rendition in there:
            content = make_single_file(site, renderer, page, rendition)
            if len(content) <= limit:
                break
    return content


def make_single_file(site: Site, renderer: Renderer, page: Page, rendition: Rendition) -> bytes:
    """A lesson's page with all that it needs inside; `rendition` is one that it has."""
    lesson, text = _find_text(site, page)
    clips = [
        found
        for clip in site.clips_of(lesson, text)
        if (found := _trim_clip(clip, rendition)) is not None
    ]
    trimmed = replace(
        site, clips={lesson.slug: tuple(clips)}, photos=_trim_photos(site, lesson, text)
    )
    files = _list_files(trimmed, page, lesson, text)
    script = _write_inside(site.scripts[LEARNER].content)
    alone = StandingAlone(page.uri, site.project.site_url, files, script)
    return alone.rewrite(renderer.of(trimmed).render(page)).encode()


def _find_text(site: Site, page: Page) -> tuple[Lesson, LessonText]:
    lesson = site.catalogue.lessons[page.subject]
    shown = site.catalogue.show(lesson, page.language, page.variant)
    assert shown is not None
    return lesson, shown.text


# --- one file of each -----------------------------------------------------------------------
def _trim_clip(clip: Clip, rendition: Rendition) -> Clip | None:
    """The clip with that rendition alone; None where it has none. Playing it costs nothing more,
    so the page tells 0 MB."""
    if rendition == "none":
        return None
    silent = replace(clip, posters=(), sounds=(), qualities=())
    if rendition == "audio":
        # AAC, which comes last, plays on every phone.
        sounds = tuple(replace(track, size_bytes=0) for track in clip.sounds[-1:])
        return replace(silent, sounds=sounds) if sounds else None
    for quality in clip.qualities:
        for track in quality.tracks:
            if track.rendition == rendition:
                only = Quality(quality.name, (replace(track, size_bytes=0),))
                return replace(silent, posters=clip.posters[-1:], qualities=(only,))
    return None


def _trim_photos(site: Site, lesson: Lesson, text: LessonText) -> Photos:
    """Each photograph as the one file that every browser shows."""
    files = (lesson.pictures.get(one.name) for one in text.pictures())
    return {
        file.photograph.sha256: replace(photo, files=(photo.plain,))
        for file in files
        if file and file.photograph and (photo := find_photo(site.photos, file))
    }


def _write_inside(script: bytes) -> str:
    """A script as it may stand in HTML, where the first end of a script ends it."""
    return script.decode().replace("</script", "<\\/script")


def _list_files(site: Site, page: Page, lesson: Lesson, text: LessonText) -> dict[str, Held]:
    """Everything that the page shows, by its address in the site."""
    files: dict[str, Held] = {}
    for track in chain.from_iterable(clip.tracks() for clip in site.clips_of(lesson, text)):
        files[track.uri] = Held(track.mime.partition(";")[0], track.path)
    for picture in text.pictures():
        file = lesson.pictures.get(picture.name)
        if file and (photo := find_photo(site.photos, file)):
            uri = name_photo_file(lesson, file, photo, photo.plain)
            files[uri] = Held(photo.plain.mime, photo.plain.path)
    for uri, content in make_renditions(site.catalogue, lesson, (text,)):
        files[uri] = Held(_SVG, content)
    for code in list_codes(site, page):
        files[code.uri] = Held(_SVG, code.content)
    for font in site.fonts.get(page.language.tag, ()):
        files[font.uri] = Held("font/woff2", font.content)
    return files
