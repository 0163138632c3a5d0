"""The plugin's options as MkDocs sees them."""

from __future__ import annotations

from mkdocs.config.base import Config


class HatgiongConfig(Config):
    """Takes every key as it is: `hatgiong.project` checks them, with places and advice."""

    def validate(self) -> tuple[list[tuple[str, Exception]], list[tuple[str, str]]]:
        """No errors and no warnings of MkDocs' own."""
        return [], []
