"""Photographs as authors bring them, and the files that phones get: seen, not assumed."""

from __future__ import annotations

import io
import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image, ImageCms, ImageDraw

from hatgiong.content import read_content
from hatgiong.lessons.photograph import PhotographFault
from hatgiong.media.photos.likeness import measure_likeness
from hatgiong.media.photos.photo_encode import encode_photo
from hatgiong.media.photos.photo_pixels import read_pixels
from hatgiong.media.photos.photo_plan import plan_photo
from hatgiong.media.photos.pictures import Photo, PhotoFile, find_unused, make_photos
from hatgiong.problems import Problem
from hatgiong.programs import ProgramFailed
from hatgiong.project import read_project
from tiny_site import TinySite

RED, BLUE = (200, 30, 30), (30, 60, 200)


def _draw_half(size: tuple[int, int] = (64, 48)) -> Image.Image:
    """Red above, blue below."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (0, size[1] // 2, *size))
    return image


def _draw_scene(size: tuple[int, int], seed: int = 1) -> Image.Image:
    """Soft shapes, with some grain: as hard to encode as a photograph of a market."""
    chance = random.Random(seed)
    image = Image.effect_noise(size, 15).convert("RGB").point([v // 3 for v in range(256)] * 3)
    draw = ImageDraw.Draw(image)
    for _ in range(120):
        x, y = chance.randrange(size[0]), chance.randrange(size[1])
        reach = chance.randrange(3, max(4, max(size) // 6))
        fill = tuple(chance.randrange(256) for _ in range(3))
        draw.ellipse((x, y, x + reach, y + reach), fill=fill)
    return image


def _save(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _is_near(colour: object, expected: tuple[int, ...], by: int = 12) -> bool:
    assert isinstance(colour, tuple)
    return all(abs(a - b) <= by for a, b in zip(colour, expected, strict=True))


def _add_photo(
    site: TinySite, content: bytes, name: str = "cho.jpg", slug: str = "bai-tot"
) -> Path:
    site.add_lesson(slug, f"## Một\n\n![Chợ phiên]({name})\n")
    return site.write(f"content/lessons/{slug}/{name}", content)


def _make(site: TinySite, workers: int = 1) -> tuple[list[Photo], list[Problem]]:
    project = read_project(site.folder)
    photos, problems = make_photos(project, read_content(project).catalogue, workers=workers)
    return list(photos.values()), problems


def _make_one(site: TinySite, content: bytes, name: str = "cho.jpg") -> Photo:
    _add_photo(site, content, name)
    (photo,), problems = _make(site)
    assert problems == []
    return photo


def _open(one: PhotoFile) -> Image.Image:
    with Image.open(one.path) as image:
        image.load()
        return image


# --- sizes and codings ---------------------------------------------------------------------------
def test_photograph_becomes_a_few_widths_in_three_codings_and_none_is_larger_than_itself(
    tiny_site: TinySite,
) -> None:
    photo = _make_one(tiny_site, _save(_draw_scene((1000, 750)), "JPEG"))
    made = [(one.width_px, one.ending) for one in photo.files]
    small, usual = ([(width, kind) for kind in ("avif", "webp", "jpg")] for width in (320, 600))
    assert made == [*small, *usual, (900, "avif"), (900, "webp")]
    for one in photo.files:
        assert _open(one).size == (one.width_px, one.height_px)
        assert one.size_bytes == one.path.stat().st_size


@pytest.mark.parametrize(
    ("size", "widths"),
    [
        ((1, 1), [1]),
        ((300, 200), [300]),
        ((640, 480), [320, 600]),
        ((4032, 3024), [320, 600, 900, 1280]),
        ((3024, 4032), [320, 600, 900]),
        ((1080, 2400), [320, 600, 900]),
        ((20, 40_000), [8]),
    ],
)
def test_widths_are_those_that_a_page_can_use(
    size: tuple[int, int], widths: list[int], tiny_site: TinySite
) -> None:
    _add_photo(tiny_site, _save(_draw_half(), "PNG"))
    project = read_project(tiny_site.folder)
    file = read_content(project).catalogue.lessons["bai-tot"].pictures["cho.jpg"]
    plan = plan_photo(replace(file, width=size[0], height=size[1]), 60_000)
    assert list(dict.fromkeys(one.width_px for one in plan)) == widths
    assert len({one.key for one in plan}) == len(plan)


def test_every_file_looks_like_the_photograph_and_keeps_the_budget(tiny_site: TinySite) -> None:
    scene = _draw_scene((1400, 1050))
    photo = _make_one(tiny_site, _save(scene, "JPEG", quality=95))
    for one in photo.files:
        expected = scene.resize((one.width_px, one.height_px), Image.Resampling.LANCZOS)
        likeness = measure_likeness(expected, _open(one).convert("RGB"))
        # Wide files are shown denser: the quality is looked for at 600 pixels.
        assert likeness > (0.85 if one.width_px <= 600 else 0.75), one
        assert one.size_bytes <= 60_000 * (3 if one.row_px == 1280 else 1), one


def test_photograph_that_cannot_keep_the_budget_is_told_and_shown(tiny_site: TinySite) -> None:
    settings = (
        tiny_site.folder / "mkdocs.yml"
    ).read_text() + "      budgets: {picture_bytes: 500}\n"
    tiny_site.write("mkdocs.yml", settings)
    _add_photo(tiny_site, _save(_draw_scene((160, 120)), "JPEG"))
    photos, (problem,) = _make(tiny_site)
    assert len(photos) == 1
    assert problem.rule == "picture-too-heavy"
    assert problem.place.file == "content/lessons/bai-tot/cho.jpg"


# --- what is beside the pixels -------------------------------------------------------------------
def _write_notes() -> tuple[bytes, bytes]:
    """EXIF with a place, a phone, a thumbnail's worth of text and a turn; XMP with a name."""
    notes = Image.Exif()
    notes[0x0112] = 6
    notes[0x010F] = "SECRETPHONE"
    place = notes.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (22.0, 20.0, 7.0), "E", (103.0, 50.0, 1.0)
    return notes.tobytes(), b"<x:xmpmeta>SECRETNAME</x:xmpmeta>"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_place_phone_and_comments_are_gone_and_the_picture_is_upright(
    kind: str, tiny_site: TinySite
) -> None:
    notes, xmp = _write_notes()
    extra = {"comment": b"SECRETNOTE"} if kind == "JPEG" else {}
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    content = _save(_draw_half(), kind, exif=notes, xmp=xmp, icc_profile=profile, **extra)
    assert b"SECRETPHONE" in content
    photo = _make_one(tiny_site, content)
    for one in photo.files:
        written = one.path.read_bytes()
        assert not any(sign in written for sign in (b"SECRET", b"Exif", b"xmp", b"ICC", b"acsp"))
        image = _open(one)
        assert not image.getexif()
        assert not {"icc_profile", "xmp", "comment", "exif"} & set(image.info)
        assert image.size == (48, 64)  # turned by a quarter: what was above is at the right
        assert _is_near(image.convert("RGB").getpixel((40, 32)), RED)
        assert _is_near(image.convert("RGB").getpixel((8, 32)), BLUE)


