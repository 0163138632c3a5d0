"""A drawing in a lesson's language: words set, made to fit, and nothing that only editors need."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as Tree

import pytest

from hatgiong.lessons.lesson import PictureFile
from hatgiong.lessons.picture import measure_word, read_drawing, write_drawing

START = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200">'
TEXT = "{http://www.w3.org/2000/svg}text"


def _read(inside: str) -> PictureFile:
    file, problems = read_drawing(f"{START}{inside}</svg>".encode(), "a.svg", "a.svg")
    assert problems == []
    assert file is not None
    return file


def _write(inside: str, words: Mapping[str, str] | None = None) -> str:
    written = write_drawing(_read(inside), words or {}).decode()
    assert written.startswith(START[:-1])
    Tree.fromstring(written)
    return written.removeprefix(START).removesuffix("</svg>")


def _size(inside: str, words: Mapping[str, str] | None = None) -> str | None:
    (text,) = Tree.fromstring(f"{START}{_write(inside, words)}</svg>").iter(TEXT)
    return text.get("font-size")


def test_word_of_the_language_takes_the_place_of_the_drawn_one() -> None:
    drawn = '<text data-word="connect" x="9">Kết nối</text>'
    assert _write(drawn, {"connect": "Connect"}) == '<text x="9">Connect</text>'
    assert _write(drawn, {"other": "x"}) == '<text x="9">Kết nối</text>'


def test_word_takes_the_place_of_every_part_of_the_drawn_one() -> None:
    drawn = '<text data-word="a">Kết<tspan fill="red"> nối</tspan></text>'
    assert _write(drawn, {"a": "Connect"}) == "<text>Connect</text>"


def test_word_is_only_ever_text() -> None:
    written = _write('<text data-word="a">b</text>', {"a": "<script>\"&'</script>"})
    assert "<script" not in written
    assert Tree.fromstring(f"{START}{written}</svg>")[0].text == "<script>\"&'</script>"


@pytest.mark.parametrize(
    "inside",
    [
        '<style data-word="a">g{fill:red}</style>',
        '<a href="#b" data-word="a"><rect/></a>',
        '<animate data-word="a" attributeName="x"/>',
        '<style>&#xe000;0&#xe000;</style><text data-word="a">b</text>',
        '<animate attributeName="&#xe000;0&#xe000;" to="c"/><text data-word="a">b</text>',
        '<rect fill="&#xe001;0&#xe001;" id="&#xe000;0&#xe000;"/><text data-word="a">b</text>',
        '<rect style="fill:u&#xe000;rl(#b)"/><text data-word="a">b</text>',
    ],
)
def test_word_gets_into_no_style_and_no_attribute(inside: str) -> None:
    written = _write(inside, {"a": 'url(//evil)" onload="evil'})
    bare = written.replace('<text>url(//evil)" onload="evil</text>', "")
    assert "evil" not in bare
    assert "\ue000" not in written
    assert "\ue001" not in written
    assert "url(" not in bare


def test_keys_of_the_words_are_known_in_the_order_of_the_drawing() -> None:
    file = _read('<text data-word="b">x</text><text data-word="a">y</text><text>z</text>')
    assert [word.key for word in file.words] == ["b", "a"]
    assert (file.width, file.height) == (320, 200)


def test_long_word_is_made_smaller_until_it_fits() -> None:
    drawn = '<text data-word="a" data-fit="60" font-size="20">OK</text>'
    size = float(_size(drawn, {"a": "Kết nối mạng"}) or 0)
    assert 7 < size < 20
    assert measure_word("Kết nối mạng", size) == pytest.approx(60, abs=1)


def test_word_is_never_made_too_small_to_read() -> None:
    drawn = '<text data-word="a" data-fit="9" font-size="20">OK</text>'
    assert _size(drawn, {"a": "Rất nhiều chữ trong một nút"}) == "7"


@pytest.mark.parametrize("size", ["20", "20px", " 20 ", "20.0"])
def test_word_that_fits_keeps_its_size(size: str) -> None:
    drawn = f'<text data-word="a" data-fit="200" font-size="{size}">OK</text>'
    assert float((_size(drawn, {"a": "Vâng"}) or "").strip().removesuffix("px")) == 20


def test_drawn_word_is_made_to_fit_as_well() -> None:
    assert _size('<text data-fit="30" font-size="20">Kết nối mạng</text>') == "7"


def test_size_of_the_group_around_counts_where_a_word_has_none() -> None:
    drawn = '<g font-size="10"><text data-word="a" data-fit="500">OK</text></g>'
    assert _size(drawn, {"a": "Vâng"}) in (None, "10")


@pytest.mark.parametrize("size", ["2em", "120%", "large", "-3", "nan", "inf", "1e3", ""])
def test_size_in_another_unit_is_left_as_it_is(size: str) -> None:
    drawn = f'<text data-word="a" data-fit="10" font-size="{size}">OK</text>'
    assert _size(drawn, {"a": "Rất nhiều chữ"}) == size


@pytest.mark.parametrize("fit", ["wide", "-5", "0", "nan", "inf", ""])
def test_width_that_is_no_number_changes_nothing(fit: str) -> None:
    drawn = f'<text data-word="a" data-fit="{fit}" font-size="20">OK</text>'
    assert _size(drawn, {"a": "Rất nhiều chữ"}) == "20"


def test_what_drawing_programs_note_is_dropped() -> None:
    noted = (
        '<metadata><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata>'
        '<s:namedview xmlns:s="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" s:zoom="1"/>'
        '<!-- lời ghi --><g xmlns:i="http://www.inkscape.org/namespaces/inkscape" i:label="a"\n'
        '   id="b">\n  <rect width="9"/>\n</g>\n'
    )
    assert _write(noted) == '<g id="b"><rect width="9" /></g>'


def test_spaces_between_words_stay() -> None:
    drawn = "<text>một <tspan>hai</tspan> ba\n<tspan>bốn</tspan></text>"
    assert _write(drawn) == drawn


def test_references_within_the_drawing_stay() -> None:
    drawn = (
        '<g xmlns:xlink="http://www.w3.org/1999/xlink"><use xlink:href="#a" /><use href="#a" /></g>'
    )
    assert 'xlink:href="#a"' in write_drawing(_read(drawn), {}).decode()


def test_prefixed_drawing_is_written_without_prefixes() -> None:
    content = b'<x:svg xmlns:x="http://www.w3.org/2000/svg" viewBox="0,0 9.4,5"><x:rect/></x:svg>'
    file, problems = read_drawing(content, "a.svg", "a.svg")
    assert problems == []
    assert file is not None
    assert (file.width, file.height) == (9, 5)
    assert b"<rect" in write_drawing(file, {})


def test_same_drawing_and_words_give_the_same_bytes() -> None:
    drawn = '<text data-word="a" data-fit="9">b</text><text data-word="c">d</text>'
    words = {"a": "Một", "c": "Hai"}
    assert _write(drawn, words) == _write(drawn, dict(reversed(words.items())))
