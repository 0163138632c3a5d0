"""The MkDocs plugin: MkDocs builds the handbook, the core builds everything that learners see."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from hatgiong.cli import find_locale, find_today
from hatgiong.content import read_content
from hatgiong.media.running.runner import use_local_workers
from hatgiong.media.stage import make_clips
from hatgiong.problems import Locale, SettingsError, format_text
from hatgiong.project import Project, read_project
from hatgiong.site.assemble import build_site, has_handbook
from hatgiong_mkdocs.config import HatgiongConfig

log = logging.getLogger("mkdocs.plugins.hatgiong")

HANDBOOK = "handbook/"


class HatgiongPlugin(BasePlugin[HatgiongConfig]):
    """Holds one build's project and the folder into which MkDocs writes the handbook.

    MkDocs never writes into the site's own folder: what it makes goes to a temporary one, and the
    core publishes the whole site at once (`hatgiong.site.publish`).
    """

    def __init__(self) -> None:
        self.handbook_only = False
        self._project: Project | None = None
        self._output: Path | None = None

    @event_priority(200)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Reads the project; sends MkDocs' output elsewhere."""
        if self._is_nested(config) or self.handbook_only:
            return config
        try:
            project = read_project(Path(config.config_file_path).parent)
        except SettingsError as error:
            raise PluginError("\n" + format_text(error.problems, _locale())) from error
        self._project = _with_folders(project, config)
        self._output = Path(tempfile.mkdtemp(prefix="hatgiong-"))
        config.site_dir = str(self._output)
        return config

    @event_priority(200)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Keeps the handbook and the theme's own files; lessons are not MkDocs' business."""
        content, own_theme = Path(config.docs_dir), Path(config.theme.custom_dir or "-").resolve()

        def is_wanted(source: str | None, uri: str) -> bool:
            folder = Path(source or "-").resolve()
            return uri.startswith(HANDBOOK) if folder == content.resolve() else folder != own_theme

        return Files([file for file in files if is_wanted(file.src_dir, file.src_uri)])

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """The handbook's logo leads to the learners' first page: MkDocs knows of no page there,
        and would link to a folder, which a stick cannot open."""
        config.extra["homepage"] = page.url.partition(HANDBOOK)[0] + "index.html"
        return context

    def on_nav(self, nav: Navigation, **_: Any) -> Navigation:
        """The handbook's first page is MkDocs' home page: static-i18n warns where there is none."""
        first = (page for page in nav.pages if page.url.endswith("handbook/index.html"))
        nav.homepage = next(first, None)
        return nav

    @event_priority(-200)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """After the last language: the core builds the site around the handbook."""
        if self._is_nested(config) or self._project is None or self._output is None:
            return
        project, output = self._project, self._output
        self._project = self._output = None
        config.site_dir = str(project.site_dir)
        try:
            self._build(project, output, strict=config.strict)
        finally:
            shutil.rmtree(output, ignore_errors=True)

    def _build(self, project: Project, output: Path, *, strict: bool) -> None:
        workers = os.cpu_count() or 1
        outcome = build_site(
            project,
            read_content(project, workers=workers),
            today=find_today(dict(os.environ)),
            make_clips=lambda catalogue: make_clips(project, catalogue, use_local_workers(workers)),
            find_handbook=lambda: output if has_handbook(project) else None,
            strict=strict,
            workers=workers,
        )
        for problem in outcome.problems:
            level = logging.ERROR if problem.level == "error" else logging.WARNING
            log.log(level, format_text([problem], _locale()).rstrip())
        if not outcome.is_published:
            raise PluginError("nothing was published; the old site is as it was")

    def on_build_error(self, **_: Any) -> None:
        """Removes what a failed build left."""
        if self._output is not None:
            shutil.rmtree(self._output, ignore_errors=True)

    @staticmethod
    def _is_nested(config: MkDocsConfig) -> bool:
        """Whether static-i18n is building another language inside the first one's build."""
        i18n = config.plugins.get("i18n")
        return bool(getattr(i18n, "building", False))


def _with_folders(project: Project, config: MkDocsConfig) -> Project:
    """The project with the output folder that MkDocs was told (`--site-dir`, `serve`)."""
    values = {name: getattr(project, name) for name in Project.__dataclass_fields__}
    return Project(**{**values, "site_dir": Path(config.site_dir).resolve()})


def _locale() -> Locale:
    return find_locale(dict(os.environ))
