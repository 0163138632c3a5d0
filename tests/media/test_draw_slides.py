"""Slides as pictures: letters stay letters, nothing is cut off, nothing depends on the machine."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import typst
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops
from slideshow_parts import DRAWING, OVERRIDES, make_slideshow

from hatgiong.content import read_content
from hatgiong.languages import find_rare_letters
from hatgiong.lessons.picture import read_picture
from hatgiong.media.slideshows.draw_slides import draw_slides, guard_breaks
from hatgiong.media.slideshows.frame import SMALLEST_TYPE_PX
from hatgiong.media.slideshows.look import COLOURS, GROUP_COLOURS, find_missing_letters, read_look
from hatgiong.media.slideshows.slideshow import Slideshow, list_shown, plan_slideshow
from hatgiong.programs import ProgramFailed
from hatgiong.project import read_project

ROOT = Path(__file__).parents[2]
VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
RED = (192, 0, 0)


def draw(show: Slideshow, folder: Path) -> list[Image.Image]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = draw_slides(
        show.slides, show.pictures, show.words, show.look, folder,
        language=show.language, site=show.site, colour=show.colour,
    )  # fmt: skip
    return [Image.open(path).convert("RGB") for path in paths]


def find_overflow(show: Slideshow, folder: Path) -> str:
    draw(show, folder)
    fonts = sorted({str(path.parent) for path in show.look.fonts})
    compiler = typst.Compiler(
        str(folder / "slide.typ"), root=str(folder), font_paths=fonts, ignore_system_fonts=True
    )
    return str(compiler.query("<overflow>"))


def count_red(image: Image.Image) -> int:
    """The pixels that are as red as the test drawing's word, and no redder than it."""
    near = ImageChops.difference(image, Image.new("RGB", image.size, RED)).convert("L")
    return near.point([255] * 12 + [0] * 244).histogram()[255]


def test_slides_are_of_the_projectors_size_and_the_same_each_time(tmp_path: Path) -> None:
    show = make_slideshow("## Một\n\n![Hình](a.svg)\n\nChữ.\n", a=DRAWING)
    first, second = draw(show, tmp_path / "1"), draw(show, tmp_path / "2")
    assert {image.size for image in first} == {(1280, 720)}
    assert [image.tobytes() for image in first] == [image.tobytes() for image in second]


def test_signs_of_typst_in_a_lesson_stay_letters(tmp_path: Path) -> None:
    words = r'#panic("x") $a$ = @b < c > ~ // d /* e #import "y" \\ [f]'
    shown = draw(make_slideshow(f"## {words}\n\n`{words}`\n"), tmp_path / "1")[1]
    plain = draw(make_slideshow("## Một\n\nChữ.\n"), tmp_path / "2")[1]
    assert ImageChops.difference(shown, plain).getbbox() is not None


def test_words_of_drawings_are_set_in_the_lessons_language(tmp_path: Path) -> None:
    show = make_slideshow("## Một\n\n![Hình](a.svg)\n\nChữ.\n", a=DRAWING)
    as_drawn = draw(show, tmp_path / "1")[1]
    translated = draw(replace(show, words={"scan": "ỆỘ"}), tmp_path / "2")[1]
    empty = draw(replace(show, words={"scan": " "}), tmp_path / "3")[1]
    assert count_red(as_drawn) > count_red(translated) > count_red(empty)


def test_photograph_is_shown_in_its_place(tmp_path: Path) -> None:
    Image.new("RGB", (600, 800), RED).save(tmp_path / "a.jpg", quality=95)
    photograph, _ = read_picture(tmp_path / "a.jpg", tmp_path)
    assert photograph is not None
    show = make_slideshow("## Một\n\n![Hình](a.svg)\n\nChữ.\n", a=DRAWING)
    shown = draw(replace(show, pictures={"a.svg": photograph}), tmp_path / "1")[1]
    assert count_red(shown) == pytest.approx(322 * 430, rel=0.06)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_nothing_of_the_shipped_lessons_is_cut_off_or_without_a_letter(
    tmp_path: Path, language: str
) -> None:
    project = read_project(ROOT)
    catalogue = read_content(project).catalogue
    look = read_look(project.overrides_dirs)
    for lesson in catalogue.lessons.values():
        text = lesson.texts[language, ""]
        show = plan_slideshow(project, catalogue, lesson, text, look, {})
        assert find_overflow(show, tmp_path / lesson.slug) == "[]"
        assert is_clear_of_the_picture(draw(show, tmp_path / "again")[0]), lesson.slug
        assert find_missing_letters(list_shown(show), look.fonts) == ""


@pytest.mark.parametrize(
    "words",
    [
        "Wwww " * 120,
        "MỘT HAI BA BỐN NĂM " * 30,
        "https://dichvucong.gov.vn/p/home/dvc-trang-chu.html?ma=1234567890&ten=mot-hai-ba " * 4,
        "ꪼꪕꪁꪫꪱꪣ ꪼꪕ " * 30,
        "- một việc cần làm ngay bây giờ\n- hai\n" * 6,
    ],
)
def test_words_of_any_kind_stay_within_the_frame(tmp_path: Path, words: str) -> None:
    show = make_slideshow(
        "## Một tên bước dài đến mức phải viết trên hai dòng mới đủ chỗ\n\n"
        f"![Hình](a.svg)\n\n{words}\n"
        f"\n/// warning\n{words.replace('- ', '')}\n///\n",
        a=DRAWING,
    )
    assert find_overflow(show, tmp_path) == "[]"


