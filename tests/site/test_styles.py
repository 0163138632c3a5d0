"""A page carries the rules that it can use, and no others."""

from __future__ import annotations

import pytest

from hatgiong.pages.styles import find_classes, find_names, trim_style


@pytest.mark.parametrize(
    ("css", "classes", "kept"),
    [
        (".a{b:c}.d{e:f}", {"a"}, ".a{b:c}"),
        ("p{b:c}#x,[hidden]{d:e}", set[str](), "p{b:c}#x,[hidden]{d:e}"),
        (".a,.b,p{c:d}", {"b"}, ".b,p{c:d}"),
        (".a .b{c:d}.a>.b+p{e:f}", {"a"}, ""),
        (".a.b:hover::before{c:d}", {"a", "b"}, ".a.b:hover::before{c:d}"),
        ("@media (min-width:1rem){.a{b:c}.d{e:f}}.g{h:i}", {"d"},
         "@media (min-width:1rem){.d{e:f}}"),
        ("@media print{.a{b:c}}", set[str](), ""),
        ("@supports (a:b){@media print{.a{b:c}p{d:e}}}", set[str](),
         "@supports (a:b){@media print{p{d:e}}}"),
        ("@font-face{src:url(a.b)}@keyframes x{from{a:b}}@page{a:b}", set[str](),
         "@font-face{src:url(a.b)}@keyframes x{from{a:b}}@page{a:b}"),
        ('@import "a.b";.c{d:e}', set[str](), '@import "a.b";'),
        ('.a:before{content:"}.b{"}.c{d:e}', {"c"}, ".c{d:e}"),
        ('.a:before{content:"}.b{"}', {"a"}, '.a:before{content:"}.b{"}'),
        ('[a=".b"]{c:d}', set[str](), '[a=".b"]{c:d}'),
        ("p:not(.a){b:c}", set[str](), "p:not(.a){b:c}"),
        (".d:not(.a){b:c}", set[str](), ""),
        ("p:is(.a,.b),.c{d:e}", set[str](), "p:is(.a,.b){d:e}"),
        (".a{b:c", {"x"}, ""),
        ("p{b:c", {"x"}, "p{b:c"),
        ("", {"x"}, ""),
    ],
)  # fmt: skip
def test_rules_for_classes_that_are_not_there_are_left_out(
    css: str, classes: set[str], kept: str
) -> None:
    assert trim_style(css, classes) == kept


def test_a_pages_classes_are_found_however_they_are_quoted() -> None:
    html = '<p class="a b-c"><i class=\'d\'><b class=e><u data-class="f" title=\'class="\'>'
    assert find_classes(html) >= {"a", "b-c", "d", "e"}


def test_whatever_a_script_could_set_is_kept() -> None:
    script = "it.className = 'button quiet'; it.classList.add(\"on\", `off-${x}`); const no = 1;"
    names = find_names(script)
    assert names >= {"button", "quiet", "on"}
    assert "no" not in names