def test_what_is_hidden_under_a_transparent_place_is_not_published(tiny_site: TinySite) -> None:
    image = _draw_half().convert("RGBA")
    image.putalpha(Image.new("L", image.size, 255))
    image.paste((*BLUE, 0), (0, 0, 32, 48))
    photo = _make_one(tiny_site, _save(image, "PNG"), "cho.png")
    for one in photo.files:
        seen = _open(one).convert("RGBA").getpixel((8, 8))
        assert isinstance(seen, tuple)
        assert seen[3] == 0
        assert seen[2] <= seen[0] + 12, one.ending  # not the blue that was there
    assert photo.plain.ending == "png"


# --- what cameras, scanners and programs write ---------------------------------------------------
def _deep_grey() -> bytes:
    image = Image.new("I;16", (64, 48), 200 * 257)
    image.paste(50 * 257, (0, 24, 64, 48))
    return _save(image, "PNG")


def _palette() -> bytes:
    image = _draw_half().quantize(8)
    return _save(image, "PNG", transparency=image.getpixel((0, 0)))


def _cmyk() -> bytes:
    return _save(_draw_half().convert("CMYK"), "JPEG", quality=95)


def _moving(kind: str) -> bytes:
    second = Image.new("RGB", (64, 48), (0, 255, 0))
    return _save(_draw_half(), kind, save_all=True, append_images=[second], duration=100)


