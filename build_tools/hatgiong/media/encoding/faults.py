"""What is wrong with a recording, raised where it is found and told where its place is known."""

from __future__ import annotations

from hatgiong.problems import Place, Problem, make_problem


class MediaFault(Exception):  # noqa: N818  (it names what was found, as a problem does)
    """A recording that cannot be used: the id of a rule of `rules.yml`, and the rule's facts.

    Every rule raised in `media` takes the fact `name`; it is filled in by `as_problem`, as the
    code that reads a file need not know what its author calls it. Can be pickled: jobs may run in
    another process or on another machine.
    """

    def __init__(self, rule: str, facts: dict[str, str] | None = None) -> None:
        self.rule = rule
        self.facts = dict(facts or {})
        super().__init__(rule, self.facts)

    def __str__(self) -> str:
        said = ", ".join(f"{name}: {value}" for name, value in self.facts.items())
        return f"{self.rule} ({said})" if said else self.rule

    def as_problem(self, place: Place, name: str) -> Problem:
        """The fault as a problem of the author's file: `place` is where the file is named."""
        return make_problem(place, self.rule, **{**self.facts, "name": name})
