"""Slides drawn as pictures: a real text engine (Typst) sets their words."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import typst
from PIL import ImageFont

from hatgiong.lessons.lesson import PictureFile
from hatgiong.lessons.photograph import PhotographFault, read_bytes_again
from hatgiong.lessons.picture import write_drawing
from hatgiong.media.encoding.faults import MediaFault
from hatgiong.media.photos.photo_pixels import read_pixels
from hatgiong.media.slideshows.frame import HEIGHT_PX, WIDTH_PX, measure_text
from hatgiong.media.slideshows.look import COLOURS, GROUP_COLOURS, Look
from hatgiong.media.slideshows.sentences import Sentence
from hatgiong.media.slideshows.slides import Slide
from hatgiong.programs import ProgramFailed

#: Typst's own number is part of a slideshow's key: another version may set words otherwise.
TYPST_VERSION: str = typst.__version__  # type: ignore[attr-defined]  # its stub lacks it
#: Pictures are drawn into at most this many pixels: the frame's part that they stand in.
_PICTURE_PX = {False: (544, 430), True: (536, 470)}
_LONE_PICTURE_PX = (716, 448)

_FONT_FAMILY = re.compile(rb'font-family="[^"]*"')
_NO_BREAK = "\u2060"
_BREAK = "\u200b"
#: Signs after which Unicode (UAX 14) would break a line, and Vietnamese does not.
_JOINED = re.compile(r"(?<=\w)[-–/](?=\w)")
_LONG_WORD = re.compile(r"\S{24,}")
#: A last word alone on its line looks like a mistake: it takes the word before it along, unless the
#: two would run under a title card's picture.
_LAST_WORDS = re.compile(r"(?<=[^\s]) (?=\S{1,9}$)")
_PAIR = re.compile(r"\S+ \S+$")
#: The room beside a title card's picture, and its largest type; a title elsewhere has the line.
_TITLE_CARD_PX, _TITLE_CARD_TYPE_PX = 600, 80
_ONE_LINE = 18
_NUMBER_AND_UNIT = re.compile(r"(?<=\d) (?=[^\W\d]{1,5}\b)")


def draw_slides(
    slides: Sequence[Slide],
    pictures: Mapping[str, PictureFile],
    words: Mapping[str, str],
    look: Look,
    folder: Path,
    *,
    language: str,
    site: str,
    colour: str,
) -> tuple[Path, ...]:
    """A PNG of 1280 by 720 pixels for each slide, in `folder`, which also holds what they are
    drawn from.

    `words` are those of the lesson's drawings, `colour` the name of the group's. Raises
    `MediaFault` for a photograph that cannot be unpacked, `ProgramFailed` where a site's own
    template cannot be set.
    """
    families = _find_families(look.fonts)
    accent, tint = GROUP_COLOURS[colour]
    _write_look(folder, look)
    names = _write_pictures(slides, pictures, words, folder, families)
    given = {
        "language": language.split("-")[0][:3],
        "fonts": families,
        "site": site,
        "logo": "logo.svg" if look.logo else None,
        "icons": {name: f"icon-{name}.svg" for name in look.icons},
        "colours": {**COLOURS, "accent": accent, "tint": tint},
        "slides": [_describe(slide, pictures, names) for slide in slides],
    }
    (folder / "slides.json").write_text(json.dumps(given, ensure_ascii=False), encoding="utf-8")
    return _write_pages(_set_pages(folder, look), folder, len(slides))


def _write_look(folder: Path, look: Look) -> None:
    (folder / "slide.typ").write_bytes(look.template)
    for name, icon in look.icons.items():
        (folder / f"icon-{name}.svg").write_bytes(icon.replace(b"currentColor", b"#ffffff"))
    if look.logo:
        (folder / "logo.svg").write_bytes(look.logo)


def _set_pages(folder: Path, look: Look) -> list[bytes]:
    fonts = sorted({str(path.parent) for path in look.fonts})
    try:
        pages = typst.Compiler(
            str(folder / "slide.typ"), root=str(folder), font_paths=fonts, ignore_system_fonts=True
        ).compile(format="png", ppi=72.0)
    except typst.TypstError as error:
        raise ProgramFailed(f"overrides/slides/slide.typ: {error}") from error
    return pages if isinstance(pages, list) else [pages or b""]


def _write_pages(pages: Sequence[bytes], folder: Path, count: int) -> tuple[Path, ...]:
    if len(pages) != count:
        raise ProgramFailed(f"overrides/slides/slide.typ: {len(pages)} pages for {count} slides")
    paths = tuple(folder / f"slide-{number:03}.png" for number in range(1, count + 1))
    for path, page in zip(paths, pages, strict=True):
        path.write_bytes(page)
    return paths


def _find_families(fonts: Sequence[Path]) -> list[str]:
    """The families' names, the slides' own first: the others are asked for letters it lacks."""
    named = sorted(fonts, key=lambda path: (not path.stem.startswith("slides-r"), path.name))
    families = [ImageFont.truetype(str(path), 16).getname()[0] or "" for path in named]
    return list(dict.fromkeys(family for family in families if family))


def _write_pictures(
    slides: Sequence[Slide],
    pictures: Mapping[str, PictureFile],
    words: Mapping[str, str],
    folder: Path,
    families: Sequence[str],
) -> dict[str, str]:
    """Each picture that a slide shows as a file that Typst reads, by its name in the lesson."""
    used = dict.fromkeys(slide.picture for slide in slides if slide.picture)
    names = {}
    for index, name in enumerate(used):
        file = pictures[name]
        if file.is_drawing:
            names[name] = f"picture-{index}.svg"
            family = f'font-family="{families[0]}"'.encode()
            content = _FONT_FAMILY.sub(family, write_drawing(file, words))
            (folder / names[name]).write_bytes(content)
        else:
            names[name] = f"picture-{index}.png"
            _write_photograph(file, folder / names[name])
    return names


def _write_photograph(file: PictureFile, path: Path) -> None:
    """A photograph upright, no larger than the frame, without what its camera wrote about it."""
    try:
        pixels = read_pixels(read_bytes_again(file), WIDTH_PX, HEIGHT_PX)
    except PhotographFault as fault:
        raise MediaFault("picture-not-readable", {"reason": str(fault)}) from fault
    pixels.thumbnail((WIDTH_PX, HEIGHT_PX))
    pixels.convert("RGBA").save(path, compress_level=1)


def _describe(
    slide: Slide, pictures: Mapping[str, PictureFile], names: Mapping[str, str]
) -> dict[str, Any]:
    """A slide as the template reads it."""
    name = slide.picture
    width = 0.0
    if name:
        file = pictures[name]
        most = _PICTURE_PX[slide.kind == "title"]
        if slide.kind == "step" and not slide.words:
            most = _LONE_PICTURE_PX
        width = min(most[0], most[1] * file.width / file.height)
    return {
        "kind": slide.kind,
        "step": slide.step,
        "number-of-steps": slide.number_of_steps,
        "title": _join_title(slide),
        "words": [_describe_sentence(one) for one in slide.words],
        "picture": names[name] if name else None,
        "picture-width": round(width, 1),
    }


def _describe_sentence(sentence: Sentence) -> dict[str, Any]:
    runs = [{"text": guard_breaks(text), "bold": is_bold} for text, is_bold in sentence.runs()]
    # A full stop after bold words is a run of its own.
    last = next((run for run in reversed(runs) if len(str(run["text"])) > 1), None)
    if last:
        last["text"] = _join_last(str(last["text"]), sentence.text)
    return {"sign": sentence.sign, "runs": runs}


def _join_last(text: str, whole: str) -> str:
    """The end of a text with its last two words held together, where it may take several lines."""
    return _LAST_WORDS.sub("\u00a0", text) if len(whole) > _ONE_LINE else text


def _join_title(slide: Slide) -> str:
    text = guard_breaks(slide.title)
    pair = _PAIR.search(slide.title)
    is_wide = pair and measure_text(pair[0], _TITLE_CARD_TYPE_PX) > _TITLE_CARD_PX
    return text if slide.kind == "title" and is_wide else _join_last(text, slide.title)


def guard_breaks(text: str) -> str:
    """The text with marks that keep lines from breaking but at spaces, and a number with its unit;
    only a word that is too long for a line may break at its signs."""
    joined = _NUMBER_AND_UNIT.sub("\u00a0", text)
    joined = _JOINED.sub(lambda match: f"{_NO_BREAK}{match[0]}{_NO_BREAK}", joined)
    return _LONG_WORD.sub(lambda match: _open(match[0]), joined)


def _open(word: str) -> str:
    plain = word.replace(_NO_BREAK, "")
    if len(plain) < 24:
        return word
    return re.sub(r"(?<=[/.\-_?&=@])(?=\w)", _BREAK, plain)
