"""A lesson's slideshow as one value: everything that its clip is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from hatgiong.catalogue import Catalogue
from hatgiong.interface import find_files, find_phrases
from hatgiong.languages import Language
from hatgiong.lessons.lesson import Lesson, LessonText, PictureFile
from hatgiong.media.encoding.job import SourceFile
from hatgiong.media.slideshows.draw_slides import TYPST_VERSION
from hatgiong.media.slideshows.look import Look
from hatgiong.media.slideshows.slides import CardWords, Slide, outline_slides
from hatgiong.media.slideshows.speech import SPEECH_VERSION
from hatgiong.problems import Problem
from hatgiong.project import Project
from hatgiong.sources import read_source
from hatgiong.yaml_places import parse_yaml

#: Raised when the same slideshow would be drawn, timed or spoken otherwise.
RECIPE_VERSION = 2
_DEFAULT_COLOUR = "green"


@dataclass(frozen=True, slots=True)
class Slideshow:
    """What a clip is made from, in one language. Can be sent to another process.

    `narration` has the recordings by step number, `title` or `helper`; `voice` reads the others
    where it is not empty, saying words as `said` has them. `words` are those of the drawings.
    """

    language: str
    slides: tuple[Slide, ...]
    pictures: Mapping[str, PictureFile]
    words: Mapping[str, str]
    narration: Mapping[str, SourceFile]
    voice: str
    said: Mapping[str, str]
    look: Look
    site: str
    colour: str


def plan_slideshow(
    project: Project,
    catalogue: Catalogue,
    lesson: Lesson,
    text: LessonText,
    look: Look,
    narration: Mapping[str, SourceFile],
) -> Slideshow:
    """The slideshow of one text of a lesson; nothing is drawn, timed or spoken."""
    language = _find_language(catalogue, text.language)
    groups = [catalogue.groups[slug] for slug in lesson.facts.groups if slug in catalogue.groups]
    card = _card_words(project, language, groups[0].name.say(language.chain) if groups else "")
    slides = outline_slides(lesson, text, card)
    used = {slide.picture for slide in slides}
    return Slideshow(
        language=text.language,
        slides=slides,
        pictures={name: file for name, file in lesson.pictures.items() if name in used},
        words=catalogue.picture_words(lesson, text),
        narration=narration,
        voice=project.settings.media.voices.get(text.language, ""),
        said=read_said(project.overrides_dirs, text.language),
        look=look,
        site=card.site,
        colour=groups[0].colour if groups else _DEFAULT_COLOUR,
    )


def _find_language(catalogue: Catalogue, tag: str) -> Language:
    for language in catalogue.languages:
        if language.tag == tag:
            return language
    return catalogue.languages[0]


def _card_words(project: Project, language: Language, group: str) -> CardWords:
    phrases = find_phrases(project.overrides_dirs, language)
    settings = project.settings
    helper = settings.helper
    return CardWords(
        site=settings.title.say(language.chain) or project.site_name,
        publisher=settings.publisher.say(language.chain),
        group=group,
        warning=phrases["warning"],
        helper=phrases["helper"],
        help_intro=phrases["help-intro"],
        helper_name=helper.name.say(language.chain) if helper else "",
        helper_phone=helper.phone if helper else "",
    )


@lru_cache(maxsize=16)
def read_said(dirs: tuple[Path, ...], language: str) -> Mapping[str, str]:
    """How a machine's voice says what it would misread, from `overrides/speech/<language>.yml`."""
    path = find_files(dirs, "speech", ".yml").get(language)
    if path is None:
        return {}
    source = read_source(path, path.parent)
    if isinstance(source, Problem):
        return {}
    written, _ = parse_yaml(source.text, source.file)
    table = written.value if written is not None and isinstance(written.value, dict) else {}
    return {str(name): str(sound) for name, sound in table.items()}


def list_shown(slideshow: Slideshow) -> str:
    """Every letter that the slides and their drawings show."""
    shown = [slideshow.site]
    for slide in slideshow.slides:
        shown += [slide.title, *slide.sentences]
    for file in slideshow.pictures.values():
        shown += [slideshow.words.get(word.key, word.default) for word in file.words]
    return "".join(shown)


def find_context(project: Project, catalogue: Catalogue, language: str) -> tuple[object, ...]:
    """What every slideshow in a language depends on beside its lesson, its look and the encoder:
    the site's words, its groups, its machine's voice, and how we make slideshows. `repr` of it is
    the same for the same facts."""
    known = _find_language(catalogue, language)
    groups = [
        (slug, one.name.say(known.chain), one.colour)
        for slug, one in sorted(catalogue.groups.items())
    ]
    voice = project.settings.media.voices.get(language, "")
    said = sorted(read_said(project.overrides_dirs, language).items()) if voice else []
    versions = RECIPE_VERSION, TYPST_VERSION, SPEECH_VERSION if voice else ""
    return (versions, _card_words(project, known, ""), groups, voice, said)
