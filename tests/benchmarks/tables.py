"""Markdown tables and numbers as the reports write them."""

from collections.abc import Sequence


def markdown_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a table; the first column is text, the others are numbers and lie to the right."""
    rule = ["---", *("---:" for _ in head[1:])]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, rule, *rows)) + "\n"


def thousands(number: float) -> str:
    """Round to a whole number and group its digits: 14,600."""
    return f"{number:,.0f}"


def ratio(number: float, base: float | None) -> str:
    """Write how many times `base` a number is; empty without a base."""
    return f"{number / base:.2f}x" if base else ""
