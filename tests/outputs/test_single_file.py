"""`hatgiong pack lesson` and the files that a site offers beside its lessons."""

from __future__ import annotations

import gzip
import json
import re
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from carried import RENDITIONS, read_file, write_site

from hatgiong.content import read_content
from hatgiong.media.stage import find_clips
from hatgiong.outputs.single_file import make_offered_file, make_single_file
from hatgiong.pages.plan import Page
from hatgiong.pages.render import Renderer
from hatgiong.project import read_project
from hatgiong.site.assemble import Outcome
from hatgiong.site.build import make_site
from tiny_site import Run, TinySite, build_lessons

ROOT = Path(__file__).parents[2]
LIMIT_BYTES = 2_000_000


@pytest.fixture(scope="module")
def filmed(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    """Encoded once; tests write into `dist/` alone."""
    site = write_site(tmp_path_factory.mktemp("filmed") / "tiny")
    build_lessons(read_project(site.folder))
    return site


@pytest.fixture
def changed(filmed: TinySite, tmp_path: Path) -> TinySite:
    """The same site with settings of its own, and the clips that are there."""
    site = write_site(tmp_path / "tiny")
    (site.folder / ".cache").symlink_to(filmed.folder / ".cache")
    source = filmed.folder / "content/lessons/quay-phim"
    for name in ("clip.vi.mp4", "b.jpg"):
        site.write(f"content/lessons/quay-phim/{name}", (source / name).read_bytes())
    return site


def read_rows(site: TinySite) -> dict[tuple[str, str, str], dict[str, Any]]:
    """The catalogue's texts by lesson, language and variant."""
    catalogue = json.loads((site.folder / "site/catalogue.json").read_text("utf-8"))
    return {
        (lesson["slug"], text["language"], text["variant"]): text
        for lesson in catalogue["lessons"]
        for text in lesson["texts"]
    }


# --- what is in the file -----------------------------------------------------------------------
@pytest.mark.parametrize("rendition", RENDITIONS)
def test_file_holds_the_chosen_part_of_its_clip_and_asks_for_nothing(
    rendition: str, filmed: TinySite, run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "new" / "bai.html"
    ran = run("-C", filmed.folder, "pack", "lesson", "quay-phim", "--rendition", rendition,
              "--out", out)  # fmt: skip
    assert (ran.code, ran.output) == (0, f"{out}\n")
    file = read_file(out)
    assert file.asks == []
    kinds = [str(one["type"]) for one in file.find("source")]
    assert len(kinds) == (1 if RENDITIONS[rendition] else 0)
    assert all(part in kinds[0] for part in RENDITIONS[rendition])
    store = filmed.folder / "site/lessons/quay-phim"
    stored = {path.read_bytes() for path in store.glob(f"clip.vi.{rendition}.????????.m*4*")}
    assert {content for _, content in file.unpack("source")} == stored
    assert ran.errors == f"{out.stat().st_size / 1e6:.2f} MB\n"
    assert [path.name for path in out.parent.iterdir()] == ["bai.html"]


def test_file_holds_pictures_captions_quiz_and_helper(filmed: TinySite, run: Run) -> None:
    run("-C", filmed.folder, "pack", "lesson", "quay-phim")
    file = read_file(filmed.folder / "dist/quay-phim.vi.html")
    kinds = [kind for kind, content in file.unpack("img") if content]
    assert kinds == ["image/jpeg", "image/svg+xml", "image/jpeg"]
    assert len(file.find("img")) == 3
    assert len(file.find("input")) == 2
    assert "tel:0213000000" in file.links
    assert "0:02 · 0\u00a0MB" in file.text  # playing costs nothing more
    assert "keep.html" not in file.html


def test_only_the_site_s_own_scripts_run_and_none_is_fetched(filmed: TinySite, run: Run) -> None:
    run("-C", filmed.folder, "pack", "lesson", "quay-phim")
    file = read_file(filmed.folder / "dist/quay-phim.vi.html")
    assert file.codes["script"]
    assert file.policy.pop("script-src") == file.hashes("script")
    assert file.policy.pop("style-src") == file.hashes("style")
    assert {name: sources for name, sources in file.policy.items() if sources != ["'none'"]} == {
        "img-src": ["data:"],
        "media-src": ["data:"],
        "font-src": ["data:"],
    }
    (script,) = (filmed.folder / "site/assets").glob("learner.*.js")
    assert file.codes["script"] == [script.read_text("utf-8")]
    assert not {"src", "data-src", "defer"} & set(file.find("script")[0])


def _read_page(site: TinySite, slug: str) -> str:
    return (site.folder / f"site/lessons/{slug}.html").read_text("utf-8")


def test_file_with_rare_letters_holds_their_font() -> None:
    project = read_project(ROOT / "tests/fixtures/languages")
    site = make_site(project, read_content(project).catalogue, {}, {}, today=date(2026, 11, 22))
    language = next(one for one in project.languages if one.tag == "blt")
    slug = next(iter(site.catalogue.lessons))
    content = make_single_file(site, Renderer(site), Page("lesson", language, slug), "none")
    assert b'url("data:font/woff2;base64,' in content
    assert b".woff2" not in content


# --- links -------------------------------------------------------------------------------------
def test_without_an_address_links_to_other_pages_are_plain_text(filmed: TinySite, run: Run) -> None:
    run("-C", filmed.folder, "pack", "lesson", "quay-phim")
    file = read_file(filmed.folder / "dist/quay-phim.vi.html")
    assert {link for link in file.links if not link.startswith("#")} == {"tel:0213000000"}
    assert "Xem bài chỉ có chữ trước." in file.text
    assert file.find("nav") == []
    assert "English" not in file.text
    assert [one for one in file.find("button") if "data-share" in one] == []
    assert [one for one in file.find("span") if one.get("class") == "brand"]


def test_with_an_address_links_lead_there(changed: TinySite, run: Run) -> None:
    address = "https://example.org/hoc"
    write_settings = (changed.folder / "mkdocs.yml").read_text("utf-8")
    changed.write("mkdocs.yml", f"site_url: {address}\n{write_settings}")
    run("-C", changed.folder, "pack", "lesson", "quay-phim")
    file = read_file(changed.folder / "dist/quay-phim.vi.html")
    links = [link for link in file.links if not link.startswith(("#", "tel:"))]
    assert links
    assert all(link.startswith(f"{address}/") for link in links)
    assert f"{address}/lessons/bai-chu.html" in links
    assert f"{address}/en/lessons/quay-phim.html" in links
    shared = [one["data-share"] for one in file.find("button") if "data-share" in one]
    assert shared == [f"{address}/lessons/quay-phim.html"]
    assert [kind for kind, _ in file.unpack("img")].count("image/svg+xml") == 2  # with its QR code
    fetched = [row for row in file.asks if row[0] != "link"]
    assert fetched == []


# --- what is refused ---------------------------------------------------------------------------
@pytest.mark.parametrize(("arguments", "words"), [
    (["quay-phin"], "quay-phin: quay-phim?"),
    (["quay-phim", "--lang", "enn"], "enn: en?"),
    (["quay-phim", "--rendition", "144p"], "'240p', '240p.av1', '360p', 'audio', 'none'"),
    (["quay-phim", "--rendition", "360p"], "360p: this lesson has: 240p, 240p.av1, audio, none"),
])  # fmt: skip
def test_what_is_not_there_is_told_with_what_is(
    arguments: list[str], words: str, filmed: TinySite, run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "bai.html"
    ran = run("-C", filmed.folder, "pack", "lesson", *arguments, "--out", out)
    assert ran.code == 2
    assert words in ran.errors
    assert not out.exists()


def test_lesson_without_a_clip_is_packed_with_any_choice(filmed: TinySite, run: Run) -> None:
    assert run("-C", filmed.folder, "pack", "lesson", "bai-chu", "--rendition", "360p").code == 0
    assert read_file(filmed.folder / "dist/bai-chu.vi.html").asks == []


def test_lesson_with_an_error_is_told_its_error(changed: TinySite, run: Run) -> None:
    changed.add_lesson("hong", "không có bước\n")
    ran = run("-C", changed.folder, "pack", "lesson", "hong")
    assert ran.code == 1
    assert "content/lessons/hong/index.vi.md" in ran.errors
    assert "[no-step]" in ran.errors
    assert not (changed.folder / "dist").exists()


@contextmanager
def disk_of(size_bytes: int) -> Iterator[None]:
    """A disk on which no file can grow beyond that."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_is_told_and_leaves_the_old_file(filmed: TinySite, run: Run) -> None:
    out = filmed.write("full/bai.html", "old")
    with disk_of(5_000):
        ran = run("-C", filmed.folder, "pack", "lesson", "bai-chu", "--out", out)
    assert ran.code == 2
    assert ran.errors == f"{out}: cannot be written: File too large\n"
    assert [path.read_text("utf-8") for path in out.parent.iterdir()] == ["old"]


def test_a_folder_that_is_a_file_is_told(filmed: TinySite, run: Run) -> None:
    out = filmed.write("not-a-folder", "") / "bai.html"
    ran = run("-C", filmed.folder, "pack", "lesson", "bai-chu", "--out", out)
    assert ran.code == 2
    assert ran.errors.startswith(f"{out}: cannot be written: ")


def test_a_file_over_its_budget_is_written_with_advice_and_strictly_not(
    changed: TinySite, run: Run
) -> None:
    sizes = {}
    for one in ("240p", "none"):
        run("-C", changed.folder, "pack", "lesson", "quay-phim", "--rendition", one)
        sizes[one] = (changed.folder / "dist/quay-phim.vi.html").stat().st_size
    _set_budget(changed, sizes["none"] + 1000)
    gentle = run("-C", changed.folder, "pack", "lesson", "quay-phim")
    assert gentle.code == 0
    assert f"takes {sizes['240p']} bytes, more than {sizes['none'] + 1000}" in gentle.errors
    advice = f"--rendition: none ({sizes['none'] / 1e6:.2f} MB)\n"
    assert advice in gentle.errors
    (changed.folder / "dist/quay-phim.vi.html").write_text("old", "utf-8")
    strict = run("-C", changed.folder, "pack", "lesson", "quay-phim", "--strict")
    assert (strict.code, strict.output) == (1, "")
    assert "[pack-over-budget]" in strict.errors
    assert (changed.folder / "dist/quay-phim.vi.html").read_text("utf-8") == "old"


def _set_budget(site: TinySite, size_bytes: int) -> None:
    settings = (site.folder / "mkdocs.yml").read_text("utf-8")
    site.write("mkdocs.yml", f"{settings}      budgets: {{keep_bytes: {size_bytes}}}\n")


# --- what the site offers ----------------------------------------------------------------------
def test_site_offers_each_lesson_as_the_file_that_the_command_makes(
    filmed: TinySite, run: Run
) -> None:
    rows = read_rows(filmed)
    without = {(slug, variant) for (slug, _, variant), row in rows.items() if not row["keep"]}
    assert without == {("quay-phim", "simple")}
    for (slug, tag, _), row in rows.items():
        if row["keep"]:
            assert row["keep"]["url"] == row["page"]["url"].replace(".html", ".keep.html")
            path = filmed.folder / "site" / row["keep"]["url"]
            out = filmed.folder / "dist/same.html"
            run("-C", filmed.folder, "pack", "lesson", slug, "--lang", tag, "--out", out)
            assert path.read_bytes() == out.read_bytes()
            assert row["keep"]["bytes"] == path.stat().st_size
            zipped = path.with_name(path.name + ".gz").read_bytes()
            assert row["keep"]["gzip_bytes"] == len(zipped) < path.stat().st_size
            assert gzip.decompress(zipped) == path.read_bytes()


def test_button_tells_the_size_that_the_file_takes(filmed: TinySite) -> None:
    (words,) = re.findall(
        r'<a class="button quiet" href="quay-phim\.keep\.html" download>.*?\(([\d,]+)\sMB\)</a>',
        _read_page(filmed, "quay-phim"),
        re.DOTALL,
    )
    size = (filmed.folder / "site/lessons/quay-phim.keep.html").stat().st_size
    assert float(words.replace(",", ".")) * 1e6 == pytest.approx(size, rel=0.05)
    easy = (filmed.folder / "site/lessons/quay-phim.simple.html").read_text("utf-8")
    assert "keep.html" not in easy


def test_setting_switches_the_files_off(changed: TinySite) -> None:
    settings = (changed.folder / "mkdocs.yml").read_text("utf-8")
    changed.write("mkdocs.yml", f"{settings}      keep_files: false\n")
    build_lessons(read_project(changed.folder))
    assert list((changed.folder / "site").rglob("*.keep.html*")) == []
    assert {row["keep"] for row in read_rows(changed).values()} == {None}
    assert "keep.html" not in _read_page(changed, "quay-phim")


@pytest.mark.parametrize("rest", ["audio", "none"])
def test_site_offers_as_much_of_a_clip_as_fits(rest: str, changed: TinySite, run: Run) -> None:
    run("-C", changed.folder, "pack", "lesson", "quay-phim", "--rendition", rest)
    packed = (changed.folder / "dist/quay-phim.vi.html").read_bytes()
    _set_budget(changed, len(packed))
    outcome = build_lessons(read_project(changed.folder))
    assert (changed.folder / "site/lessons/quay-phim.keep.html").read_bytes() == packed
    assert "lessons/quay-phim.keep.html" not in _tell_over(outcome)


def test_pictures_that_are_too_much_by_themselves_are_told(changed: TinySite, run: Run) -> None:
    run("-C", changed.folder, "pack", "lesson", "quay-phim", "--rendition", "none")
    size = (changed.folder / "dist/quay-phim.vi.html").stat().st_size
    _set_budget(changed, size - 1)
    outcome = build_lessons(read_project(changed.folder))
    assert outcome.is_published
    assert _tell_over(outcome)["lessons/quay-phim.keep.html"] == str(size)


def _tell_over(outcome: Outcome) -> dict[str, str]:
    """The sizes of the files that are told to be too large, by their addresses."""
    facts = [dict(one.facts) for one in outcome.problems if one.rule == "keep-over-budget"]
    return {one["file"]: one["size"] for one in facts}


def test_every_shipped_lesson_fits_with_what_is_encoded_of_its_clip() -> None:
    project = read_project(ROOT)
    catalogue = read_content(project).catalogue
    clips, _ = find_clips(project, catalogue)
    site = make_site(project, catalogue, clips, {}, today=date(2026, 11, 22))
    renderer = Renderer(site)
    for slug in catalogue.lessons:
        for language in catalogue.languages:
            page = Page("lesson", language, slug)
            content = make_offered_file(site, renderer, page, LIMIT_BYTES)
            assert len(content) < LIMIT_BYTES, (slug, language.tag)
            filmed = any(one.language == language.tag for one in clips.get(slug, ()))
            assert (b"<video" in content) == filmed, (slug, language.tag)
