"""The wheel alone makes and builds a site somewhere else."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def _run(*command: object, folder: Path) -> str:
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of the sources as they are."""
    folder = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, folder=ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def hatgiong(wheel: Path) -> Path:
    """The command, installed from a wheel into an empty venv.

    What hatgiong depends on is lent by a path file, which lends packages but not editable
    installs: the hatgiong that runs is the wheel's.
    """
    folder = wheel.parent
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / "bin" / "python"
    _run(python, "-m", "pip", "install", "-q", "--no-deps", "--no-index", wheel, folder=folder)
    lent = next((folder / "venv" / "lib").glob("python*")) / "site-packages" / "lent.pth"
    lent.write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    where = _run(python, "-c", "import hatgiong; print(hatgiong.__file__)", folder=folder)
    assert str(folder) in where
    return folder / "venv" / "bin" / "hatgiong"


def test_wheel_carries_what_pages_and_clips_are_drawn_and_read_with(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        carried = set(archive.namelist())
    needed = {
        f"hatgiong/overrides/{path.relative_to(ROOT / 'overrides').as_posix()}"
        for path in (ROOT / "overrides").rglob("*")
        if path.is_file() and path.name != ".DS_Store"
    }
    assert needed <= carried
    for kind in ("slides/slide.typ", "speech/vi.yml", "fonts/slides-regular.ttf", "fonts/OFL.txt"):
        assert f"hatgiong/overrides/{kind}" in carried


def test_wheel_makes_and_builds_a_site_of_two_languages(hatgiong: Path, tmp_path: Path) -> None:
    _run(hatgiong, "new", "site", tmp_path / "xa", folder=tmp_path)
    _run(hatgiong, "-C", "xa", "check", "--strict", folder=tmp_path)
    _run(hatgiong, "-C", "xa", "new", "lesson", "Gọi Zalo", folder=tmp_path)
    _run(hatgiong, "-C", "xa", "build", folder=tmp_path)
    pages = {path.name for path in (tmp_path / "xa/site/en/lessons").glob("*.html")}
    lessons = {name for name in pages if not name.endswith(".keep.html")}
    assert lessons == {"bai-dau-tien.html", "goi-zalo.html"}
    assert pages - lessons == {"bai-dau-tien.keep.html", "goi-zalo.keep.html"}


def test_wheel_makes_a_clip_of_a_new_site_s_lesson(hatgiong: Path, tmp_path: Path) -> None:
    _run(hatgiong, "new", "site", "xa", folder=tmp_path)
    lesson = tmp_path / "xa/content/lessons/bai-dau-tien"
    with (lesson / "lesson.yml").open("a", encoding="utf-8") as file:
        file.write("clip: {vi: slideshow}\n")
    (lesson / "index.vi.md").write_text(
        "---\ntitle: Bài đầu tiên\n---\n## Mở máy\n\nBấm nút.\n", encoding="utf-8"
    )
    _run(hatgiong, "-C", "xa", "build", folder=tmp_path)
    clips = (tmp_path / "xa/site/lessons/bai-dau-tien").glob("clip.vi.240p.*.mp4")
    page = (tmp_path / "xa/site/lessons/bai-dau-tien.html").read_text(encoding="utf-8")
    names = [path.name for path in clips]
    assert names
    assert all(name in page for name in names)


def test_own_overrides_win_over_the_packaged_ones(hatgiong: Path, tmp_path: Path) -> None:
    _run(hatgiong, "new", "site", "xa", folder=tmp_path)
    overrides = tmp_path / "xa/overrides"
    (overrides / "languages/vi.yml").write_text("who-are-you: Bác là ai?\n", encoding="utf-8")
    (overrides / "learner").mkdir()
    own = "{% extends 'base.html' %}{% block main %}<h1>OWN</h1>{% endblock %}"
    (overrides / "learner/about.html").write_text(own, encoding="utf-8")
    _run(hatgiong, "-C", "xa", "build", folder=tmp_path)
    site = tmp_path / "xa/site"
    assert "Bác là ai?" in (site / "index.html").read_text(encoding="utf-8")
    assert "<h1>OWN</h1>" in (site / "about.html").read_text(encoding="utf-8")


def test_mkdocs_alone_builds_the_same_pages(hatgiong: Path, tmp_path: Path) -> None:
    _run(hatgiong, "new", "site", "xa", folder=tmp_path)
    _run(hatgiong, "-C", "xa", "build", folder=tmp_path)
    before = _read_all(tmp_path / "xa/site")
    _run(hatgiong.with_name("python"), "-m", "mkdocs", "build", "-q", folder=tmp_path / "xa")
    assert _read_all(tmp_path / "xa/site") == before


def _read_all(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
