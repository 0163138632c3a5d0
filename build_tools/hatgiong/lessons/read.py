"""One folder of content/lessons as a `Lesson`, with every problem met on the way."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hatgiong.languages import SIMPLE, find_rare_letters
from hatgiong.lessons.lesson import Lesson, LessonText, Link, PictureFile, Step
from hatgiong.lessons.markdown import markdown_reader, strip_tags
from hatgiong.lessons.parts import StepReader
from hatgiong.lessons.picture import PICTURE_ENDINGS, read_picture
from hatgiong.lessons.recordings import list_recordings
from hatgiong.lessons.schema import FrontMatter, LessonFacts, validate
from hatgiong.lessons.sections import Section, split_front_matter, split_sections
from hatgiong.problems import Place, Problem, make_problem
from hatgiong.sources import Source, name_file, read_source
from hatgiong.yaml_places import Path as YamlPath
from hatgiong.yaml_places import parse_yaml

_TEXT_NAME = re.compile(rf"^(index|{SIMPLE})\.([A-Za-z0-9-]+)\.md$")
#: Adults who read with effort manage about 100 words a minute (UNESCO's and OECD's studies of
#: adult literacy put fluent reading at 200 and more); a picture takes a few seconds to look at.
SLOW_WORDS_PER_MINUTE = 100
PICTURE_S = 4


def is_text_name(name: str) -> bool:
    """Whether a file of that name is read as a lesson's text."""
    return bool(_TEXT_NAME.match(name))


@dataclass(frozen=True, slots=True)
class LessonReading:
    """What reading one folder gave: the lesson, unless its own facts cannot be used."""

    slug: str
    lesson: Lesson | None
    problems: tuple[Problem, ...]


def read_lesson(folder: Path, project_dir: Path) -> LessonReading:
    """A lesson's folder; a file with an error is left out, the rest of the lesson stays."""
    problems: list[Problem] = []
    place = Place(name_file(folder, project_dir))
    facts = _read_facts(folder / "lesson.yml", project_dir, problems)
    texts: dict[tuple[str, str], LessonText] = {}
    pictures: dict[str, PictureFile] = {}
    for path in sorted(folder.iterdir()):
        if _TEXT_NAME.match(path.name):
            text, found = read_lesson_text(path, project_dir)
            problems += found
            if text:
                texts[text.language, text.variant] = text
        elif path.suffix.lower() in PICTURE_ENDINGS:
            picture, found = read_picture(path, project_dir)
            problems += found
            if picture:
                pictures[picture.name] = picture
    # An easy version alone is no lesson: it may never be the only way to read something.
    if not any(path.name.startswith("index.") for path in folder.glob("*.md")):
        problems.append(make_problem(place, "file-missing", name="index.vi.md"))
    lesson = None
    if facts and texts:
        lesson = Lesson(folder.name, *facts, texts, pictures, list_recordings(folder), place)
    return LessonReading(folder.name, lesson, tuple(problems))


def _read_facts(
    path: Path, project_dir: Path, problems: list[Problem]
) -> tuple[LessonFacts, Mapping[YamlPath, Place]] | None:
    if not path.exists() and not path.is_symlink():
        place = Place(name_file(path.parent, project_dir))
        problems.append(make_problem(place, "file-missing", name="lesson.yml"))
        return None
    source = read_source(path, project_dir)
    if isinstance(source, Problem):
        problems.append(source)
        return None
    written, found = parse_yaml(source.text, source.file)
    problems += found
    if written is None or found:
        return None
    facts, found = validate(LessonFacts, written)
    problems += found
    return (facts, written.value_places) if facts else None


def read_lesson_text(path: Path, project_dir: Path) -> tuple[LessonText | None, list[Problem]]:
    """One `index.<lang>.md` or `simple.<lang>.md`; None where it has an error."""
    source = read_source(path, project_dir)
    if isinstance(source, Problem):
        return None, [source]
    match = _TEXT_NAME.match(path.name)
    assert match is not None
    return parse_lesson_text(source, language=match[2], variant=_variant(match[1]))


def _variant(stem: str) -> str:
    return SIMPLE if stem == SIMPLE else ""


def parse_lesson_text(
    source: Source, *, language: str, variant: str
) -> tuple[LessonText | None, list[Problem]]:
    """A lesson's text as a value: pure, the same text gives the same value."""
    parts = split_front_matter(source)
    if isinstance(parts, Problem):
        return None, [parts]
    head, body, first_line = parts
    written, problems = parse_yaml(head, source.file, first_line=2)
    if written is None:
        return None, problems
    front, found = validate(FrontMatter, written)
    problems += found
    sections, found = split_sections(body, source.file, first_line)
    problems += found
    if not _BLOCK_RULES.isdisjoint(problem.rule for problem in found):
        return None, problems  # blocks in disorder have made the Markdown library run for ever
    steps, links, found = _read_steps(sections, source.file)
    problems += found
    if front is None or any(problem.level == "error" for problem in problems):
        return None, problems
    text = LessonText(
        language=language,
        variant=variant,
        title=front.title,
        summary=front.summary.strip(),
        keywords=front.keywords,
        words=front.words,
        steps=steps,
        links=links,
        reading_s=measure_reading(body),
        rare_letters=find_rare_letters(source.text),
        hash=hash_text(front.title, front.summary, front.words, body),
        unpractised=_PRACTICE.sub("", body) if _PRACTICE.search(body) else "",
        made_from=front.source,
        is_draft=front.status == "draft",
        place=Place(source.file),
    )
    return text, problems


_BLOCK_RULES = frozenset({"unknown-block", "block-not-closed"})


def _read_steps(
    sections: list[Section], file: str
) -> tuple[tuple[Step, ...], tuple[Link, ...], list[Problem]]:
    steps: list[Step] = []
    links: list[Link] = []
    problems: list[Problem] = []
    for section in sections:
        reader = StepReader(section, file)
        place = Place(file, section.line)
        try:
            title, parts = reader.read_title(), reader.read_parts()
        except RecursionError:
            markdown_reader.cache_clear()  # what was begun in it is not finished
            problems.append(make_problem(place, "file-not-readable", reason="nested too deep"))
            continue
        steps.append(Step(title, strip_tags(title), parts, place))
        links += reader.links
        problems += reader.problems
    return tuple(steps), tuple(links), problems


_NOTES = re.compile(r"^/{3,}[ \t]*notes\b.*?^/{3,}[ \t]*$", re.MULTILINE | re.DOTALL)
#: A practice with the empty lines before it.
_PRACTICE = re.compile(r"\n*^/{3,}[ \t]*practice\b.*?^/{3,}[ \t]*$", re.MULTILINE | re.DOTALL)
#: The beginning of a word: signs may stand before its first letter or digit.
_WORD = re.compile(r"(?<!\S)(?:[^\w\s]|_)*[^\W_]")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")


def measure_reading(body: str) -> int:
    """Seconds that a slow adult reader needs for the learner's part of a text."""
    learner, pictures = _IMAGE.subn(" ", _NOTES.sub(" ", body))
    words = len(_WORD.findall(learner))
    return round(words * 60 / SLOW_WORDS_PER_MINUTE) + pictures * PICTURE_S


def hash_text(title: str, summary: str, words: Mapping[str, str], body: str) -> str:
    """Twelve hex digits that change when what a translator works from changes."""
    lines = [line.rstrip() for line in body.strip().split("\n")]
    pairs = [f"{key}={word}" for key, word in sorted(words.items())]
    text = "\n".join([title, summary.strip(), *pairs, *lines])
    return hashlib.sha256(text.encode()).hexdigest()[:12]
