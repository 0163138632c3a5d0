"""What lets a phone read the site without a network, where it has HTTPS: the service worker, the
lists of what each course is made of, and the manifests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from hatgiong.languages import Language
from hatgiong.media.clips import Clip, Track
from hatgiong.pages import addresses
from hatgiong.pages.app import make_app
from hatgiong.pages.plan import Site
from hatgiong.pages.scripts import make_worker_code
from hatgiong.site.compressed import write_file
from hatgiong.site.record import HEADER_BYTES, CatalogueFile, FileRow, LessonRow, TextRow

#: At the site's root, which is what a worker may serve (Service Workers, 3.4.5).
WORKER_NAME = "sw.js"
#: What a kept course has besides its own pages.
_COMPANY = ("home", "offline")

#: An address, and what it costs with gzip and headers.
Cost = tuple[str, int]
#: The same of a clip's file, and what a player must know to say whether it plays it.
TrackCost = tuple[str, int, str]


def write_offline(site: Site, record: CatalogueFile, folder: Path) -> None:
    """Writes all of it into a folder where every page stands already."""
    files = dict(make_app(site.project))
    files |= {uri: _write_json(rows) for uri, rows in make_course_lists(site, record)}
    compression = site.project.settings.compression
    for uri, content in files.items():
        write_file(folder / uri, content, compression)
    release = name_release(folder, [*(row.url for row in _list_pages(record)), *files])
    write_file(folder / WORKER_NAME, make_worker(site, release), compression)


def name_release(folder: Path, uris: Iterable[str]) -> str:
    """A name for all that pages say: they name every other file by what is in it."""
    digests = (uri.encode() + hashlib.sha256((folder / uri).read_bytes()).digest() for uri in uris)
    return hashlib.sha256(b"".join(sorted(digests))).hexdigest()[:16]


def make_worker(site: Site, release: str) -> bytes:
    """The worker of one release: other content, another worker, and the browser replaces it."""
    text = make_worker_code(site.project.overrides_dirs)
    folders = " ".join(one.folder for one in site.catalogue.languages if one.folder)
    return text.replace("@release@", release).replace("@folders@", folders).encode()


def make_course_lists(
    site: Site, record: CatalogueFile
) -> Iterator[tuple[str, dict[str, Sequence[object]]]]:
    """For each course and language its address, and what it is made of: `read` has its pages,
    pictures, scripts and fonts; `watch` and `listen` have for each clip its files in every coding,
    of which a phone takes the first that it plays."""
    for language in site.catalogue.languages:
        shared = _list_shared(site, record, language)
        company = [row for row in record.pages if row.kind in _COMPANY]
        for course in record.courses:
            lessons = [one for one in record.lessons if one.slug in course.lessons]
            pages = [*company, *course.pages, *(text.page for text in _texts(lessons, language))]
            read = [_cost(row) for row in pages if row.language == language.tag]
            read += [*shared, *_list_pictures(lessons, language)]
            clips = [clip for one in lessons for clip in _find_clips(site, one, language)]
            rows: dict[str, Sequence[object]] = {"read": read}
            if clips:
                rows |= {"watch": [*_list_watched(clips)], "listen": [*_list_heard(clips)]}
            yield addresses.course_list_uri(language, course.group), rows


def _list_pages(record: CatalogueFile) -> Iterator[FileRow]:
    yield from record.pages
    yield from (row for course in record.courses for row in course.pages)
    yield from (text.page for lesson in record.lessons for text in lesson.texts)


def _cost(row: FileRow) -> Cost:
    return row.url, row.gzip_bytes + HEADER_BYTES


def _texts(lessons: Iterable[LessonRow], language: Language) -> Iterator[TextRow]:
    return (text for one in lessons for text in one.texts if text.language == language.tag)


def _list_shared(site: Site, record: CatalogueFile, language: Language) -> list[Cost]:
    wanted = {one.uri for one in site.scripts.values()}
    wanted |= {one.uri for one in site.fonts.get(language.tag, ())}
    return [_cost(row) for row in record.shared if row.url in wanted]


def _list_pictures(lessons: Iterable[LessonRow], language: Language) -> Iterator[Cost]:
    for lesson in lessons:
        shown = {uri for text in _texts([lesson], language) for uri in text.pictures}
        yield from (_cost(row) for row in lesson.pictures if row.url in shown)


def _find_clips(site: Site, lesson: LessonRow, language: Language) -> list[Clip]:
    shown = {(text.shown_language, name) for text in _texts([lesson], language)
             for name in text.clips}  # fmt: skip
    clips = site.clips.get(lesson.slug, ())
    return [clip for clip in clips if (clip.language, clip.name) in shown]


def _list_watched(clips: Iterable[Clip]) -> Iterator[list[TrackCost]]:
    """Of each clip the cheapest quality, and the poster that every phone shows."""
    for clip in clips:
        for tracks in (clip.posters[-1:], clip.qualities[0].tracks if clip.qualities else ()):
            if tracks:
                yield [_describe(track) for track in tracks]


def _list_heard(clips: Iterable[Clip]) -> Iterator[list[TrackCost]]:
    for clip in clips:
        if clip.sounds:
            yield [_describe(track) for track in clip.sounds]


def _describe(track: Track) -> TrackCost:
    return track.uri, track.size_bytes + HEADER_BYTES, track.mime


def _write_json(rows: dict[str, Sequence[object]]) -> bytes:
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
