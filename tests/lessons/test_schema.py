"""Errors of the schema are said in the words of the other problems, each at its own place."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import BaseModel

from hatgiong.languages import LocalText
from hatgiong.lessons.schema import (
    CourseFacts,
    FrontMatter,
    GroupFacts,
    LessonFacts,
    TopicFacts,
    validate,
)
from hatgiong.problems import Problem
from hatgiong.project import Settings
from hatgiong.yaml_places import parse_yaml


def _validate(model: type[BaseModel], text: str) -> tuple[BaseModel | None, list[Problem]]:
    written, problems = parse_yaml(text, "a.yml")
    assert problems == []
    assert written is not None
    return validate(model, written)


def _told(model: type[BaseModel], text: str) -> list[str]:
    value, problems = _validate(model, text)
    assert value is None
    return [
        f"{one.place.line}:{one.place.column} {one.message('en')}; {one.fix('en')}"
        for one in sorted(problems)
    ]


@pytest.mark.parametrize(
    ("model", "text", "told"),
    [
        (LessonFacts, "groups: [a]\nminuts: 5\n",
         "2:1 minuts is not known here; did you mean minutes?"),
        (LessonFacts, "groups: [a]\nqqq: 5\n",
         "2:1 qqq is not known here; did you mean "
         "apps, clip, groups, minutes, owner, review_by, reviewed, sources, …?"),
        (LessonFacts, "minutes: 5\n", "1:1 groups is missing; add groups: ..."),
        (LessonFacts, "groups: []\n",
         "1:9 groups is [], which does not fit; write groups: [nguoi-dan]"),
        (LessonFacts, "groups: [a, 5]\n",
         '1:13 groups.1 is 5, which does not fit; write "5"'),
        (LessonFacts, "groups: [a]\nminutes: 0\n",
         "2:10 minutes is 0, which does not fit; write minutes: 8"),
        (LessonFacts, "groups: [a]\nminutes: true\n",
         "2:10 minutes is true, which does not fit; write minutes: 8"),
        (LessonFacts, "groups: [a]\nminutes: 7.5\n",
         "2:10 minutes is 7.5, which does not fit; write minutes: 8"),
        (LessonFacts, "groups: [a]\nreviewed: 21/11/2026\n",
         "2:11 reviewed is 21/11/2026, which does not fit; write reviewed: 2026-11-21"),
        (LessonFacts, "groups: [a]\nreview_by: 2026-02-30\n",
         "2:12 review_by is 2026-02-30, which does not fit; write review_by: 2027-05-31"),
        (LessonFacts, "groups: [a]\napps: [{name: b, version: 2.1}]\n",
         '2:27 apps.0.version is 2.1, which does not fit; write version: "2.1"'),
        (LessonFacts, "groups: [a]\napps:\n  - version: '2'\n",
         "3:5 apps.0.name is missing; add apps.0.name: ..."),
        (LessonFacts, "groups: [a]\nsources: [{title: b, url: 'http://c'}]\n",
         "2:27 sources.0.url is http://c, which does not fit; write url: https://…"),
        (LessonFacts, "groups: [a]\nowner: {vi: b, zz: c}\n",
         '2:8 owner is {"vi": "b", "zz": "c"}, which does not fit; '
         "write owner: {vi: Người dân, en: Citizens}"),
        (FrontMatter, "title:\n",
         '1:7 title is "", which does not fit; write title: Kết nối Wi-Fi'),
        (FrontMatter, "title: true\n",
         '1:8 title is true, which does not fit; write title: "true"'),
        (FrontMatter, "title: a\nstatus: finished\n",
         "2:9 status is finished, which does not fit; write status: draft, reviewed"),
        (FrontMatter, "title: a\nwords: [b]\n",
         '2:8 words is ["b"], which does not fit; write words: {connect: Kết nối}'),
        (FrontMatter, "title: a\nwords: {b: 12}\n",
         '2:12 words.b is 12, which does not fit; write b: "12"'),
        (FrontMatter, "title: a\nsource: ABCDEF012345\n",
         '2:9 source is ABCDEF012345, which does not fit; write source: "0123456789ab"'),
        (GroupFacts, "name: a\ncolour: black\n",
         "2:9 colour is black, which does not fit; "
         "write colour: red, blue, orange, purple, green, teal, brown, pink"),
        (TopicFacts, "name: {}\n",
         "1:7 name is {}, which does not fit; write name: {vi: Người dân, en: Citizens}"),
        (CourseFacts, "lessons: a\n",
         "1:10 lessons is a, which does not fit; write lessons: [ket-noi-wifi, thanh-toan-qr]"),
        (Settings, "languages: []\n",
         "1:12 languages is [], which does not fit; write languages: [{tag: vi}]"),
        (Settings, "languages: [{tga: vi}]\n",
         "1:13 languages.0.tag is missing; add languages.0.tag: ..."),
        (Settings, "levels: {link-dead: loud}\n",
         "1:21 levels.link-dead is loud, which does not fit; "
         "write levels: {translation-missing: ignore}"),
        (LessonFacts, "- a\n", '1:1 YAML is ["a"], which does not fit; write groups: …, topic: …, '
         "minutes: …, reviewed: …, review_by: …, owner: …, clip: …, apps: …, sources: …"),
    ],
)  # fmt: skip
def test_error_is_told_with_place_and_example(model: type[BaseModel], text: str, told: str) -> None:
    assert told in _told(model, text)


def test_every_error_of_a_file_is_told_at_once() -> None:
    told = _told(LessonFacts, "groups: a\nminutes: b\nreviewed: c\nnothing: d\n")
    assert [line.split()[0] for line in told] == ["1:9", "2:10", "3:11", "4:1"]


def test_long_value_is_shortened_to_a_line() -> None:
    (told,) = _told(FrontMatter, f'title: "{"dài " * 200}"\n')
    assert told.startswith(f"1:8 title is {('dài ' * 200)[:39]}…, which does not fit")


def test_value_over_several_lines_is_told_in_one() -> None:
    (told,) = _told(FrontMatter, 'title: a\nsource: "b\\nc\\ed"\n')
    assert "\n" not in told
    assert "\x1b" not in told


def test_text_for_all_languages_may_be_written_plainly() -> None:
    value, problems = _validate(GroupFacts, "name: ' Người dân '\nwho: {vi: Bà con, no: Folk}\n")
    assert problems == []
    assert isinstance(value, GroupFacts)
    assert value.name == LocalText({"": "Người dân"})
    assert value.who == LocalText({"vi": "Bà con", "no": "Folk"})


def test_dates_are_read_as_days() -> None:
    value, _ = _validate(LessonFacts, "groups: [a]\nreviewed: 2026-11-21\n")
    assert isinstance(value, LessonFacts)
    assert value.reviewed == date(2026, 11, 21)
