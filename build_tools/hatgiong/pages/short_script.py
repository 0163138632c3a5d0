"""A script as a phone gets it: the same program in fewer bytes.

Comments and spaces go, and each name that the script declares for itself becomes as short as its
scope allows. What the script shares with the world keeps its name: properties, globals, strings.
The grammar is tree-sitter's; names follow ECMAScript 2017, 8.1 and 13.3.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import tree_sitter_javascript
from tree_sitter import Language, Node, Parser, Tree

_FUNCTIONS = frozenset({
    "arrow_function", "function_expression", "function_declaration", "method_definition",
    "generator_function", "generator_function_declaration",
})  # fmt: skip
_BLOCKS = frozenset({"statement_block", "for_statement", "for_in_statement", "catch_clause"})
_NAMES = frozenset({
    "identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern",
})  # fmt: skip
_STATEMENTS = frozenset({
    "expression_statement", "lexical_declaration", "variable_declaration", "return_statement",
    "throw_statement", "break_statement", "continue_statement", "do_statement",
    "debugger_statement", "field_definition",
})  # fmt: skip
#: Declared names that stay: `var` and declared functions reach out of their block, a class has its
#: name as a value, and what is imported or exported is somebody else's too.
_KEPT = frozenset({
    "variable_declaration", "function_declaration", "generator_function_declaration",
    "class_declaration", "class", "import_statement", "export_statement",
})  # fmt: skip
#: Where a name may be asked for by words that are put together while the script runs.
_DYNAMIC = re.compile(rb"\beval\b|\bwith\s*\(|\bFunction\s*\(")
#: What may end in a comma that says nothing.
_LISTS = frozenset({"object", "object_pattern", "arguments", "formal_parameters"})
_TRUTHS = {"true": "!0", "false": "!1"}
#: Where `!0` would be read otherwise: `true.x`, `true ** 2`.
_BINDING = frozenset({"member_expression", "subscript_expression", "binary_expression"})
_WORD = re.compile(r"[\w$]", re.ASCII)


def shorten_script(text: str) -> str:
    """The script without comments, spaces and long names; unchanged where it is not understood."""
    tree = _parser().parse(text.encode())
    if tree.root_node.has_error:
        return text.strip()
    names = {} if _DYNAMIC.search(tree.root_node.text or b"") else _shorten_names(tree)
    return _join(_write(tree.root_node, names))


@cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_javascript.language()))


# --- names ------------------------------------------------------------------------------------
@dataclass(eq=False, slots=True)
class _Scope:
    """Where names are known: those it declares, and every variable that is spoken of inside it."""

    outer: _Scope | None = None
    names: Counter[str] = field(default_factory=Counter)
    spoken: set[_Variable] = field(default_factory=set)

    def home_of(self, name: str) -> _Scope | None:
        """The scope that declares it; none for a name of the world's."""
        scope: _Scope | None = self
        while scope and name not in scope.names:
            scope = scope.outer
        return scope


#: A name and the scope that declares it.
_Variable = tuple[_Scope, str]


def _shorten_names(tree: Tree) -> dict[int, str]:
    """What stands for a name at a node, by the node's number."""
    world, kept, foreign = _Scope(), set[str](), set[str]()
    scopes, uses = [world], list[tuple[Node, _Scope]]()
    _read_scopes(tree.root_node, world, scopes, uses, kept)
    variables: list[tuple[Node, _Variable]] = []
    for node, scope in uses:
        name = _text(node)
        home = scope.home_of(name)
        if home is None or home is world or name in kept:
            foreign.add(name)
            continue
        home.names[name] += 1
        variables.append((node, (home, name)))
        while scope is not home:
            scope.spoken.add((home, name))
            scope = scope.outer or home
    short = _choose(scopes, foreign)
    return {node.id: _rename(node, short[variable]) for node, variable in variables}


def _read_scopes(
    node: Node, scope: _Scope, scopes: list[_Scope], uses: list[tuple[Node, _Scope]], kept: set[str]
) -> None:
    """Finds every scope, outer ones first, what it declares, and where names are spoken."""
    body = node.type == "statement_block" and node.parent and node.parent.type in _FUNCTIONS
    if node.type in _FUNCTIONS or (node.type in _BLOCKS and not body):
        scope = _Scope(scope)
        scopes.append(scope)
    for bound in _find_declared(node):
        if node.type in _KEPT:
            kept.add(_text(bound))
        scope.names[_text(bound)] += 0
    if node.type in _NAMES:
        uses.append((node, scope))
    for child in node.children:
        _read_scopes(child, scope, scopes, uses, kept)


