"""The old site stays until the new one is whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from hatgiong.site.publish import open_staging, publish


def _write(folder: Path, **files: str) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def _fail_halfway(site: Path) -> None:
    with open_staging(site) as staging:
        _write(staging, half="ha")
        raise RuntimeError


def test_new_site_takes_the_place_of_the_old_one_whole(tmp_path: Path) -> None:
    site = tmp_path / "site"
    _write(site, old="old", both="same")
    with open_staging(site) as staging:
        _write(staging, new="new", both="same")
        publish(staging, site)
    assert sorted(path.name for path in site.iterdir()) == ["both", "new"]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_files_that_did_not_change_keep_their_time(tmp_path: Path) -> None:
    site = tmp_path / "site"
    _write(site, same="same", changed="before")
    times = {path.name: path.stat().st_mtime_ns for path in site.iterdir()}
    with open_staging(site) as staging:
        _write(staging, same="same", changed="after!")
        publish(staging, site)
    assert (site / "same").stat().st_mtime_ns == times["same"]
    assert (site / "changed").stat().st_mtime_ns != times["changed"]


def test_build_that_raises_leaves_the_old_site_and_no_rubbish(tmp_path: Path) -> None:
    site = tmp_path / "site"
    _write(site, old="old")
    with pytest.raises(RuntimeError):
        _fail_halfway(site)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert (site / "old").read_text(encoding="utf-8") == "old"


def test_old_site_comes_back_when_the_new_one_cannot_be_moved(tmp_path: Path) -> None:
    site = tmp_path / "site"
    _write(site, old="old")
    with pytest.raises(FileNotFoundError):
        publish(tmp_path / "vanished", site)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert (site / "old").read_text(encoding="utf-8") == "old"
