"""Sentences that can be read with effort, and one word for one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from hatgiong.checks.check import Subject
from hatgiong.lessons.lesson import LessonText
from hatgiong.lessons.wording import (
    Passage,
    count_words,
    find_words,
    list_passages,
    split_sentences,
)
from hatgiong.problems import Place, Problem, make_problem
from hatgiong.sources import read_source

_SHOWN_WORDS = 6
#: What somebody says or writes in the lesson: scammers do not keep to the glossary.
_QUOTED = re.compile(r"“[^”]*”|«[^»]*»")


def check_sentences(subject: Subject) -> Iterator[Problem]:
    """No sentence for learners is longer than the settings allow."""
    budgets = subject.project.settings.budgets
    for lesson in subject.catalogue.lessons.values():
        for text in lesson.texts.values():
            limit = budgets.simple_sentence_words if text.variant else budgets.sentence_words
            for passage in list_passages(text):
                # A word has at least one letter and a space: most passages need no counting.
                if not passage.is_read or len(passage.text) < 2 * limit:
                    continue
                for sentence in split_sentences(passage.text):
                    if (words := count_words(sentence)) > limit:
                        beginning = " ".join(sentence.split()[:_SHOWN_WORDS])
                        place = _find_place(subject, text, passage, beginning)
                        facts = {"words": words, "limit": limit, "sentence": f"{beginning} …"}
                        yield make_problem(place, "sentence-too-long", **facts)


def check_terms(subject: Subject) -> Iterator[Problem]:
    """A text uses the glossary's word for a thing, and none that the glossary tells to avoid."""
    for lesson in subject.catalogue.lessons.values():
        for text in lesson.texts.values():
            avoided = _list_avoided(subject, text.language)
            # A step that says a word three times is told of its first place.
            told = {
                _tell_word(subject, text, passage, words, avoided[words])
                for passage in (list_passages(text) if avoided else ())
                for words in _find_avoided(passage.text, avoided)
            }
            yield from sorted(told)


def _find_avoided(text: str, avoided: Mapping[str, str]) -> Iterator[str]:
    """The words to avoid that a text says for itself; of words within words, the longer alone."""
    text = _QUOTED.sub("“”", text)
    for words in sorted(avoided, key=len, reverse=True):
        if found := find_words(text, words):
            yield words
            text = text[: found.start()] + text[found.end() :]


def _tell_word(
    subject: Subject, text: LessonText, passage: Passage, words: str, better: str
) -> Problem:
    place = _find_place(subject, text, passage, words)
    return make_problem(place, "word-to-avoid", found=words, better=better)


def _list_avoided(subject: Subject, language: str) -> dict[str, str]:
    """Each word that a language avoids, and the word that it uses."""
    return {
        words: term.word.say((language,))
        for term in subject.terms
        for words in term.avoid.get(language, ())
    }


def _find_place(subject: Subject, text: LessonText, passage: Passage, words: str) -> Place:
    """Where the words stand in the file; the step's title where signs are in between."""
    step = Place(text.place.file, passage.step_line)
    source = read_source(subject.project.folder / text.place.file, subject.project.folder)
    if isinstance(source, Problem):
        return step
    lines = source.text.split("\n")
    start = sum(len(line) + 1 for line in lines[: passage.step_line - 1])
    found = find_words(source.text, words, start=start)
    if found is None:
        return step
    before = source.text[: found.start()]
    column = len(before) - (before.rfind("\n") + 1) + 1
    return Place(text.place.file, before.count("\n") + 1, column)
