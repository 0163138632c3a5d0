"""The site as an app of the phone: a web app manifest for each language, and its icons.

https://www.w3.org/TR/appmanifest/; on Android a site that is put among the apps needs its icon as
PNG, 192 and 512 px wide.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import typst

from hatgiong.interface import find_files
from hatgiong.languages import Language, LocalText, is_right_to_left
from hatgiong.pages import addresses
from hatgiong.programs import ProgramFailed
from hatgiong.project import Project

_ICON_WIDTHS_PX = (192, 512)
#: `--paper` and `--a` of overrides/learner/base.css.
_PAPER, _GREEN = "#fbf7ee", "#195737"
#: The drawing keeps to the circle that every phone's mask leaves of an icon: 80 % of its width
#: (appmanifest, "Icon masks and safe zone").
_ICON = """\
#set page(width: 72pt, height: 72pt, margin: 0pt, fill: rgb("{paper}"))
#align(center + horizon, image(bytes(sys.inputs.logo), format: "svg", height: 56%))
"""


def make_app(project: Project) -> Mapping[str, bytes]:
    """Manifests and icons by their addresses."""
    icons = {width: _draw_icon(_read_logo(project.overrides_dirs), width)
             for width in _ICON_WIDTHS_PX}  # fmt: skip
    uris = {width: _name_icon(width, content) for width, content in icons.items()}
    files = {uris[width]: content for width, content in icons.items()}
    for language in project.languages:
        uri = addresses.manifest_uri(language)
        files[uri] = _write_manifest(project, language, uris)
    return files


def _read_logo(dirs: tuple[Path, ...]) -> str:
    return find_files(dirs, ".", ".svg")["logo"].read_text("utf-8")


def _draw_icon(logo: str, width_px: int) -> bytes:
    try:
        page = typst.compile(
            _ICON.format(paper=_PAPER).encode(),
            format="png",
            ppi=float(width_px),
            ignore_system_fonts=True,
            sys_inputs={"logo": logo},
        )
    except typst.TypstError as error:
        raise ProgramFailed(f"overrides/logo.svg: {error}") from error
    assert isinstance(page, bytes)
    return page


def _name_icon(width_px: int, content: bytes) -> str:
    return f"assets/icon-{width_px}.{hashlib.sha256(content).hexdigest()[:8]}.png"


def _write_manifest(project: Project, language: Language, icons: Mapping[int, str]) -> bytes:
    here = addresses.manifest_uri(language)
    settings = project.settings
    name = (settings.title or LocalText({"": project.site_name})).say(language.chain)
    manifest = {
        "name": name,
        "short_name": name,
        "description": settings.promise.say(language.chain),
        "lang": language.tag,
        "dir": "rtl" if is_right_to_left(language.tag) else "ltr",
        "start_url": addresses.relative(here, addresses.home_uri(language)),
        "scope": addresses.relative(here, "") or "./",
        # With the browser's own Back button: a page is no place to be stuck in.
        "display": "minimal-ui",
        "background_color": _PAPER,
        "theme_color": _GREEN,
        "icons": [
            {
                "src": addresses.relative(here, uri),
                "sizes": f"{width}x{width}",
                "type": "image/png",
                "purpose": purpose,
            }
            for width, uri in icons.items()
            for purpose in ("any", "maskable")
        ],
    }
    return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()
