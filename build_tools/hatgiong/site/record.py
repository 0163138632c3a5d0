"""`site/catalogue.json`: the site as data, for programs; they read this and never the HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from hatgiong.languages import SIMPLE, LocalText
from hatgiong.media.clips import Clip
from hatgiong.pages.plan import Page, Site
from hatgiong.site.compressed import Sizes

#: Response headers of a small static server; measured with nginx: 245 to 330 bytes an answer.
HEADER_BYTES = 300
CATALOGUE_NAME = "catalogue.json"


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FileRow(_Row):
    """A file of the site: its address relative to the site's root, bytes stored and compressed."""

    url: str
    bytes: int
    gzip_bytes: int
    brotli_bytes: int


class PageRow(FileRow):
    """A page. `first_visit_bytes` is what a phone downloads to read it over plain http: the page
    with gzip, the fonts and scripts that it loads, and headers, without its lazy pictures."""

    kind: Literal[
        "home", "course", "lesson", "topics", "about", "mine", "find", "offline", "not-found"
    ]
    language: str
    first_visit_bytes: int


class TrackRow(_Row):
    """A file of a clip: a poster, its sound alone, or the clip in one picture size and coding."""

    rendition: str
    url: str
    bytes: int
    mime: str
    width: int
    height: int


class CaptionRow(_Row):
    """What is said from one moment to another, in seconds from the clip's beginning."""

    start_s: float
    end_s: float
    text: str


class ClipRow(_Row):
    """A clip in one language. `name` is `clip` for the one that stands for the whole lesson."""

    name: str
    language: str
    duration_s: float
    voice: Literal["recorded", "machine", ""]
    captions: tuple[CaptionRow, ...]
    tracks: tuple[TrackRow, ...]


class TextRow(_Row):
    """A lesson in one language of the site. `shown_language` is the language of the text that
    the page really shows. `default_path_bytes` is the page, its pictures and its clip in the
    cheapest quality, in whichever coding is the larger."""

    language: str
    variant: Literal["", "simple"]
    title: str
    summary: str
    keywords: tuple[str, ...]
    shown_language: str
    is_fallback: bool
    is_outdated: bool
    is_draft: bool
    steps: int
    reading_s: int
    page: PageRow
    pictures: tuple[str, ...]
    clips: tuple[str, ...]
    default_path_bytes: int
    keep: FileRow | None = Field(description="the whole lesson as one file, to carry away")


class LessonRow(_Row):
    """A lesson with everything that the site has of it."""

    slug: str
    groups: tuple[str, ...]
    topic: str | None
    minutes: int | None
    reviewed: date | None
    review_by: date | None
    texts: tuple[TextRow, ...]
    pictures: tuple[FileRow, ...]
    qr_codes: tuple[FileRow, ...] = Field(description="the codes of its pages' whole addresses")
    clips: tuple[ClipRow, ...]


class LanguageRow(_Row):
    """A language of the site; `fallbacks` are tried in order for what it lacks."""

    tag: str
    name: str
    home: str
    fallbacks: tuple[str, ...]


class CourseRow(_Row):
    """A learner group and its lessons in order."""

    group: str
    names: dict[str, str]
    lessons: tuple[str, ...]
    pages: tuple[PageRow, ...]


class TopicRow(_Row):
    """A topic's names by language."""

    slug: str
    names: dict[str, str]


class CatalogueFile(_Row):
    """Every lesson, language, variant, address and size of a built site."""

    format: Literal[1] = 1
    generator: str
    title: dict[str, str]
    site_url: str
    built: date = Field(description="the build's date, from SOURCE_DATE_EPOCH where that is set")
    languages: tuple[LanguageRow, ...]
    topics: tuple[TopicRow, ...]
    courses: tuple[CourseRow, ...]
    lessons: tuple[LessonRow, ...]
    pages: tuple[PageRow, ...] = Field(description="the pages that are neither lesson nor course")
    shared: tuple[FileRow, ...] = Field(description="the fonts and scripts of all pages")


