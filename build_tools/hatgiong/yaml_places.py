"""YAML as authors write it: plain values, and the place of every one of them.

YAML 1.1's surprises are left out: only `true` and `false` are booleans (a language tag `no` stays
text), only plain decimal digits are whole numbers (`20:30` stays text), dates stay text until the
schema reads them, and anchors are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from hatgiong.problems import Place, Problem, make_problem

Path = tuple[str | int, ...]

_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BOOL, _INT = "tag:yaml.org,2002:bool", "tag:yaml.org,2002:int"
_STR = "tag:yaml.org,2002:str"
_LEFT_OUT = {
    _BOOL,
    _INT,
    *(f"tag:yaml.org,2002:{name}" for name in ("timestamp", "merge", "value")),
}
#: Far beyond any honest file; PyYAML's composer calls itself in C, and a deep text ends Python.
_DEPTH_LIMIT = 50


class _Loader(_BASE):  # type: ignore[misc]  # the base is chosen at run time
    yaml_implicit_resolvers = {  # noqa: RUF012  (PyYAML's own spelling of a class table)
        first: [(tag, pattern) for tag, pattern in rows if tag not in _LEFT_OUT]
        for first, rows in _BASE.yaml_implicit_resolvers.items()
    }


_Loader.add_implicit_resolver(_BOOL, re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver(_INT, re.compile(r"^-?(?:0|[1-9][0-9]*)$"), list("-0123456789"))


class _TolerantLoader(_Loader):
    """For mkdocs.yml, where MkDocs allows `!ENV` and `!!python/name:`; they read as nothing."""


_TolerantLoader.add_multi_constructor("!", lambda loader, suffix, node: None)
_TolerantLoader.add_multi_constructor(
    "tag:yaml.org,2002:python/", lambda loader, suffix, node: None
)


@dataclass(frozen=True, slots=True)
class Written:
    """Parsed YAML: the plain value, and where each key and each value stands."""

    value: Any
    key_places: Mapping[Path, Place]
    value_places: Mapping[Path, Place]

    def place(self, path: Path) -> Place:
        """The value's place; for one that is not written, its nearest parent's."""
        while path and path not in self.value_places:
            path = path[:-1]
        return self.value_places[path]

    def inside(self, path: Path) -> Written:
        """The part under `path`, as if it were a document of its own."""
        value = self.value
        for part in path:
            value = value[part]
        depth = len(path)

        def cut(places: Mapping[Path, Place]) -> dict[Path, Place]:
            return {p[depth:]: place for p, place in places.items() if p[:depth] == path}

        return Written(value, cut(self.key_places), cut(self.value_places))

    def key_place(self, path: Path) -> Place:
        """The key's place, or the value's where it stands in a list."""
        return self.key_places.get(path) or self.place(path)


def parse_yaml(
    text: str, file: str, *, first_line: int = 1, tolerant: bool = False
) -> tuple[Written | None, list[Problem]]:
    """The value of `text`, whose first line is line `first_line` of `file`; every key is text."""
    loader = (_TolerantLoader if tolerant else _Loader)(text)
    try:
        _refuse_depth(text)
        root = loader.get_single_node()
        if root is None:
            place = Place(file, first_line)
            return Written({}, {}, {(): place}), []
        return _read_tree(loader, root, file, first_line)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = _place(file, first_line, mark) if mark else Place(file, first_line)
        return None, [make_problem(place, "yaml-not-readable", reason=error.problem or "?")]
    except (yaml.YAMLError, ValueError, LookupError, AttributeError, RecursionError) as error:
        # PyYAML's constructors raise what is not theirs for values such as `!!bool maybe`.
        reason = str(error).splitlines()[0][:80] if str(error) else type(error).__name__
        return None, [make_problem(Place(file, first_line), "yaml-not-readable", reason=reason)]
    finally:
        loader.dispose()


def _refuse_depth(text: str) -> None:
    # What opens a level is one of these signs or a deeper indentation, so most texts are seen to
    # be shallow without reading them twice.
    openers = sum(text.count(sign) for sign in ("[", "{", "- ", "? ", ": "))
    if openers <= _DEPTH_LIMIT:
        return
    depth = 0
    for event in yaml.parse(text, Loader=_BASE):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEPTH_LIMIT:
            mark: Any = event.start_mark
            raise yaml.MarkedYAMLError(problem="too deep", problem_mark=mark)


def _read_tree(
    loader: Any, root: yaml.Node, file: str, first_line: int
) -> tuple[Written | None, list[Problem]]:
    problems: list[Problem] = []
    keys: dict[Path, Place] = {}
    values: dict[Path, Place] = {}
    seen: set[int] = set()
    for path, key, node in _walk((), None, root):
        values[path] = _place(file, first_line, node.start_mark)
        if id(node) in seen:
            return None, [make_problem(values[path], "yaml-alias")]
        seen.add(id(node))
        if key is not None:
            if isinstance(key, yaml.ScalarNode):
                key.tag = _STR
            place = _place(file, first_line, key.start_mark)
            if path in keys:
                problems.append(make_problem(place, "duplicate-key", key=key.value))
            keys[path] = place
    return Written(loader.construct_document(root), keys, values), problems


def _walk(
    path: Path, key: yaml.Node | None, node: yaml.Node
) -> Iterator[tuple[Path, yaml.Node | None, yaml.Node]]:
    yield path, key, node
    if isinstance(node, yaml.MappingNode):
        for child_key, child in node.value:
            yield from _walk((*path, str(child_key.value)), child_key, child)
    elif isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            yield from _walk((*path, index), None, child)


def _place(file: str, first_line: int, mark: Any) -> Place:
    return Place(file, mark.line + first_line, mark.column + 1)
