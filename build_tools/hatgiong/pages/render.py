"""Pages as HTML: a pure function of the site's values and the templates, without MkDocs."""

from __future__ import annotations

import re
from copy import copy
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import jinja2
import rcssmin
from markupsafe import Markup

from hatgiong.interface import Phrases, find_files, find_phrases
from hatgiong.languages import Language, LocalText, is_right_to_left
from hatgiong.pages import addresses, lesson_view, list_view
from hatgiong.pages.drawing import inline_drawing
from hatgiong.pages.plan import Page, Site
from hatgiong.pages.policy import name_code
from hatgiong.pages.scripts import read_waiting
from hatgiong.pages.sharing import view_preview
from hatgiong.pages.styles import find_classes, find_names, trim_style
from hatgiong.pages.words import Words, mark_name

_STYLES = {"lesson": ("base", "lesson")}
_LIST_STYLES = ("base", "list")
#: The words of learner.js, in the order in which it counts them.
_SCRIPT_WORDS = (
    "step-done", "lesson-done", "steps-done", "quiz-score", "quiz-again",
)  # fmt: skip
#: The parts of a script that have something to do on one kind of page alone.
_ONLY_ON = {"lesson": "lesson", "listen": "lesson", "practice": "lesson", "mine": "mine"}
#: The templates' line ends and indentation; code keeps its own.
_INDENT = re.compile(r"(<pre\b.*?</pre>)|\n\s*", re.DOTALL)
_TEXT = re.compile(r">[^<]+")
#: What stands for the style sheet and its hashes until the page is written, and its classes are
#: known. No template's text can hold these signs: they are taken out of every text that is read.
_STYLE, _STYLE_HASHES = Markup("\x02style\x03"), Markup("\x02hashes\x03")


