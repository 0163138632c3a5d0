"""The store keeps whole renditions under names that say what made them, whatever happens."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from encoding_tasks import ffmpeg, make_clip, plan_tasks

from hatgiong.media.encoding.encode import encode
from hatgiong.media.encoding.job import Encoded
from hatgiong.media.encoding.probe import probe_file
from hatgiong.media.encoding.work import Bench
from hatgiong.media.storage.index import INDEX_NAME
from hatgiong.media.storage.store import KnownSource, Store, StoreFailed
from hatgiong.media.storage.verify import BadRendition

KEY = "ab" + "0" * 62
OTHER = "cd" + "0" * 62


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Encoded]:
    """A rendition as its maker hands it over."""
    folder = tmp_path_factory.mktemp("sound")
    (task,) = plan_tasks(make_clip(folder / "a.mp4"), ("audio.opus",))
    work = folder / "work"
    work.mkdir()
    return encode(task.job, task.source, Bench(work, ffmpeg(), lambda _: None, 60))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "media")


def put(store: Store, key: str, sound: tuple[Path, Encoded]) -> Path:
    """Adds a copy of the rendition."""
    with store.open_working() as folder:
        copy = Path(shutil.copy(sound[0], folder / "made.opus"))
        return store.add(key, copy, sound[1]).path


def names(store: Store) -> set[str]:
    return {path.name for path in (store.folder / "renditions").rglob("*") if path.is_file()}


def test_an_empty_store_has_nothing_and_makes_no_folder(store: Store) -> None:
    assert store.find(KEY) is None
    assert store.measure().count == 0
    assert not store.folder.exists()


def test_what_was_added_is_found_read_only_under_its_key(
    store: Store, sound: tuple[Path, Encoded]
) -> None:
    path = put(store, KEY, sound)
    assert path == store.folder / "renditions" / "ab" / f"{KEY}.opus"
    assert stat.S_IMODE(path.stat().st_mode) == 0o444
    found = Store(store.folder).find(KEY)
    assert found is not None
    assert (found.path, found.encoded) == (path, sound[1])
    assert list((store.folder / "working").iterdir()) == []


def test_adding_it_again_changes_nothing(store: Store, sound: tuple[Path, Encoded]) -> None:
    first = put(store, KEY, sound).stat()
    again = put(store, KEY, sound).stat()
    assert (first.st_ino, first.st_mtime_ns) == (again.st_ino, again.st_mtime_ns)


@pytest.mark.parametrize("lie", ["size_bytes", "duration_s", "width_px"])
def test_a_file_that_is_not_what_its_maker_says_is_refused(
    lie: str, store: Store, sound: tuple[Path, Encoded]
) -> None:
    wrong = replace(sound[1], **{lie: getattr(sound[1], lie) + 5})
    with pytest.raises(BadRendition):
        put(store, KEY, (sound[0], wrong))
    assert names(store) == set()


@pytest.mark.parametrize("content", [b"", b"chu", None])
def test_a_broken_file_is_refused(
    content: bytes | None, store: Store, sound: tuple[Path, Encoded], tmp_path: Path
) -> None:
    broken = tmp_path / "made.opus"
    broken.write_bytes(sound[0].read_bytes()[:2000] if content is None else content)
    with pytest.raises(BadRendition):
        store.add(KEY, broken, replace(sound[1], size_bytes=broken.stat().st_size))
    assert store.find(KEY) is None


@pytest.mark.parametrize("damage", ["removed", "shortened"])
def test_a_rendition_that_was_spoilt_is_missing(
    damage: str, store: Store, sound: tuple[Path, Encoded]
) -> None:
    path = put(store, KEY, sound)
    path.chmod(0o644)
    if damage == "removed":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:100])
    assert store.find(KEY) is None
    put(store, KEY, sound)
    assert store.find(KEY) is not None


def break_index(path: Path, how: str) -> None:
    """Spoils the index in one of the ways of disks, people and later versions."""
    if how == "another version":
        with sqlite3.connect(path) as rows:
            rows.execute("PRAGMA user_version = 99")
        rows.close()
    elif how == "no table":
        with sqlite3.connect(path) as rows:
            rows.execute("DROP TABLE renditions")
        rows.close()
    elif how == "a folder":
        path.unlink()
        path.mkdir()
    elif how == "gone":
        path.unlink()
    else:
        content = path.read_bytes()
        broken = {"empty": b"", "text": b"chu " * 999, "half": content[: len(content) // 2],
                  "zeros": content[:100] + bytes(len(content) - 100)}  # fmt: skip
        path.write_bytes(broken[how])


@pytest.mark.parametrize(
    "how",
    ["gone", "empty", "text", "half", "zeros", "no table", "another version", "a folder"],
)
def test_a_broken_index_loses_no_rendition(
    how: str, store: Store, sound: tuple[Path, Encoded]
) -> None:
    put(store, KEY, sound)
    break_index(store.folder / INDEX_NAME, how)
    found = store.find(KEY)
    assert found is not None
    assert found.encoded == sound[1]
    put(store, OTHER, sound)
    assert set(store.find_all([KEY, OTHER])) == {KEY, OTHER}


def test_a_recording_is_known_until_it_changes(store: Store, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "quay lần 1 & 2 #%.mp4")
    known = KnownSource("f" * 64, probe_file(clip))
    assert store.find_sources([clip]) == {}
    store.remember_source(clip, clip.stat(), known)
    assert store.find_sources([clip, tmp_path / "none.mp4"]) == {clip: known}
    os.utime(clip, ns=(1, 1))
    assert store.find_sources([clip]) == {}


def test_prune_removes_what_is_not_wanted_and_says_how_much(
    store: Store, sound: tuple[Path, Encoded]
) -> None:
    put(store, KEY, sound)
    put(store, OTHER, sound)
    whole = store.measure()
    would = store.prune({KEY}, dry_run=True)
    assert (would.count, len(names(store))) == (1, 4)
    assert would.size_bytes * 2 == whole.size_bytes
    assert would.size_bytes >= sound[1].size_bytes
    assert store.prune({KEY}) == would
    assert names(store) == {f"{KEY}.opus", f"{KEY}.json"}
    assert store.find(OTHER) is None
    assert store.find(KEY) is not None
    assert store.prune({KEY}).count == 0


def test_eleven_hundred_renditions_are_found_in_a_few_milliseconds(
    store: Store, sound: tuple[Path, Encoded]
) -> None:
    keys = [f"{number:064x}" for number in range(1100)]
    note = put(store, KEY, sound).with_suffix(".json").read_text("utf-8")
    for key in keys:
        folder = store.folder / "renditions" / key[:2]
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(sound[0], folder / f"{key}.opus")
        (folder / f"{key}.json").write_text(note.replace(KEY, key), encoding="utf-8")
    assert len(store.find_all(keys)) == 1100  # from their notes: the index is filled here
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        assert len(store.find_all(keys)) == 1100
        times.append(time.perf_counter() - begun)
    print(f"1,100 keys: {min(times) * 1000:.1f} ms")
    assert min(times) < 0.05


HOLDER = """
import sys, time
from pathlib import Path
from hatgiong.media.storage.store import Store
store = Store(Path(sys.argv[1]))
with store.hold(), store.open_working() as folder:
    (folder / "half.mp4").write_bytes(b"half")
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(store: Store) -> Iterator[subprocess.Popen[str]]:
    """Another process that encodes into the store."""
    command = [sys.executable, "-c", HOLDER, str(store.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "held\n"
        yield running
        running.kill()


def test_two_processes_encode_one_after_the_other(
    store: Store, holder: subprocess.Popen[str]
) -> None:
    told: list[str] = []
    threading.Timer(0.7, holder.send_signal, (signal.SIGINT,)).start()
    begun = time.monotonic()
    with store.hold(lambda: told.append("waiting")):
        assert time.monotonic() - begun > 0.5
    assert told == ["waiting"]


def test_after_a_kill_nothing_half_made_is_left(
    store: Store, holder: subprocess.Popen[str], sound: tuple[Path, Encoded]
) -> None:
    put(store, KEY, sound)  # adding and reading need no lock
    holder.kill()
    holder.wait()
    working = store.folder / "working"
    assert [path.name for path in working.rglob("*.mp4")] == ["half.mp4"]
    with store.hold():
        assert not working.exists()
    assert names(store) == {f"{KEY}.opus", f"{KEY}.json"}


def test_a_spoilt_lock_is_replaced(store: Store, sound: tuple[Path, Encoded]) -> None:
    put(store, KEY, sound)
    (store.folder / "lock.sqlite3").write_bytes(b"chu " * 999)
    with store.hold():
        assert store.find(KEY) is not None


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
    if os.name != "posix" or not shutil.which("mount") or os.geteuid():
        pytest.skip("only root can make a small disk")
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody make a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_told_in_plain_words_and_spoils_nothing(
    small_disk: Path, sound: tuple[Path, Encoded], tmp_path: Path
) -> None:
    store = Store(small_disk / "media")
    put(store, KEY, sound)
    store.check_room()
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass
    copy = Path(shutil.copy(sound[0], tmp_path / "made.opus"))
    with pytest.raises(StoreFailed, match=r"clips cannot be kept in .*: No space left on device;"):
        store.add(OTHER, copy, sound[1])
    with pytest.raises(StoreFailed):
        store.check_room()
    found = store.find_all([KEY, OTHER])
    assert set(found) == {KEY}
    filler.unlink()
    copy = Path(shutil.copy(sound[0], tmp_path / "made.opus"))
    store.add(OTHER, copy, sound[1])
    assert store.find(OTHER) is not None


def test_a_place_where_nobody_may_write_is_told_in_plain_words(
    tmp_path: Path, sound: tuple[Path, Encoded]
) -> None:
    (tmp_path / "media").write_bytes(b"")
    store = Store(tmp_path / "media")
    assert store.find(KEY) is None
    with pytest.raises(StoreFailed, match="clips cannot be kept in"), store.hold():
        pass
