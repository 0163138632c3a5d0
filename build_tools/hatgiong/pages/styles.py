"""The style sheet inside a page: of all rules, those that the page can use.

A rule is left out where each of its selectors asks for a class that neither the page nor any script
that it can fetch knows. What has no class stays, and so does whatever is not understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cache

#: At-rules that hold rules of their own.
_HOLDERS = re.compile(r"@(?:media|supports|layer|container)\b")
_QUOTED = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`", re.DOTALL)
_CLASS_ATTRIBUTE = re.compile(r"\bclass=(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))")
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_NAME = re.compile(r"-?[A-Za-z_][\w-]*")
#: What must *not* be there need not be there.
_NEGATED = re.compile(r":not\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Rule:
    """`head{body}`; for each selector of the head the classes that it asks for. A holder's rules
    are in `inside`, and its `needs` is empty."""

    head: str
    body: str
    needs: tuple[tuple[str, frozenset[str]], ...]
    inside: tuple[Rule, ...] = ()


def trim_style(css: str, classes: Set[str]) -> str:
    """A minified style sheet without the rules for classes that are not among `classes`."""
    return "".join(_write(_read_rules(css), classes))


def find_classes(html: str) -> set[str]:
    """The classes of a page's elements."""
    groups = _CLASS_ATTRIBUTE.findall(html)
    return {name for group in groups for text in group for name in text.split()}


@cache
def find_names(script: str) -> frozenset[str]:
    """Whatever a script could give as a class: the words of its strings."""
    return frozenset(name for one in _QUOTED.findall(script) for name in _NAME.findall(one))


def _write(rules: tuple[Rule, ...], classes: Set[str]) -> Iterator[str]:
    for rule in rules:
        if rule.inside:
            if inside := "".join(_write(rule.inside, classes)):
                yield f"{rule.head}{{{inside}}}"
        elif not rule.needs:
            yield f"{rule.head}{rule.body}"
        elif kept := [selector for selector, needed in rule.needs if needed <= classes]:
            yield f"{','.join(kept)}{rule.body}"


@cache
def _read_rules(css: str) -> tuple[Rule, ...]:
    return tuple(_split(css))


def _split(css: str) -> Iterator[Rule]:
    # Signs within strings and brackets end nothing: a mask of the same length is read instead.
    mask = _QUOTED.sub(lambda match: "_" * len(match[0]), css)
    start = 0
    while start < len(css):
        opening = mask.find("{", start)
        statement = mask.find(";", start)
        if opening < 0 or 0 <= statement < opening:  # `@import …;`, or an end that is no rule
            end = len(css) if opening < 0 else statement + 1
            yield Rule(css[start:end], "", ())
        else:
            end = _find_end(mask, opening)
            yield _make_rule(css[start:opening], css[opening:end])
        start = end


def _find_end(mask: str, opening: int) -> int:
    """Behind the brace that closes the one at `opening`."""
    depth = 0
    for match in re.finditer(r"[{}]", mask[opening:]):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return opening + match.end()
    return len(mask)


def _make_rule(head: str, body: str) -> Rule:
    if _HOLDERS.match(head):
        return Rule(head, "", (), tuple(_split(body[1:-1])))
    if head.startswith("@"):
        return Rule(head, body, ())
    selectors = re.split(r",(?![^(\[]*[)\]])", head)
    return Rule(head, body, tuple((one, _find_needed(one)) for one in selectors))


def _find_needed(selector: str) -> frozenset[str]:
    plain = _QUOTED.sub("", _NEGATED.sub("", selector))
    # `:is(.a, .b)` and its like ask for one of several: nothing is known of them.
    return frozenset() if ":" in plain and "(" in plain else frozenset(_CLASS.findall(plain))
