"""The values that everything else is a view of: a lesson is an ordered list of steps.

They travel between processes by the ten thousand: without `slots`, pickle takes half the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hatgiong.lessons.schema import LessonFacts
from hatgiong.problems import Place


@dataclass(frozen=True)
class Prose:
    """Paragraphs and lists as HTML, safe as it stands."""

    html: str


@dataclass(frozen=True)
class Picture:
    """A picture in the text: its file's name within the lesson's folder, and what it shows."""

    name: str
    description: str
    place: Place


@dataclass(frozen=True)
class StepClip:
    """A clip in the text: its file's name within the lesson's folder, and what it shows."""

    name: str
    description: str
    place: Place


@dataclass(frozen=True)
class Callout:
    """A tip or a warning. `title` is empty where the interface's own word serves."""

    kind: str  # "tip" or "warning"
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class GroupPassage:
    """A passage for some learner groups only; the page names them."""

    groups: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class TeacherNotes:
    """What the teacher prepares, asks and watches for; never on a learner's page."""

    html: str


@dataclass(frozen=True)
class Answer:
    """One answer of a quiz with its explanation, both HTML; the picture is optional."""

    is_right: bool
    html: str
    explanation: str
    picture: Picture | None


@dataclass(frozen=True)
class Quiz:
    """A question with two or more answers, at least one of them right."""

    question: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class HotArea:
    """Where to tap: left, top, width and height in percent of the picture; what is said then.

    `name` is what stands there, in plain words: who cannot see the picture chooses by it.
    """

    is_right: bool
    left: float
    top: float
    width: float
    height: float
    name: str
    html: str
    place: Place


@dataclass(frozen=True)
class Scene:
    """One picture of a practice, what to do on it (HTML), and its hot areas."""

    html: str
    picture: Picture
    areas: tuple[HotArea, ...]


@dataclass(frozen=True)
class Practice:
    """A rehearsal on pictures: it takes no data and can break nothing."""

    title: str
    scenes: tuple[Scene, ...]


@dataclass(frozen=True)
class Sign:
    """One labelled icon of an infographic; the label is HTML."""

    icon: str
    html: str


@dataclass(frozen=True)
class Infographic:
    """A strip of labelled icons, drawn by the build in every language."""

    signs: tuple[Sign, ...]


Part = (
    Prose
    | Picture
    | StepClip
    | Callout
    | GroupPassage
    | TeacherNotes
    | Quiz
    | Practice
    | Infographic
)


@dataclass(frozen=True)
class Step:
    """One H2 section: its title as HTML and as plain text, its parts in reading order."""

    title: str
    plain_title: str
    parts: tuple[Part, ...]
    place: Place


@dataclass(frozen=True)
class Link:
    """A link to another lesson, as written and as the slug it means."""

    target: str
    slug: str
    place: Place


@dataclass(frozen=True)
class LessonText:
    """One lesson in one language and variant (`""` or `"simple"`), read from one file.

    `reading_s` is the time that a slow adult reader needs. `hash` names what a translator works
    from; `made_from` is the hash of the text that this one was translated from, where it says so.
    `unpractised` is the text that the hash was made from as it is without its practices, and empty
    where it has none.
    """

    language: str
    variant: str
    title: str
    summary: str
    keywords: tuple[str, ...]
    words: Mapping[str, str]
    steps: tuple[Step, ...]
    links: tuple[Link, ...]
    reading_s: int
    rare_letters: frozenset[str]
    hash: str
    unpractised: str
    made_from: str | None
    is_draft: bool
    place: Place

    def pictures(self, *, practised: bool = True) -> Iterator[Picture]:
        """Every picture of the text in reading order, those in blocks included; those of practices
        can be left out."""
        for step in self.steps:
            yield from _pictures(step.parts, practised=practised)

    def practices(self) -> Iterator[Practice]:
        """Every practice of the text in reading order, those in boxes included."""
        for step in self.steps:
            yield from _practices(step.parts)

    def clips(self) -> Iterator[StepClip]:
        """Every clip of the text in reading order, those in boxes included."""
        for step in self.steps:
            yield from _clips(step.parts)

    def first_picture(self) -> Picture | None:
        """The picture that stands for the lesson in lists."""
        return next(self.pictures(), None)


def _pictures(parts: tuple[Part, ...], *, practised: bool) -> Iterator[Picture]:
    for part in parts:
        match part:
            case Picture():
                yield part
            case Callout() | GroupPassage():
                yield from _pictures(part.parts, practised=practised)
            case Quiz():
                yield from (a.picture for a in part.answers if a.picture)
            case Practice() if practised:
                yield from (scene.picture for scene in part.scenes)
            case _:
                pass


def _practices(parts: tuple[Part, ...]) -> Iterator[Practice]:
    for part in parts:
        if isinstance(part, Practice):
            yield part
        elif isinstance(part, Callout | GroupPassage):
            yield from _practices(part.parts)


def _clips(parts: tuple[Part, ...]) -> Iterator[StepClip]:
    for part in parts:
        if isinstance(part, StepClip):
            yield part
        elif isinstance(part, Callout | GroupPassage):
            yield from _clips(part.parts)


@dataclass(frozen=True)
class Word:
    """A word drawn in a picture: the key by which texts give it, how it was drawn, and the width
    in user units that it may take (0: as wide as it is)."""

    key: str
    default: str
    font_size: float
    fit: float


@dataclass(frozen=True)
class Photograph:
    """Where a photograph lies, by an absolute path, and which bytes were seen there."""

    path: Path
    sha256: str
    size_bytes: int


@dataclass(frozen=True)
class PictureFile:
    """A picture in a lesson's folder: size in pixels, upright, or in SVG units; words drawn in it.

    `content` is a drawing with marks for its words, which `picture.write_drawing` fills in; a
    photograph's bytes stay on the disk.
    """

    name: str
    width: int
    height: int
    words: tuple[Word, ...]
    content: bytes
    photograph: Photograph | None = None

    @property
    def is_drawing(self) -> bool:
        """Whether it is an SVG, in which words can be set."""
        return self.photograph is None


@dataclass(frozen=True)
class Lesson:
    """One folder of content/lessons: shared facts, texts by language and variant, pictures.

    `fact_places` tells where each value of lesson.yml stands, by its path of keys. `recordings`
    names the clips, narration and captions of the folder, as `/`-paths within it, sorted.
    """

    slug: str
    facts: LessonFacts
    fact_places: Mapping[tuple[str | int, ...], Place]
    texts: Mapping[tuple[str, str], LessonText]
    pictures: Mapping[str, PictureFile]
    recordings: tuple[str, ...]
    place: Place

    def has_clips(self) -> bool:
        """Whether anything has to be encoded for it."""
        return bool(self.facts.clip) or any(
            clip.name in self.recordings for text in self.texts.values() for clip in text.clips()
        )
