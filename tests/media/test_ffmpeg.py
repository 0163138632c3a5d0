"""The encoder is found and asked what it can do; programs that it runs are kept in hand."""

from __future__ import annotations

import dataclasses
import os
import sys
import threading
import time
from pathlib import Path

import pytest

from hatgiong.media.encoding.ffmpeg import find_ffmpeg, find_gaps
from hatgiong.programs import ProgramEndedBadly, ProgramFailed, run_with_progress

NEEDS_POSIX = pytest.mark.skipif(os.name != "posix", reason="process groups")


def test_installed_ffmpeg_can_do_everything(tmp_path: Path) -> None:
    ffmpeg = find_ffmpeg(None, cache_dir=tmp_path)
    assert ffmpeg.path.is_file()
    assert ffmpeg.version
    assert find_gaps(ffmpeg) == []
    assert {"libsvtav1", "libx264", "libopus", "aac"} <= ffmpeg.encoders
    assert {"libvmaf", "mpdecimate", "ebur128", "zscale", "tonemap"} <= ffmpeg.filters


def test_answers_are_kept_until_the_program_changes(tmp_path: Path) -> None:
    first = find_ffmpeg(None, cache_dir=tmp_path)
    begun = time.monotonic()
    assert find_ffmpeg(None, cache_dir=tmp_path) == first
    assert time.monotonic() - begun < 0.05
    (tmp_path / "ffmpeg.json").write_text("broken", "utf-8")
    assert find_ffmpeg(None, cache_dir=tmp_path) == first


@NEEDS_POSIX
def test_another_ffmpeg_is_used_by_setting(tmp_path: Path) -> None:
    own = tmp_path / "ffmpeg của tôi"
    own.symlink_to(find_ffmpeg(None).path)
    assert find_ffmpeg(str(own)).path == own


@NEEDS_POSIX
def test_what_is_not_ffmpeg_is_told_with_what_to_do(tmp_path: Path) -> None:
    for setting in (str(tmp_path / "none"), sys.executable):
        with pytest.raises(ProgramFailed, match="pip install imageio-ffmpeg"):
            find_ffmpeg(setting)


def test_each_gap_is_told_with_its_cost() -> None:
    full = find_ffmpeg(None)
    poor = dataclasses.replace(full, encoders=frozenset({"aac"}), filters=frozenset())
    gaps = find_gaps(poor)
    assert [gap.name for gap in gaps] == [
        "libx264", "libopus", "libvmaf", "zscale, tonemap", "ebur128, alimiter, acompressor",
        "mpdecimate", "libsvtav1, libaom-av1",
    ]  # fmt: skip
    without_svt = dataclasses.replace(full, encoders=full.encoders - {"libsvtav1"})
    assert [gap.name for gap in find_gaps(without_svt)] == ["libsvtav1"]
    assert "chậm" in find_gaps(without_svt, "vi")[0].cost
    assert without_svt.find_encoder("av1") == "libaom-av1"


# --- programs with progress ---------------------------------------------------------------------
def _python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def _run(code: str, folder: Path, *, limit_s: float = 20, lines: list[str] | None = None) -> str:
    kept: list[str] = [] if lines is None else lines
    ran = run_with_progress(
        _python(code), folder=folder, time_limit_s=limit_s, read_line=kept.append
    )
    return ran.output


def test_lines_are_read_as_they_come(tmp_path: Path) -> None:
    times: list[float] = []
    run_with_progress(
        _python("import time\nfor n in range(3): print(n, flush=True); time.sleep(0.2)"),
        folder=tmp_path,
        time_limit_s=20,
        read_line=lambda line: times.append(time.monotonic()),
    )
    assert len(times) == 3
    assert times[2] - times[0] > 0.1


def test_complaints_are_kept_in_bounded_memory(tmp_path: Path) -> None:
    told = _run("import sys\nfor n in range(50000): print(n, 'x' * 900, file=sys.stderr)", tmp_path)
    assert told.splitlines()[-1].startswith("49999 x")
    assert len(told) < 20_000


def test_bad_end_is_told_with_its_last_lines(tmp_path: Path) -> None:
    with pytest.raises(ProgramEndedBadly, match="no such codec"):
        _run("import sys; print('no such codec', file=sys.stderr); sys.exit(3)", tmp_path)


def test_missing_program_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProgramFailed, match="not installed"):
        run_with_progress(
            [str(tmp_path / "none")], folder=tmp_path, time_limit_s=5, read_line=print
        )


@NEEDS_POSIX
@pytest.mark.parametrize("ending", ["late", "raised", "interrupted"])
def test_program_is_ended_with_all_that_it_started(tmp_path: Path, ending: str) -> None:
    """A child that would go on for a minute is gone, too."""
    code = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print(child.pid, flush=True); time.sleep(60)"
    )
    children: list[int] = []

    def read_line(line: str) -> None:
        children.append(int(line))
        if ending == "raised":
            raise ValueError("enough")
        if ending == "interrupted":
            raise KeyboardInterrupt

    raised = {"late": ProgramEndedBadly, "raised": ValueError, "interrupted": KeyboardInterrupt}
    begun = time.monotonic()
    with pytest.raises(raised[ending]):
        run_with_progress(_python(code), folder=tmp_path, time_limit_s=2, read_line=read_line)
    assert time.monotonic() - begun < 10
    for _ in range(100):
        if not _is_running(children[0]):
            break
        time.sleep(0.02)
    assert not _is_running(children[0])
    assert threading.active_count() < 20


def _is_running(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