def _find_declared(node: Node) -> Iterator[Node]:
    """The names that this very node declares, in the scope that it stands in or opens."""
    match node.type:
        case "lexical_declaration" | "variable_declaration":
            for one in node.named_children:
                if pattern := one.child_by_field_name("name"):
                    yield from _find_bound(pattern)
        case "for_in_statement" if node.child_by_field_name("kind"):
            yield from _find_bound(node.child_by_field_name("left"))
        case "catch_clause":
            yield from _find_bound(node.child_by_field_name("parameter"))
        case kind if kind in _FUNCTIONS:
            yield from _find_bound(node.child_by_field_name("parameters"))
            yield from _find_bound(node.child_by_field_name("parameter"))
    if node.type in _KEPT or node.type == "function_expression":
        yield from _find_bound(node.child_by_field_name("name"))


def _find_bound(pattern: Node | None) -> Iterator[Node]:
    """The names of a pattern, without its defaults and the properties that it reads."""
    if pattern is None:
        return
    match pattern.type:
        case "identifier" | "shorthand_property_identifier_pattern":
            yield pattern
        case "assignment_pattern" | "object_assignment_pattern":
            yield from _find_bound(pattern.child_by_field_name("left"))
        case "pair_pattern":
            yield from _find_bound(pattern.child_by_field_name("value"))
        case "array_pattern" | "object_pattern" | "rest_pattern" | "formal_parameters":
            for child in pattern.named_children:
                yield from _find_bound(child)


def _choose(scopes: list[_Scope], foreign: set[str]) -> dict[_Variable, str]:
    """Short names: outer scopes first, in each the name that is declared first."""
    short: dict[_Variable, str] = {}
    for scope in scopes:
        taken = {short[one] for one in scope.spoken if one in short} | foreign
        free = (name for name in _short_names() if name not in taken)
        for name, count in scope.names.items():
            if count:
                short[scope, name] = next(free)
    return short


def _short_names() -> Iterator[str]:
    """Letters, then letters with numbers, in the order of how often scripts have them anyway."""
    letters = "etnaosrilcdhupmfgkbywvxqzjETNAOSRILCDHUPMFGKBYWVXQZJ"
    yield from letters
    yield from (f"{letter}{number}" for number in itertools.count() for letter in letters)


def _rename(node: Node, short: str) -> str:
    """`{name}` says two things at once: the property keeps its name."""
    return f"{_text(node)}:{short}" if node.type.startswith("shorthand") else short


# --- signs ------------------------------------------------------------------------------------
def _write(node: Node, names: dict[int, str]) -> Iterator[str]:
    """The script's signs, one by one; `;` stands wherever a line's end stood for it."""
    if node.type == "comment":
        return
    if node.type == "template_string":
        yield "".join(_write_template(node, names))
    elif node.type in _TRUTHS and (node.parent is None or node.parent.type not in _BINDING):
        yield _TRUTHS[node.type]
    elif node.type == "empty_statement" and not _is_in_head(node):
        yield "{}"  # a `;` that ends nothing, and may not be taken for one that does
    elif not node.children or node.type in ("string", "regex"):
        yield names.get(node.id, _text(node))
    else:
        yield from _write_children(node, names)


def _write_children(node: Node, names: dict[int, str]) -> Iterator[str]:
    children = [child for child in node.children if child.type != "comment"]
    if node.type in _LISTS and len(children) > 2 and children[-2].type == ",":
        del children[-2]
    befores, afters = [None, *children], [*children[1:], None]
    for before, child, after in zip(befores, children, afters, strict=False):
        signs = list(_write(child, names))
        if child.type in _STATEMENTS and signs[-1] != ";":
            signs.append(";")
        if _are_one(before, child):
            signs[0] = ","
        if _are_one(child, after):
            signs.pop()
        yield from signs


def _is_in_head(node: Node) -> bool:
    """Whether an empty statement is a part of `for (;;)` that was left out."""
    loop = node.parent
    return bool(loop and loop.type == "for_statement" and loop.child_by_field_name("body") != node)


def _are_one(before: Node | None, after: Node | None) -> bool:
    """Whether two declarations in a row can be one: `const a = 1; const b = 2`."""
    return bool(
        before and after
        and before.type == after.type == "lexical_declaration"
        and before.children[0].type == after.children[0].type
    )  # fmt: skip


def _write_template(node: Node, names: dict[int, str]) -> Iterator[str]:
    """A template is text, spaces and all, but for the programs inside it."""
    for child in node.children:
        if child.type == "template_substitution":
            yield _join(_write_children(child, names))
        else:
            yield _text(child)


def _join(signs: Iterator[str]) -> str:
    """The signs in a row, with a space where two would become another."""
    pieces: list[str] = []
    last = " "
    for sign in signs:
        if not sign:
            continue
        if last == ";" and sign == "}":
            pieces.pop()
        if _would_join(last, sign):
            pieces.append(" ")
        pieces.append(sign)
        last = sign[-1]
    return "".join(pieces)


def _would_join(last: str, sign: str) -> bool:
    """Whether two signs would be read as one, as a number's part, or as a comment."""
    if _WORD.match(last) and _WORD.match(sign):
        return True
    doubled = last == sign[0] and last in "+-/"
    return doubled or (last == "!" and sign == "--") or (last.isdigit() and sign == ".")


def _text(node: Node) -> str:
    return (node.text or b"").decode()
