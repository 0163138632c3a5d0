"""Made-up lessons in Vietnamese and English: the same corpus for every generator that is measured.

The same count and seed always give the same lessons, so runs can be compared.
"""

from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import Final

from corpus_pictures import PICTURE_COUNT
from corpus_sentences import (
    DESCRIPTIONS,
    QUESTIONS,
    RIGHT_ANSWERS,
    SENTENCES,
    TIPS,
    WARNINGS,
    WRONG_ANSWERS,
)
from corpus_words import (
    COUNTS,
    GROUPS,
    OBJECTS,
    PEOPLE,
    PLACES,
    SKILLS,
    VERBS,
    VILLAGE_FIRST,
    VILLAGE_SECOND,
    Pair,
)

LANGUAGES: Final = ("vi", "en")
STEPS_A_LESSON: Final = 5
SEED: Final = 20261121


@dataclass(frozen=True)
class Step:
    """One step; every text is a (Vietnamese, English) pair, `picture` counts from 0."""

    title: Pair
    sentences: tuple[Pair, ...]
    picture: int
    description: Pair


@dataclass(frozen=True)
class Answer:
    """One answer of a quiz with the words shown after choosing it."""

    text: Pair
    explanation: Pair
    is_right: bool


@dataclass(frozen=True)
class Lesson:
    """One lesson in both languages, free of any generator's format."""

    slug: str
    group: str
    topic: str
    title: Pair
    summary: Pair
    keywords: tuple[Pair, ...]
    steps: tuple[Step, ...]
    tip: Pair
    warning: Pair
    question: Pair
    answers: tuple[Answer, ...]


def make_lessons(count: int, seed: int = SEED) -> tuple[Lesson, ...]:
    """Make `count` lessons, spread evenly over the groups; slugs and titles are unique."""
    return tuple(_make_lesson(number, Random(f"{seed}-{number}")) for number in range(count))


def language_index(language: str) -> int:
    """Where `language` stands in every pair."""
    return LANGUAGES.index(language)


def count_words(lesson: Lesson, language: str) -> int:
    """Words that a learner reads in one language, picture descriptions and quiz included."""
    texts = [lesson.title, lesson.summary, lesson.tip, lesson.warning, lesson.question]
    for step in lesson.steps:
        texts += [step.title, *step.sentences, step.description]
    for answer in lesson.answers:
        texts += [answer.text, answer.explanation]
    return sum(len(pair[language_index(language)].split()) for pair in texts)


def _make_lesson(number: int, rng: Random) -> Lesson:
    slug, topic, skill = SKILLS[number % len(SKILLS)]
    place = _place_of(number, rng)
    words = _pick_words(rng)
    return Lesson(
        slug=f"{slug}-{number:04d}",
        group=tuple(GROUPS)[number % len(GROUPS)],
        topic=topic,
        title=(f"{skill[0]} ở {place[0]}", f"{skill[1]} at {place[1]}"),
        summary=_make_summary(skill, words),
        keywords=(skill, place, words["object"]),
        steps=_make_steps(rng),
        tip=rng.choice(TIPS),
        warning=rng.choice(WARNINGS),
        question=_fill(rng.choice(QUESTIONS), words),
        answers=_make_answers(rng),
    )


def _place_of(number: int, rng: Random) -> Pair:
    """Name a place and a village; with the skill, no two of 8,000 lessons have the same."""
    place = PLACES[number // len(SKILLS) % len(PLACES)]
    second = VILLAGE_SECOND[number // (len(SKILLS) * len(PLACES)) % len(VILLAGE_SECOND)]
    village = f"{rng.choice(VILLAGE_FIRST)} {second}"
    return (f"{place[0]} bản {village}", f"{place[1]} of {village}")


def _pick_words(rng: Random) -> dict[str, Pair]:
    village = f"{rng.choice(VILLAGE_FIRST)} {rng.choice(VILLAGE_SECOND)}"
    return {
        "place": rng.choice(PLACES),
        "village": (village, village),
        "person": rng.choice(PEOPLE),
        "object": rng.choice(OBJECTS),
        "count": rng.choice(COUNTS),
    }


def _make_summary(skill: Pair, words: dict[str, Pair]) -> Pair:
    person, thing = words["person"], words["object"]
    return (
        f"Sau bài này, {person[0]} tự xem được {thing[0]}: {skill[0].lower()}.",
        f"After this lesson {person[1]} can use {thing[1]} alone: {skill[1].lower()}.",
    )


def _make_steps(rng: Random) -> tuple[Step, ...]:
    """Make the steps of one lesson: no sentence pattern, object or picture comes twice."""
    patterns = iter(rng.sample(SENTENCES, len(SENTENCES)))
    objects = rng.sample(OBJECTS, STEPS_A_LESSON)
    pictures = rng.sample(range(PICTURE_COUNT), STEPS_A_LESSON)
    return tuple(
        _make_step(rng, thing, picture, list(islice(patterns, rng.choice((2, 3)))))
        for thing, picture in zip(objects, pictures, strict=True)
    )


def _make_step(rng: Random, thing: Pair, picture: int, patterns: list[Pair]) -> Step:
    words = {**_pick_words(rng), "object": thing}
    verb = rng.choice(VERBS)
    return Step(
        title=(f"{verb[0]} {thing[0]}", f"{verb[1]} {thing[1]}"),
        sentences=tuple(_fill(pattern, words) for pattern in patterns),
        picture=picture,
        description=_fill(rng.choice(DESCRIPTIONS), words),
    )


def _make_answers(rng: Random) -> tuple[Answer, ...]:
    right = Answer(*rng.choice(RIGHT_ANSWERS), is_right=True)
    wrong = [Answer(*texts, is_right=False) for texts in rng.sample(WRONG_ANSWERS, 2)]
    return tuple(rng.sample([right, *wrong], 3))


def _fill(pattern: Pair, words: dict[str, Pair]) -> Pair:
    """Put `words` into both languages of `pattern`, each sentence with a capital."""
    texts = [
        pattern[index].format(**{name: pair[index] for name, pair in words.items()})
        for index in range(len(LANGUAGES))
    ]
    return (texts[0][0].upper() + texts[0][1:], texts[1][0].upper() + texts[1][1:])
