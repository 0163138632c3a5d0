"""The lesson's blocks (`/// name`) as pymdown-extensions blocks.

Each leaves one element `<hg-NAME>` in Markdown's tree; `parts.py` turns these into values.
https://facelessuser.github.io/pymdown-extensions/extensions/blocks/
"""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as Tree  # only builds trees here, parses nothing

from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

BLOCK_NAMES = ("tip", "warning", "group", "notes", "quiz", "practice", "infographic")
PREFIX = "hg-"


class _LessonBlock(Block):  # type: ignore[misc]  # the library ships no types
    ARGUMENT = None

    def on_create(self, parent: Tree.Element) -> Tree.Element:
        attributes = {"argument": self.argument or ""}
        return Tree.SubElement(parent, PREFIX + self.NAME, attributes)

    def on_markdown(self) -> str:
        return "block"

    def on_validate(self, parent: Tree.Element) -> bool:
        # The library lets every block set any HTML attribute, `onclick` too, by an option `attrs`.
        self.options["attrs"] = {}
        return True


_BLOCKS = tuple(type(name.capitalize(), (_LessonBlock,), {"NAME": name}) for name in BLOCK_NAMES)


class LessonBlocks(BlocksExtension):  # type: ignore[misc]
    """Registers the blocks with Markdown."""

    def extendMarkdownBlocks(self, md: Any, block_mgr: Any) -> None:  # noqa: N802  (their name)
        for block in _BLOCKS:
            block_mgr.register(block, self.getConfigs())
