"""HTML and CSS as the standards and the browsers of 2018 understand them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from built_sites import REPOSITORY, BuiltSite
from needed import require_node_modules, require_program

from hatgiong.programs import run_program

#: docs: design, "Learner page: promises".
OLDEST_BROWSERS = "chrome 61, safari 12, firefox 60"
#: What an older browser leaves out without harm, by caniuse's names.
HARMLESS = {
    "prefers-color-scheme": "it stays light",
    "text-size-adjust": "its own larger text in landscape is kept",
    "css-overflow": "the data are about `clip` and about two values; `hidden` is as old as CSS 2",
    "css-snappoints": "`scroll-padding` keeps a bar from covering what has the focus",
    "css-sticky": "Chrome 61 leaves it out only in the rows of tables",
    "css-page-break": "`page-break-inside: avoid` is what all of them know",
}
#: What caniuse's data do not tell doiuse: the newest of each kind, first known in 2019 or later.
TOO_NEW = {
    "aspect-ratio": r"[{;]aspect-ratio:",
    "color-mix() and relative colours": r"color-mix\(|\(from ",
    "colours without commas": r"rgba?\([^),]*\)|hsla?\([^),]*\)",
    "media ranges": r"@media[^{]*[<>]",
    "gap": r"[{;](?:row-|column-)?gap:",
    "inset": r"[{;]inset[:-]",
    "overflow-wrap:anywhere": r"overflow-wrap:anywhere",
    "single transforms": r"[{;](?:translate|rotate|scale):",
    "text-wrap": r"[{;]text-wrap",
    "accent-color": r"[{;]accent-color:",
    ":where": r":where\(",
    "@property, @container, @scope, @starting-style": r"@(?:property|container|scope|starting)",
}
CSS_FILES = sorted((REPOSITORY / "overrides" / "learner").glob("*.css"))
LIMIT_S = 120.0


def require_vnu() -> Path:
    require_program("java", "default-jre-headless")
    return require_node_modules() / "vnu-jar" / "build" / "dist" / "vnu.jar"


def read_style(site: BuiltSite, url: str) -> str:
    """All CSS of a page."""
    html = (site.folder / url).read_text("utf-8")
    return "".join(re.findall(r"<style>(.*?)</style>", html, re.DOTALL))


def test_nu_html_checker_finds_no_error_on_any_page(
    shipped: BuiltSite, languages: BuiltSite
) -> None:
    files = [str(site.folder / page.url) for site in (shipped, languages) for page in site.pages]
    options = ["--errors-only", "--format", "json", "--stdout", "--exit-zero-always"]
    command = ["java", "-jar", str(require_vnu()), *options, *files]
    output = run_program(command, folder=shipped.folder, time_limit_s=LIMIT_S).output
    messages = json.loads(output[output.index("{") :])["messages"]
    assert {one["message"]: one["url"].rpartition("/site/")[2] for one in messages} == {}


@pytest.mark.parametrize("path", CSS_FILES, ids=lambda path: path.name)
def test_style_sheet_asks_nothing_that_browsers_of_2018_lack(path: Path) -> None:
    doiuse = require_node_modules() / ".bin" / "doiuse"
    command = [str(doiuse), "--browsers", OLDEST_BROWSERS, "--ignore", ",".join(HARMLESS)]
    output = run_program([*command, str(path)], folder=path.parent, time_limit_s=LIMIT_S).output
    assert output.strip() == ""


@pytest.mark.parametrize("name", ["shipped", "languages"])
def test_style_of_every_kind_of_page_uses_nothing_newer_than_2018(
    name: str, request: pytest.FixtureRequest
) -> None:
    site: BuiltSite = request.getfixturevalue(name)
    for page in site.page_types("vi"):
        css = re.sub(r"\s*([{;:,>])\s*", r"\1", read_style(site, page.url))
        assert css
        found = {what for what, pattern in TOO_NEW.items() if re.search(pattern, css)}
        assert not found, page.url


@pytest.mark.parametrize(("what", "css"), [
    ("aspect-ratio", "a{aspect-ratio:1}"),
    ("color-mix() and relative colours", "a{color:color-mix(in srgb,red,blue)}"),
    ("colours without commas", "a{color:rgb(0 0 0 / 50%)}"),
    ("media ranges", "@media (width>=40rem){a{color:red}}"),
    ("gap", "a{display:flex;gap:1rem}"),
])  # fmt: skip
def test_what_is_too_new_is_found(what: str, css: str) -> None:
    assert re.search(TOO_NEW[what], css)