def _heic() -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(_draw_half()).save(out, quality=90)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "above", "below"),
    [
        (_save(_draw_half(), "PNG"), RED, BLUE),
        (_save(_draw_half().convert("L"), "JPEG"), (81,) * 3, (67,) * 3),
        (_save(_draw_half().convert("1"), "PNG"), None, None),
        (_deep_grey(), (200,) * 3, (50,) * 3),
        (_palette(), (255,) * 3, BLUE),
        (_cmyk(), RED, BLUE),
        (_moving("WEBP"), RED, BLUE),
        (_moving("PNG"), RED, BLUE),
        (_heic(), RED, BLUE),
    ],
    ids=["rgb", "grey", "bits", "16-bit", "palette", "cmyk", "webp-moves", "apng", "heic"],
)
def test_every_kind_of_pixel_is_shown_as_it_is_meant(
    content: bytes,
    above: tuple[int, ...] | None,
    below: tuple[int, ...] | None,
    tiny_site: TinySite,
) -> None:
    photo = _make_one(tiny_site, content)
    for one in photo.files:
        image = _open(one)
        assert getattr(image, "n_frames", 1) == 1
        white = Image.new("RGBA", image.size, "white")
        seen = Image.alpha_composite(white, image.convert("RGBA")).convert("RGB")
        if above and below:
            assert _is_near(seen.getpixel((32, 8)), above, 25), one.ending
            assert _is_near(seen.getpixel((32, 40)), below, 25), one.ending


def test_colours_of_another_profile_are_brought_to_srgb() -> None:
    # L* = 50 is sRGB's 119, whatever number stands in the file.
    lab = ImageCms.createProfile("LAB")
    srgb = ImageCms.createProfile("sRGB")
    grey = Image.new("RGB", (8, 8), (128, 128, 128))
    assert _is_near(read_pixels(_save(grey, "PNG"), 8, 8).getpixel((0, 0)), (128,) * 3, 0)
    wrong = ImageCms.ImageCmsProfile(lab).tobytes()  # for other colours than the picture's
    assert _is_near(
        read_pixels(_save(grey, "PNG", icc_profile=wrong), 8, 8).getpixel((0, 0)), (128,) * 3, 0
    )
    swapped = bytearray(ImageCms.ImageCmsProfile(srgb).tobytes())
    for one, other in ((b"rXYZ", b"bXYZ"),):  # a profile whose red is sRGB's blue
        at, to = swapped.index(one), swapped.index(other)
        swapped[at : at + 4], swapped[to : to + 4] = other, one
    red = _save(Image.new("RGB", (8, 8), (255, 0, 0)), "PNG", icc_profile=bytes(swapped))
    pixel = read_pixels(red, 8, 8).getpixel((0, 0))
    assert isinstance(pixel, tuple)
    assert pixel[2] > 200 > pixel[0]


def test_few_flat_colours_are_png_where_that_is_lighter(tiny_site: TinySite) -> None:
    bars = Image.new("RGB", (300, 300), "white")
    for x in range(0, 300, 6):
        bars.paste(RED, (x, 0, x + 3, 300))
    assert _make_one(tiny_site, _save(bars, "PNG")).plain.ending == "png"


def test_letters_of_a_screenshot_stay_sharp(tiny_site: TinySite) -> None:
    screen = Image.new("RGB", (600, 400), "white")
    draw = ImageDraw.Draw(screen)
    for line in range(20):
        draw.text((10, 20 * line), "So tai khoan 0123 456 789 nguoi nhan", fill=RED)
    photo = _make_one(tiny_site, _save(screen, "PNG"))
    for one in photo.files:
        if one.width_px == 600:
            assert measure_likeness(screen, _open(one).convert("RGB")) > 0.9, one.ending


