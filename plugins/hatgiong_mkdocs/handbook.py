"""`python -m hatgiong_mkdocs.handbook MKDOCS_YML FOLDER`: MkDocs' part of the site alone.

`hatgiong build` starts this beside its own work, so that the handbook costs no time.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

from hatgiong_mkdocs.plugin import HatgiongPlugin


def build_handbook(settings: Path, folder: Path, *, strict: bool) -> None:
    """Builds the handbook's pages, in every language of static-i18n, into `folder`."""
    config = load_config(str(settings), site_dir=str(folder), strict=strict)
    plugin = config.plugins.get("hatgiong")
    if isinstance(plugin, HatgiongPlugin):
        plugin.handbook_only = True
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    finally:
        config.plugins.on_shutdown()


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s")
    build_handbook(Path(sys.argv[1]), Path(sys.argv[2]), strict="--strict" in sys.argv[3:])