@pytest.mark.parametrize("last", ["public-service portal", "management system", "signing here"])
def test_last_words_of_a_title_do_not_run_under_its_picture(tmp_path: Path, last: str) -> None:
    show = make_slideshow("## Một\n\n![Hình](a.svg)\n\nChữ.\n", a=DRAWING)
    card = replace(show.slides[0], title=f"Work every day with the {last}")
    assert card.kind == "title"
    shown = draw(replace(show, slides=(card, *show.slides[1:])), tmp_path)[0]
    assert is_clear_of_the_picture(shown)


def is_clear_of_the_picture(card: Image.Image) -> bool:
    """Whether nothing of a title card's words reaches its picture."""
    between = card.crop((56 + 602, 140, 1280 - 56 - 536 - 2, 620))
    return len(between.getcolors() or []) == 1


def test_type_is_never_smaller_than_can_be_read() -> None:
    template = (OVERRIDES / "slides" / "slide.typ").read_text("utf-8")
    sizes = [
        line for line in template.splitlines() if line.startswith("#let ") and "sizes = " in line
    ]
    assert len(sizes) == 2
    assert all(line.endswith(f"{SMALLEST_TYPE_PX}pt)") for line in sizes)


def test_lines_break_at_spaces_alone() -> None:
    joined = guard_breaks("Wi-Fi và/hoặc 30 phút")
    assert joined == "Wi\u2060-\u2060Fi và\u2060/\u2060hoặc 30\u00a0phút"
    assert "\u200b" in guard_breaks("https://dichvucong.gov.vn/mot/hai/ba")


def test_shipped_fonts_hold_vietnamese_and_are_small() -> None:
    for name in ("slides-regular", "slides-bold"):
        path = OVERRIDES / "fonts" / f"{name}.ttf"
        assert path.stat().st_size < 250_000
        with TTFont(path) as font:
            letters = font.getBestCmap()
            assert {"GSUB", "GPOS"} <= set(font.keys())
        assert all(ord(one) in letters for one in VIETNAMESE + VIETNAMESE.upper() + "₫…“”–\u0309")


def test_fonts_of_slides_hold_nothing_that_pages_would_ship() -> None:
    """Pages ship a font for letters that phones lack: these fonts are for slides alone."""
    for path in (OVERRIDES / "fonts").glob("slides-*.ttf"):
        with TTFont(path) as font:
            assert not find_rare_letters("".join(map(chr, font.getBestCmap())))


def test_colours_are_those_of_the_pages() -> None:
    style = (OVERRIDES / "learner" / "base.css").read_text("utf-8")
    for name in ("paper", "ink", "soft", "line"):
        assert f"--{name}:{COLOURS[name]}" in style
    for name, (accent, tint) in GROUP_COLOURS.items():
        assert f".g-{name}{{--a:{accent};--t:{tint}}}" in style


def test_letters_that_no_font_has_are_found() -> None:
    fonts = read_look((OVERRIDES,)).fonts
    assert find_missing_letters("Trả tiền ₫ → ꪼꪕ", fonts) == ""
    assert find_missing_letters("Chào 😀 中", fonts) == "中😀"


def test_sites_own_template_takes_the_place_of_ours(tmp_path: Path) -> None:
    (tmp_path / "own" / "slides").mkdir(parents=True)
    own = tmp_path / "own" / "slides" / "slide.typ"
    own.write_text(
        '#set page(width: 1280pt, height: 720pt, fill: rgb("#c00000"))\n#pagebreak()\n' * 1
    )
    look = read_look((tmp_path / "own", OVERRIDES))
    show = replace(make_slideshow("## Một\n\nChữ.\n"), look=look)
    two = replace(show, slides=show.slides[:2])
    assert all(count_red(image) == 1280 * 720 for image in draw(two, tmp_path / "1"))
    assert look.digest != read_look((OVERRIDES,)).digest
    own.write_text("#let = \n")
    with pytest.raises(ProgramFailed, match=r"overrides/slides/slide\.typ"):
        draw(replace(two, look=read_look((tmp_path / "own", OVERRIDES))), tmp_path / "2")


def test_fonts_of_the_machine_are_not_used(tmp_path: Path) -> None:
    """With the shipped fonts alone in a folder of their own, slides look the same."""
    (tmp_path / "fonts").mkdir()
    for path in (OVERRIDES / "fonts").glob("*.ttf"):
        shutil.copy(path, tmp_path / "fonts")
    show = make_slideshow("## Một\n\nChữ đậm **nhất**, ꪼꪕ →\n")
    moved = replace(show.look, fonts=tuple(sorted((tmp_path / "fonts").glob("*.ttf"))))
    first = draw(show, tmp_path / "1")[1]
    second = draw(replace(show, look=moved), tmp_path / "2")[1]
    assert first.tobytes() == second.tobytes()