# --- what cannot be used -------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_truncated_photograph_is_a_problem_and_nothing_of_it_is_kept(
    kind: str, tiny_site: TinySite
) -> None:
    content = _save(_draw_scene((200, 150)), kind)
    _add_photo(tiny_site, content[: len(content) // 2])
    project = read_project(tiny_site.folder)
    content_read = read_content(project)
    photos, problems = make_photos(project, content_read.catalogue)
    assert photos == {}
    rules = [one.rule for one in (*content_read.problems, *problems)]
    assert rules == ["picture-not-readable"]
    folder = tiny_site.folder / ".cache/media/pictures"
    assert not folder.exists() or not list(folder.iterdir())


def test_photograph_that_changes_while_it_is_read_is_a_problem(tiny_site: TinySite) -> None:
    path = _add_photo(tiny_site, _save(_draw_half(), "PNG"))
    project = read_project(tiny_site.folder)
    catalogue = read_content(project).catalogue
    path.write_bytes(_save(_draw_scene((64, 48)), "PNG"))
    photos, (problem,) = make_photos(project, catalogue)
    assert photos == {}
    assert problem.rule == "picture-not-readable"


def test_store_that_cannot_be_written_is_told_in_plain_words(tiny_site: TinySite) -> None:
    _add_photo(tiny_site, _save(_draw_half(), "PNG"))
    tiny_site.write(".cache/media/pictures", "a file, no folder")
    with pytest.raises(ProgramFailed, match="pictures cannot be kept in"):
        _make(tiny_site)


# --- the store -----------------------------------------------------------------------------------
@pytest.fixture
def encodings(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The kinds of every picture that Pillow writes from now on."""
    written: list[str] = []
    save = Image.Image.save

    def record(self: Image.Image, fp: object, format: str, **options: object) -> None:  # noqa: A002
        written.append(format)
        save(self, fp, format, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Image.Image, "save", record)
    return written  # type: ignore[return-value]


def test_nothing_is_encoded_again_until_something_changes(
    tiny_site: TinySite, encodings: list[str]
) -> None:
    _add_photo(tiny_site, _save(_draw_scene((240, 180)), "JPEG"))
    first, _ = _make(tiny_site)
    encodings.clear()
    assert _make(tiny_site)[0] == first
    assert encodings == []
    first[0].plain.path.unlink()
    assert _make(tiny_site)[0][0].files == first[0].files
    assert set(encodings) == {"JPEG"}  # the one that was gone, and what found its quality


def test_same_photograph_is_the_same_bytes_whoever_encodes_it(tiny_site: TinySite) -> None:
    content = _save(_draw_scene((240, 180)), "JPEG")
    _add_photo(tiny_site, content)
    _add_photo(tiny_site, _save(_draw_scene((240, 180), seed=2), "JPEG"), slug="bai-hai")
    _add_photo(tiny_site, content, slug="bai-ba")  # the same file: encoded once
    folder = tiny_site.folder / ".cache"
    alone, _ = _make(tiny_site)
    before = {path.name: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}
    shutil.rmtree(folder)
    together, _ = _make(tiny_site, workers=2)
    assert alone == together
    assert len(alone) == 2
    assert {
        path.name: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()
    } == before


def test_what_no_lesson_uses_any_more_is_found(tiny_site: TinySite) -> None:
    _add_photo(tiny_site, _save(_draw_half(), "PNG"))
    old, _ = _make(tiny_site)
    _add_photo(tiny_site, _save(_draw_scene((64, 48)), "PNG"))
    project = read_project(tiny_site.folder)
    photos, _ = make_photos(project, read_content(project).catalogue)
    unused = find_unused(tiny_site.folder / ".cache/media/pictures", photos)
    assert set(unused) == {one.path for one in old[0].files}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_damaged_pixels_are_at_most_a_fault(kind: str, tiny_site: TinySite) -> None:
    chance = random.Random(kind)
    whole = _save(_draw_scene((40, 30)), kind)
    _add_photo(tiny_site, whole)
    project = read_project(tiny_site.folder)
    file = read_content(project).catalogue.lessons["bai-tot"].pictures["cho.jpg"]
    (*_, small) = plan_photo(file, 60_000)
    for _ in range(25):
        content = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        try:
            list(encode_photo(bytes(content), [small]))
        except PhotographFault:
            continue