class Renderer:
    """Draws a site's pages; one instance serves one process."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._dirs = site.project.overrides_dirs
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader([folder / "learner" for folder in self._dirs]),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )
        self._words: dict[str, Words] = {}

    def of(self, site: Site) -> Renderer:
        """The same templates and words for other values."""
        other = copy(self)
        other._site = site
        return other

    def render(self, page: Page, *, keep_bytes: int = 0) -> str:
        """The page's HTML, ending in one newline. `keep_bytes` is the size of the lesson as one
        file, where the site has it so."""
        words = self._words_of(page.language)
        view = self._view(page, words)
        head = view.pop("head", {})
        template = self._environment.get_template(page.kind.replace("-", "_") + ".html")
        html = template.render(
            **view,
            site=self._site_view(page.language, words),
            page=self._page_view(page, words, head),
            keep=keep_bytes and self._keep_view(page, words, keep_bytes),
            t=words.text,
            a=words.attribute,
            icon=self._icon,
        )
        html = keep_together(_INDENT.sub(lambda match: match[1] or "\n", html).strip()) + "\n"
        return self._put_styles(page, html)

    def _view(self, page: Page, words: Words) -> dict[str, Any]:
        match page.kind:
            case "home":
                return list_view.view_home(self._site, page, words)
            case "course":
                return list_view.view_course(self._site, page, words)
            case "topics":
                return list_view.view_topics(self._site, page, words)
            case "lesson":
                return lesson_view.view_lesson(self._site, page, words)
            case "about":
                return list_view.view_about(self._site, page, words)
            case "mine":
                return list_view.view_mine(self._site, page, words)
            case "find":
                return list_view.view_find(self._site, page, words)
            case "offline":
                return {"head": _name_page(words, "offline")}
            case "not-found":
                return {"head": _name_page(words, "not-found")}

    def _words_of(self, language: Language) -> Words:
        if language.tag not in self._words:
            phrases: Phrases = find_phrases(self._dirs, language)
            self._words[language.tag] = Words(phrases, language.tag)
        return self._words[language.tag]

    # --- what every page has ----------------------------------------------------------------
    def _site_view(self, language: Language, words: Words) -> dict[str, Any]:
        settings = self._site.project.settings
        name = settings.title or LocalText({"": self._site.project.site_name})
        return {
            "title": mark_name(name, language),
            "plain_title": name.say(language.chain),
            "promise": mark_name(settings.promise, language),
            "publisher": mark_name(settings.publisher, language),
            "logo": self._logo,
            "helper": settings.helper
            and {
                "name": mark_name(settings.helper.name, language),
                "phone": settings.helper.phone,
                "dial": re.sub(r"[^+0-9]", "", settings.helper.phone),
                "zalo": settings.helper.zalo,
                "hours": settings.helper.hours.say(language.chain),
            },
        }

    def _page_view(self, page: Page, words: Words, head: dict[str, Any]) -> dict[str, Any]:
        return {
            "language": page.language.tag,
            "rtl": is_right_to_left(page.language.tag),
            "colour": "green",
            "summary": "",
            "preview": view_preview(self._site, page),
            "canonical": "",
            "alternates": [],
            "style": _STYLE,
            "style_hashes": _STYLE_HASHES,
            "scripts": [self._link(page, script.uri) for script in self._site.scripts_of(page)],
            "waiting": self._waiting if self._site.waits(page) else None,
            "script_words": "|".join(words.plain(key) for key in _SCRIPT_WORDS),
            "script_lang": words.borrowed_from(_SCRIPT_WORDS[0]),
            "mine": self._link(page, addresses.mine_uri(page.language)),
            "home": self._link(page, addresses.home_uri(page.language)),
            "all_lessons": self._link(page, addresses.topics_uri(page.language)),
            "about": self._link(page, addresses.about_uri(page.language)),
            "find": self._link(page, addresses.find_uri(page.language)),
            "languages": list_view.view_languages(self._site, page),
            **head,
        }

    def _keep_view(self, page: Page, words: Words, size_bytes: int) -> dict[str, str]:
        href = self._link(page, addresses.keep_uri(page.language, page.subject))
        return {"href": href, "size": words.megabytes(size_bytes)}

    def _link(self, page: Page, uri: str) -> str:
        return list_view.link(self._site, page, uri)

    def _put_styles(self, page: Page, html: str) -> str:
        """The page with its style sheet, trimmed to what it and its scripts can use."""
        classes = find_classes(html)
        for part in self._parts_of(page):
            classes |= find_names(part)
        names = _STYLES.get(page.kind, _LIST_STYLES)
        styles = [trim_style("".join(self._sheets[name] for name in names), classes)]
        for font in self._site.fonts.get(page.language.tag, ()):
            styles.append(font.style(self._link(page, font.uri)))
        elements = "\n".join(f"<style>{style}</style>" for style in styles)
        html = html.replace(_STYLE_HASHES, " ".join(map(name_code, styles)), 1)
        return html.replace(_STYLE, elements, 1)

    def _parts_of(self, page: Page) -> list[str]:
        """The parts of scripts that have something to do on this page, as they are written."""
        parts = {
            name: text
            for script in self._site.scripts_of(page)
            for name, text in script.parts.items()
            if _ONLY_ON.get(name, page.kind) == page.kind
        }
        if "practice" in parts and not self._is_practised(page):
            del parts["practice"]
        return [*parts.values()]

    def _is_practised(self, page: Page) -> bool:
        catalogue = self._site.catalogue
        shown = catalogue.show(catalogue.lessons[page.subject], page.language, page.variant)
        return shown is not None and any(shown.text.practices())

    @cached_property
    def _waiting(self) -> dict[str, Markup]:
        waiting = read_waiting(self._dirs)
        return {"code": Markup(waiting.code), "hash": Markup(waiting.hash)}  # noqa: S704  (our own)

    @cached_property
    def _sheets(self) -> dict[str, str]:
        files = find_files(self._dirs, "learner", ".css")
        return {name: rcssmin.cssmin(path.read_text("utf-8")) for name, path in files.items()}

    # --- drawings inside the page -----------------------------------------------------------
    def _icon(self, name: str) -> Markup:
        path = self._icons.get(name)
        return _read_icon(path) if path else Markup("")

    @cached_property
    def _icons(self) -> dict[str, Path]:
        return find_files(self._dirs, "icons", ".svg")

    @cached_property
    def _logo(self) -> Markup:
        path = find_files(self._dirs, ".", ".svg")["logo"]
        return inline_drawing(path.read_text("utf-8"), "")


def _name_page(words: Words, key: str) -> dict[str, str]:
    return {"title": words.plain(key), "summary": words.plain(f"{key}-about")}


def keep_together(html: str) -> str:
    """The text, but no address, with hyphens that do not break in the one word that every lesson
    needs whole."""
    return _TEXT.sub(lambda match: match[0].replace("Wi-Fi", "Wi\u2011Fi"), html)


@cache
def _read_icon(path: Path) -> Markup:
    return inline_drawing(path.read_text("utf-8"), "i")
