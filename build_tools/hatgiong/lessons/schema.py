"""What may be written in the YAML of content/, and how its errors become problems."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    InstanceOf,
    StrictInt,
    StringConstraints,
    ValidationError,
)
from pydantic.fields import FieldInfo

from hatgiong.languages import NO_TEXT, LocalText, is_language_tag
from hatgiong.problems import Problem, make_problem, nearest
from hatgiong.yaml_places import Path, Written

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


def _read_local_text(value: object) -> LocalText:
    if isinstance(value, str) and value.strip():
        return LocalText({"": value.strip()})
    if isinstance(value, dict) and value:
        for tag, text in value.items():
            if not (isinstance(text, str) and text.strip() and is_language_tag(str(tag))):
                raise ValueError
        return LocalText({str(tag): text.strip() for tag, text in value.items()})
    raise ValueError


Words = Annotated[
    InstanceOf[LocalText],
    BeforeValidator(_read_local_text),
    Field(examples=["{vi: Người dân, en: Citizens}"]),
]


class Facts(BaseModel):
    """Frozen, and strict about names that nobody knows."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AppShown(Facts):
    """An app that the lesson shows, with the version its pictures were drawn from."""

    name: Line
    version: Annotated[Line, Field(examples=['"2.1"'])] | None = None


class Cited(Facts):
    """A source by title and issuer; a link only where it is certain."""

    title: Words
    issuer: Words = NO_TEXT
    url: Annotated[str, Field(pattern=r"^https://\S+$", examples=["https://…"])] | None = None


class LessonFacts(Facts):
    """`lesson.yml`: what holds for every language of the lesson."""

    groups: Annotated[tuple[Line, ...], Field(min_length=1, examples=["[nguoi-dan]"])]
    topic: Annotated[Line, Field(examples=["an-toan"])] | None = None
    minutes: Annotated[StrictInt, Field(ge=1, le=240, examples=["8"])] | None = None
    reviewed: Annotated[date, Field(examples=["2026-11-21"])] | None = None
    review_by: Annotated[date, Field(examples=["2027-05-31"])] | None = None
    owner: Words = NO_TEXT
    clip: Annotated[Words, Field(examples=["slideshow"])] = NO_TEXT
    apps: Annotated[tuple[AppShown, ...], Field(examples=["[{name: VNeID}]"])] = ()
    sources: Annotated[tuple[Cited, ...], Field(examples=["[{title: …, issuer: …}]"])] = ()


class FrontMatter(Facts):
    """The head of `index.<lang>.md` and `simple.<lang>.md`."""

    title: Annotated[Line, Field(examples=["Kết nối Wi-Fi"])]
    summary: Annotated[str, Field(max_length=400, examples=["…"])] = ""
    keywords: Annotated[tuple[Line, ...], Field(examples=["[wifi, mật khẩu]"])] = ()
    words: Annotated[dict[str, Line], Field(examples=["{connect: Kết nối}"])] = {}
    source: Annotated[str, Field(pattern=r"^[0-9a-f]{12}$", examples=['"0123456789ab"'])] | None = (
        None
    )
    status: Annotated[Literal["draft", "reviewed"], Field(examples=["draft"])] = "reviewed"


Colour = Literal["red", "blue", "orange", "purple", "green", "teal", "brown", "pink"]


class GroupFacts(Facts):
    """One learner group of `groups.yml`."""

    name: Words
    who: Words = NO_TEXT
    colour: Annotated[Colour, Field(examples=["red"])] = "green"
    picture: Annotated[Line, Field(examples=["groups/nguoi-dan.svg"])] | None = None


class TopicFacts(Facts):
    """One topic of `topics.yml`."""

    name: Words


class TermFacts(Facts):
    """One term of `glossary.yml`: the word for a thing in each language."""

    term: Annotated[Words, Field(examples=["{vi: mã OTP, en: OTP code}"])]
    meaning: Words = NO_TEXT
    avoid: Annotated[
        dict[str, tuple[Line, ...]], Field(examples=["{vi: [mật mã], en: [verification code]}"])
    ] = {}


class CourseFacts(Facts):
    """`course.yml`: the order of the lessons."""

    lessons: Annotated[tuple[Line, ...], Field(examples=["[ket-noi-wifi, thanh-toan-qr]"])] = ()


class CourseFrontMatter(Facts):
    """The head of a course's `index.<lang>.md`."""

    title: Annotated[Line, Field(examples=["Người dân"])]
    summary: Annotated[str, Field(max_length=400, examples=["…"])] = ""


Model = TypeVar("Model", bound=BaseModel)


def validate(model: type[Model], written: Written) -> tuple[Model | None, list[Problem]]:
    """The YAML as a checked value, or every problem that keeps it from being one."""
    if not isinstance(written.value, dict):
        example = ", ".join(f"{name}: …" for name in model.model_fields)
        facts = {"key": "YAML", "value": _shorten(written.value), "expected": example}
        return None, [make_problem(written.place(()), "value-wrong", **facts)]
    try:
        return model.model_validate(written.value), []
    except ValidationError as error:
        return None, list(_rewrite(model, written, error))


def _rewrite(model: type[BaseModel], written: Written, error: ValidationError) -> Iterator[Problem]:
    for row in error.errors(include_url=False, include_context=False):
        path: Path = tuple(row["loc"])
        key = ".".join(str(part) for part in path)
        owner = _find_model(model, path)
        if row["type"] == "extra_forbidden":
            known = owner.model_fields if owner else ()
            close = nearest(str(path[-1]), known)
            yield make_problem(written.key_place(path), "unknown-key", key=key, nearest=close)
        elif row["type"] == "missing":
            yield make_problem(written.place(path), "value-missing", key=key)
        else:
            value, expected = _shorten(row["input"]), _example(model, path)
            if row["type"] == "string_type" and isinstance(row["input"], int | float):
                expected = f'"{value}"' if isinstance(path[-1], int) else f'{path[-1]}: "{value}"'
            facts = {"key": key, "value": value, "expected": expected}
            yield make_problem(written.place(path), "value-wrong", **facts)


def _find_model(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """The model that holds the last name of `path`."""
    found: type[BaseModel] | None = model
    for part in path[:-1]:
        if not isinstance(part, str) or found is None or part not in found.model_fields:
            continue
        found = _inner_model(found.model_fields[part].annotation)
    return found


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        if (found := _inner_model(part)) is not None:
            return found
    return None


def _example(model: type[BaseModel] | None, path: Path) -> str:
    """What to write for the value at `path`: the example of the last field on the way."""
    text = "…"
    for name in path:
        field = model.model_fields.get(name) if model and isinstance(name, str) else None
        if field is not None:
            text = f"{name}: {_find_example(field)}"
            model = _inner_model(field.annotation)
    return text


def _find_example(field: FieldInfo) -> str:
    if get_origin(field.annotation) is Literal:
        return ", ".join(get_args(field.annotation))
    inner = getattr(field.annotation, "__args__", ())
    holders = [field, *field.metadata]
    holders += [extra for part in inner for extra in getattr(part, "__metadata__", ())]
    return next((h.examples[-1] for h in holders if getattr(h, "examples", None)), "…")


def _shorten(value: object) -> str:
    if value is None:
        return '""'
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else text[:39] + "…"