def make_page_row(site: Site, page: Page, sizes: Sizes, shared: Mapping[str, Sizes]) -> PageRow:
    """A page's row. `shared` gives the sizes of fonts and scripts by address."""
    extra = sum(shared[one.uri].gzip + HEADER_BYTES for one in site.shared_files_of(page))
    return PageRow(
        url=page.uri,
        bytes=sizes.raw,
        gzip_bytes=sizes.gzip,
        brotli_bytes=sizes.brotli,
        kind=page.kind,
        language=page.language.tag,
        first_visit_bytes=sizes.gzip + HEADER_BYTES + extra,
    )


def make_file_row(uri: str, sizes: Sizes) -> FileRow:
    """The row of a file that is not a page."""
    return FileRow(url=uri, bytes=sizes.raw, gzip_bytes=sizes.gzip, brotli_bytes=sizes.brotli)


def make_clip_row(clip: Clip) -> ClipRow:
    """A clip with everything that the site has of it."""
    return ClipRow(
        name=clip.name,
        language=clip.language,
        duration_s=round(clip.duration_s, 2),
        voice=clip.voice,
        captions=tuple(
            CaptionRow(start_s=cue.start_s, end_s=cue.end_s, text=cue.text) for cue in clip.captions
        ),
        tracks=tuple(
            TrackRow(
                rendition=track.rendition,
                url=track.uri,
                bytes=track.size_bytes,
                mime=track.mime,
                width=track.width_px,
                height=track.height_px,
            )
            for track in clip.tracks()
        ),
    )


def make_text_row(
    site: Site,
    page: Page,
    row: PageRow,
    pictures: Mapping[str, int],
    clips: Iterable[Clip],
    keep: FileRow | None,
) -> TextRow:
    """What one lesson page shows; `pictures` gives the bytes of each on the wire."""
    clips = tuple(clips)
    lesson = site.catalogue.lessons[page.subject]
    shown = site.catalogue.show(lesson, page.language, page.variant)
    assert shown is not None
    text = shown.text
    return TextRow(
        language=page.language.tag,
        variant=SIMPLE if page.variant else "",
        title=text.title,
        summary=text.summary,
        keywords=text.keywords,
        shown_language=text.language,
        is_fallback=shown.is_fallback,
        is_outdated=shown.is_outdated,
        is_draft=text.is_draft,
        steps=len(text.steps),
        reading_s=text.reading_s,
        page=row,
        pictures=tuple(pictures),
        clips=tuple(clip.name for clip in clips),
        default_path_bytes=row.first_visit_bytes
        + sum(size + HEADER_BYTES for size in pictures.values())
        + sum(find_default_bytes(clip) for clip in clips),
        keep=keep,
    )


def find_default_bytes(clip: Clip) -> int:
    """What watching a clip in its cheapest quality costs, in the coding that costs more."""
    first = clip.qualities[0].tracks if clip.qualities else clip.sounds
    posters = max((track.size_bytes for track in clip.posters), default=0)
    return posters + max((track.size_bytes for track in first), default=0)


def make_catalogue_file(
    site: Site,
    lessons: Iterable[LessonRow],
    others: Iterable[tuple[Page, PageRow]],
    shared: Mapping[str, Sizes],
    generator: str,
) -> CatalogueFile:
    """The whole file; the same site gives the same bytes."""
    others = tuple(others)
    project, catalogue = site.project, site.catalogue
    settings = project.settings
    title = _by_tag(site, settings.title) if settings.title else {"": project.site_name}
    return CatalogueFile(
        generator=generator,
        title=title,
        site_url=project.site_url,
        built=site.today,
        languages=tuple(
            LanguageRow(
                tag=one.tag, name=one.name, home=f"{one.folder}index.html", fallbacks=one.chain[1:]
            )
            for one in catalogue.languages
        ),
        topics=tuple(
            TopicRow(slug=one.slug, names=_by_tag(site, one.name))
            for one in catalogue.topics.values()
        ),
        courses=tuple(
            CourseRow(
                group=course.group,
                names=_by_tag(site, catalogue.groups[course.group].name),
                lessons=course.lessons,
                pages=tuple(row for page, row in others if page.subject == course.group),
            )
            for course in catalogue.courses.values()
        ),
        lessons=tuple(lessons),
        pages=tuple(row for page, row in others if page.kind != "course"),
        shared=tuple(make_file_row(uri, sizes) for uri, sizes in sorted(shared.items())),
    )


def _by_tag(site: Site, text: LocalText) -> dict[str, str]:
    return {one.tag: text.say(one.chain) for one in site.catalogue.languages}
