"""`hatgiong media` says what there is, makes what is missing, and removes what nobody uses."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hatgiong.media.encoding.ffmpeg import find_ffmpeg
from tiny_site import GROUPS, SETTINGS, TEXT, Run, TinySite

LANGUAGES = "        - {tag: en}\n"
RENDITIONS = ["poster.avif", "poster.webp", "poster.jpg", "audio.opus", "audio.m4a",
              "240p.av1.mp4", "240p.mp4"]  # fmt: skip


def make_clip(path: Path, length_s: float = 1.0) -> Path:
    picture = f"testsrc2=size=160x120:rate=10:duration={length_s}"
    command = [
        str(find_ffmpeg(None).path), "-v", "error", "-y", "-f", "lavfi", "-i", picture, "-f",
        "lavfi", "-i", f"sine=duration={length_s}", "-c:v", "libx264", "-preset", "ultrafast",
        str(path),
    ]  # fmt: skip
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return path


@pytest.fixture
def site(empty_site: TinySite) -> TinySite:
    """A lesson with a clip in Vietnamese, one with none, and a course of both."""
    empty_site.write("mkdocs.yml", SETTINGS + LANGUAGES)
    empty_site.write("content/groups.yml", GROUPS)
    for slug, more in {"co-phim": "clip: {vi: clip.vi.mp4}\n", "khong-phim": ""}.items():
        empty_site.add_lesson(slug)
        facts = f"groups: [nguoi-dan]\n{more}"
        empty_site.write(f"content/lessons/{slug}/lesson.yml", facts)
    empty_site.write("content/courses/nguoi-dan/course.yml", "lessons: [co-phim, khong-phim]\n")
    empty_site.write("content/courses/nguoi-dan/index.vi.md", TEXT)
    make_clip(empty_site.folder / "content/lessons/co-phim/clip.vi.mp4")
    return empty_site


def list_files(site: TinySite) -> list[Path]:
    folder = site.folder / ".cache" / "media" / "renditions"
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".json")


def test_a_clip_through_its_life(site: TinySite, run: Run) -> None:
    before = run("-C", site.folder, "media", "status")
    assert (before.code, before.errors) == (0, "")
    first = before.output.splitlines()
    assert first[0].split() == ["lesson", "language", *(n.removesuffix(".mp4") for n in RENDITIONS),
                                "all", "MB", "missing"]  # fmt: skip
    assert first[1].split() == ["co-phim", "vi", *"???????", "0.00", "7"]
    assert list_files(site) == []

    made = run("-C", site.folder, "media", "encode", "co-phim")
    assert (made.code, made.output) == (0, "")
    assert "co-phim vi: 7 files, 0.0" in made.errors
    files = list_files(site)
    assert len(files) == 7
    times = {path: path.stat().st_mtime_ns for path in files}
    again = run("-C", site.folder, "media", "encode")
    assert (again.code, again.output, again.errors) == (0, "", "")
    assert {path: path.stat().st_mtime_ns for path in list_files(site)} == times

    after = run("-C", site.folder, "--locale", "vi", "media", "status").output
    total = f"{sum(path.stat().st_size for path in files) / 1e6:.2f}".replace(".", ",")
    (row,) = (line.split() for line in after.splitlines() if line.startswith("co-phim"))
    assert (row[:2], row[-2:]) == (["co-phim", "vi"], [total, "0"])
    (course,) = (line.split() for line in after.splitlines() if line.startswith("nguoi-dan"))
    assert course[:3] == ["nguoi-dan", "vi", "1"]
    assert "trong kho: 7 tệp" in after

    rows = json.loads(run("-C", site.folder, "media", "status", "--format", "json").output)
    (clip,) = rows["clips"]
    assert list(clip["sizes"]) == RENDITIONS
    assert clip["total_bytes"] == sum(path.stat().st_size for path in files)
    assert clip["cheapest_bytes"] == clip["sizes"]["240p.av1.mp4"]
    (course,) = rows["courses"]
    assert (course["course"], course["clips"], course["missing"]) == ("nguoi-dan", 1, 0)
    assert rows["stored"]["count"] == 7


def test_prune_removes_only_what_no_lesson_uses(site: TinySite, run: Run) -> None:
    assert run("-C", site.folder, "media", "prune").output.startswith("removed 0 files")
    run("-C", site.folder, "media", "encode")
    used = list_files(site)
    assert run("-C", site.folder, "media", "prune").output.startswith("removed 0 files")
    assert list_files(site) == used
    make_clip(site.folder / "content/lessons/co-phim/clip.vi.mp4", 1.5)
    run("-C", site.folder, "media", "encode")
    assert len(list_files(site)) == 14
    would = run("-C", site.folder, "media", "prune", "--dry-run")
    assert would.output.startswith("7 files are used by no lesson: 0.0")
    assert len(list_files(site)) == 14
    assert run("-C", site.folder, "media", "prune").output.startswith("removed 7 files")
    assert len(list_files(site)) == 7
    assert not set(list_files(site)) & set(used)


def test_prune_removes_nothing_while_a_lesson_cannot_be_read(site: TinySite, run: Run) -> None:
    run("-C", site.folder, "media", "encode")
    site.write("content/lessons/co-phim/lesson.yml", "groups: [nguoi-dan\n")
    ran = run("-C", site.folder, "media", "prune")
    assert (ran.code, ran.output) == (1, "")
    assert "nothing was removed" in ran.errors
    assert len(list_files(site)) == 7


def test_a_broken_recording_is_a_problem_at_its_line(site: TinySite, run: Run) -> None:
    site.write("content/lessons/co-phim/clip.vi.mp4", b"chu " * 999)
    for command in (("status",), ("encode",), ("prune",)):
        ran = run("-C", site.folder, "media", *command)
        assert "content/lessons/co-phim/lesson.yml:2:" in ran.errors
        assert "clip.vi.mp4" in ran.errors
        assert ran.code == (0 if command == ("status",) else 1)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["encode", "co-phi"], 2, "co-phi: co-phim?"),
        (["encode", "--farm-store", "file:///tmp"], 2, "--farm tcp://HOST:8786"),
        (["encode", "--workers", "0"], 2, "--workers"),
        (["encode", "--farm", "nothing://x"], 3, "no farm answers at nothing://x"),
    ],
)
def test_wrong_arguments_are_told(
    arguments: list[str], code: int, words: str, site: TinySite, run: Run
) -> None:
    ran = run("-C", site.folder, "media", *arguments)
    assert (ran.code, ran.output) == (code, "")
    assert words in ran.errors
    assert list_files(site) == []


def test_without_the_extra_a_farm_says_how_to_get_it(
    site: TinySite, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)  # what Python itself does for "not there"
    ran = run("-C", site.folder, "media", "encode", "--farm", "tcp://127.0.0.1:8786")
    assert ran.code == 3
    assert 'pip install "hatgiong[farm]"' in ran.errors


@pytest.mark.skipif(os.name != "posix", reason="Windows has another Ctrl-C")
def test_ctrl_c_ends_with_130_and_keeps_what_was_finished(site: TinySite, run: Run) -> None:
    make_clip(site.folder / "content/lessons/co-phim/clip.vi.mp4", 30.0)
    command = [sys.executable, "-m", "hatgiong", "-C", str(site.folder), "media", "encode"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True) as running:
        end = time.monotonic() + 30
        while not list_files(site):
            assert time.monotonic() < end
            assert running.poll() is None
            time.sleep(0.02)
        os.killpg(running.pid, signal.SIGINT)
        _, errors = running.communicate(timeout=20)
    assert running.returncode == 130
    assert "stopped; what was finished is kept" in errors.decode()
    assert list_files(site)
    assert not (site.folder / ".cache" / "media" / "working").exists()


@pytest.mark.skipif(os.name != "posix", reason="the encoder is a shell script")
def test_what_the_encoder_lacks_is_said_once_and_the_rest_is_made(
    site: TinySite, run: Run, tmp_path: Path
) -> None:
    poor = tmp_path / "ffmpeg"
    real = find_ffmpeg(None).path
    hide = (
        f"""case "$*" in *-encoders*) "{real}" "$@" | grep -v av1;; *) exec "{real}" "$@";; esac"""
    )
    poor.write_text(f"#!/bin/sh\n{hide}\n", "utf-8")
    poor.chmod(0o755)
    settings = SETTINGS.replace("- hatgiong:\n", f"- hatgiong:\n      media: {{ffmpeg: {poor}}}\n")
    site.write("mkdocs.yml", settings + LANGUAGES)
    for command in (["media", "encode"], ["build"]):
        ran = run("-C", site.folder, *command)
        assert ran.code == 0
        assert ran.errors.count("no AV1") == 1
    made = [path for path in (site.folder / "site").rglob("clip.*") if path.is_file()]
    assert any(".240p." in path.name for path in made)
    assert not any(".av1." in path.name for path in made)
