"""How much memory an encode takes, by the clip's length: each in a process of its own.

python tests/benchmarks/media_memory.py [--seconds 20 120 480]
"""

import argparse
import resource
import subprocess
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tables import markdown_table

from hatgiong.media.encoding.encode import encode
from hatgiong.media.encoding.ffmpeg import Ffmpeg, find_ffmpeg
from hatgiong.media.encoding.job import make_job
from hatgiong.media.encoding.probe import probe_file
from hatgiong.media.encoding.renditions import find_rendition
from hatgiong.media.encoding.work import Bench

ROWS = ("240p.mp4", "240p.av1.mp4", "audio.opus")
LIMIT_S = 3600.0


def measure(row: str, seconds: int) -> list[str]:
    """Encodes a moving picture with a tone; gives the peaks of this process and of its programs."""
    ffmpeg = find_ffmpeg(None)
    with tempfile.TemporaryDirectory() as folder:
        clip, work = Path(folder) / "clip.mp4", Path(folder) / "work"
        work.mkdir()
        film(clip, seconds, ffmpeg)
        job = make_job(find_rendition(row), "key", probe_file(clip), ffmpeg, label=row)
        encode(job, clip, Bench(work, ffmpeg, lambda share: None, LIMIT_S))
    peaks = (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF)
    return [f"{resource.getrusage(who).ru_maxrss / 1024:.0f}" for who in peaks]


def film(path: Path, seconds: int, ffmpeg: Ffmpeg) -> None:
    """A clip of that length, on one thread: less than any encode takes."""
    command = [str(ffmpeg.path), "-v", "error", "-f", "lavfi", "-i"]
    command += [f"testsrc2=size=640x360:rate=15:duration={seconds}", "-f", "lavfi", "-i"]
    command += [f"sine=duration={seconds}", "-c:v", "libx264", "-preset", "ultrafast"]
    subprocess.run([*command, "-threads", "1", str(path)], check=True)


def main() -> None:
    """Print the peaks of every length."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", nargs="+", type=int, default=[20, 120, 480])
    table = []
    for seconds in parser.parse_args().seconds:
        for row in ROWS:
            with ProcessPoolExecutor(1) as pool:
                table.append([str(seconds), row, *pool.submit(measure, row, seconds).result()])
    print(markdown_table(["clip s", "rendition", "ffmpeg MB", "hatgiong MB"], table))


if __name__ == "__main__":
    main()
