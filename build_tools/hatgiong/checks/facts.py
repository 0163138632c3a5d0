"""What lesson.yml claims: groups and topics that exist, dates not past, a bearable length."""

from __future__ import annotations

import math
from collections.abc import Iterator

from hatgiong.checks.check import Subject
from hatgiong.problems import Problem, make_problem, nearest


def check_groups_and_topics(subject: Subject) -> Iterator[Problem]:
    """Each group that a lesson names stands in groups.yml, its topic in topics.yml."""
    groups, topics = subject.group_names, subject.topic_names
    for lesson in subject.catalogue.lessons.values():
        for index, slug in enumerate(lesson.facts.groups):
            if groups is not None and slug not in groups:
                place = lesson.fact_places.get(("groups", index), lesson.place)
                close = nearest(slug, groups)
                yield make_problem(place, "unknown-group", slug=slug, nearest=close)
        topic = lesson.facts.topic
        if topic is not None and topics is not None and topic not in topics:
            place = lesson.fact_places.get(("topic",), lesson.place)
            close = nearest(topic, topics)
            yield make_problem(place, "unknown-topic", slug=topic, nearest=close)


def check_calendar(subject: Subject) -> Iterator[Problem]:
    """No lesson is past the day by which it was to be reviewed."""
    for lesson in subject.catalogue.lessons.values():
        review_by = lesson.facts.review_by
        if review_by is not None and review_by < subject.today:
            place = lesson.fact_places.get(("review_by",), lesson.place)
            yield make_problem(place, "review-overdue", date=review_by.isoformat())


def check_reading_time(subject: Subject) -> Iterator[Problem]:
    """A text can be read slowly within the minutes that the settings allow."""
    limit = subject.project.settings.budgets.reading_minutes
    for lesson in subject.catalogue.lessons.values():
        for text in lesson.texts.values():
            minutes = math.ceil(text.reading_s / 60)
            if minutes > limit:
                yield make_problem(text.place, "lesson-too-long", minutes=minutes, limit=limit)
