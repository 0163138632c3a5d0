"""`hatgiong pictures`: a lesson's drawings on one page, with every language's words in them."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from pathlib import Path

from hatgiong.catalogue import Catalogue
from hatgiong.commands.pack import OUT_DIR
from hatgiong.lessons.lesson import Lesson, LessonText, Picture, PictureFile
from hatgiong.lessons.picture import write_drawing
from hatgiong.problems import Locale
from hatgiong.project import Project

_STYLE = """\
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; background: #fbf7ee; color: #1c2925 }
section { padding: 1rem } ul { display: flex; flex-wrap: wrap; gap: 1rem; padding: 0 }
li { list-style: none; width: 280px } img { display: block; width: 280px } .dark { padding: 1rem 0;
background: #121a17 } .dark img { width: 140px; margin: auto } p { margin: .3rem 0 }"""
_WORDS = {"vi": "Hình chưa dùng được", "en": "Pictures that cannot be used"}


def write_sheet(project: Project, catalogue: Catalogue, slug: str, locale: Locale) -> Path:
    """Writes `dist/SLUG.pictures.html` and returns its path: each drawing as wide as a small phone
    shows it, and half as wide on a dark ground. Raises OSError where it cannot be written."""
    path = project.folder / OUT_DIR / f"{slug}.pictures.html"
    path.parent.mkdir(exist_ok=True)
    path.write_text(make_sheet(catalogue, catalogue.lessons[slug], locale), "utf-8")
    return path


def make_sheet(catalogue: Catalogue, lesson: Lesson, locale: Locale) -> str:
    """The page as HTML: a part for each language and variant, its pictures in reading order."""
    parts = "".join(_write_text(catalogue, lesson, text, locale) for text in lesson.texts.values())
    title = escape(lesson.slug)
    head = f'<meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
    return f'<!doctype html><html lang="{locale}"><head>{head}</head><body>{parts}</body></html>\n'


def _write_text(catalogue: Catalogue, lesson: Lesson, text: LessonText, locale: Locale) -> str:
    shown = {picture.name: picture for picture in text.pictures()}
    lost = ", ".join(name for name in shown if name not in lesson.pictures)
    note = f"<p><strong>{_WORDS[locale]}: {escape(lost)}</strong></p>" if lost else ""
    rows = "".join(_write_pictures(catalogue, lesson, text, shown.values()))
    heading = escape(text.place.file.rpartition("/")[2])
    return f'<section lang="{text.language}"><h1>{heading}</h1>{note}<ul>{rows}</ul></section>\n'


def _write_pictures(
    catalogue: Catalogue, lesson: Lesson, text: LessonText, pictures: Iterable[Picture]
) -> Iterator[str]:
    words = catalogue.picture_words(lesson, text)
    for picture in pictures:
        file = lesson.pictures.get(picture.name)
        if file is None:
            continue
        source, size_bytes = _find_source(file, words)
        image = f'<img src="{source}" alt="">'
        size = f"{size_bytes / 1000:.1f} kB"
        told = f"<p>{escape(picture.name)} · {size}</p><p>{escape(picture.description)}</p>"
        yield f'<li>{image}<div class="dark">{image}</div>{told}</li>'


def _find_source(file: PictureFile, words: Mapping[str, str]) -> tuple[str, int]:
    """A picture's address for this page alone, and its bytes: a drawing is inside it, a photograph
    stays where it is."""
    if file.photograph is not None:
        return file.photograph.path.as_uri(), file.photograph.size_bytes
    drawing = write_drawing(file, words)
    return f"data:image/svg+xml;base64,{base64.b64encode(drawing).decode()}", len(drawing)
