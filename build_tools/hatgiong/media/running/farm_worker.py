"""What a farm's worker does: one job in a folder of its own, from a source that it keeps.

Everything here runs on another machine, perhaps with another version of this program, so each job
says which versions it was planned for. Needs `distributed`, which such a machine has.
"""

from __future__ import annotations

import hashlib
import platform
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import fsspec
from distributed import Worker, get_worker

from hatgiong import __version__
from hatgiong.media.encoding.encode import encode
from hatgiong.media.encoding.ffmpeg import Ffmpeg, find_ffmpeg
from hatgiong.media.encoding.job import RECIPE_VERSION, Encoded, Job
from hatgiong.media.encoding.work import Bench
from hatgiong.programs import ProgramFailed

#: Of a file on its way: it bounds the memory that sending and keeping takes.
PIECE_BYTES = 8_000_000
_FOLDER = "hatgiong-sources"
#: How often the one who waits is told how far a job is.
_REPORT_S = 1.0
_KEEPING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Abilities:
    """What decides the bytes that a machine makes."""

    hatgiong: str
    recipe: int
    ffmpeg: str
    machine: str

    def __str__(self) -> str:
        return f"hatgiong {self.hatgiong} ({self.recipe}), ffmpeg {self.ffmpeg}, {self.machine}"


@dataclass(frozen=True, slots=True)
class Order:
    """A job with all that its worker must know. `shared` is a folder's address that both sides
    reach; without one, bytes travel in the task."""

    job: Job
    digest: str
    ending: str
    abilities: Abilities
    time_limit_s: float
    shared: str
    topic: str


@dataclass(frozen=True, slots=True)
class Made:
    """A finished rendition. `content` is empty where it lies in the shared folder."""

    name: str
    encoded: Encoded
    sha256: str
    content: bytes


@dataclass(frozen=True, slots=True)
class SourceMissing:
    """The worker has not got the source, or what arrived was not it."""


@dataclass(frozen=True, slots=True)
class WrongWorker:
    """The worker would make other bytes."""

    address: str
    abilities: Abilities


class Unwanted(Exception):  # noqa: N818  (it names what happened)
    """Nobody waits for the job any more; raised by its `report`."""


def find_abilities(ffmpeg: Ffmpeg) -> Abilities:
    """This machine's, with that encoder. x264 and SVT-AV1 choose their code by the processor;
    only the kind of machine counts, for their results are the same bits on all of one kind."""
    return Abilities(__version__, RECIPE_VERSION, ffmpeg.version, platform.machine())


def describe_worker(dask_worker: Worker) -> Abilities:
    """The abilities of the machine that runs this, with its own ffmpeg. (`Client.run` gives the
    worker to a parameter of that name.)"""
    return find_abilities(_find_own_ffmpeg(dask_worker))


def _find_own_ffmpeg(worker: Worker) -> Ffmpeg:
    return find_ffmpeg(None, cache_dir=Path(worker.local_directory))


def work(order: Order, pieces: Sequence[bytes]) -> Made | SourceMissing | WrongWorker:
    """Does one job on a worker; `pieces` is the source, or nothing where it may be there."""
    worker = get_worker()
    ffmpeg = _find_own_ffmpeg(worker)
    if (own := find_abilities(ffmpeg)) != order.abilities:
        return WrongWorker(worker.address, own)
    try:
        source = _keep_source(Path(worker.local_directory), order, pieces)
        if source is None:
            return SourceMissing()
        with tempfile.TemporaryDirectory(dir=worker.local_directory) as folder:
            report = _make_report(worker, order)
            bench = Bench(Path(folder), ffmpeg, report, order.time_limit_s)
            path, encoded = encode(order.job, source, bench)
            return _send_back(order, path, encoded)
    except OSError as error:
        words = error.strerror or str(error)
        raise ProgramFailed(f"the farm's worker {worker.address}: {words}") from error


def _keep_source(folder: Path, order: Order, pieces: Sequence[bytes]) -> Path | None:
    """The source in the worker's own folder: written once for each hash, and looked at."""
    path = folder / _FOLDER / f"{order.digest}{order.ending}"
    with _KEEPING:
        if path.exists():
            return path
        arriving: Iterable[bytes] = pieces
        if order.shared:
            arriving = _read_pieces(find_source_url(order.shared, order.digest))
        path.parent.mkdir(exist_ok=True)
        half = path.with_suffix(".half")
        digest = hashlib.sha256()
        with half.open("wb") as file:
            for piece in arriving:
                digest.update(piece)
                file.write(piece)
        if digest.hexdigest() != order.digest:
            half.unlink()
            return None
        return half.replace(path)


def _read_pieces(url: str) -> Iterator[bytes]:
    with fsspec.open(url, "rb") as file:
        while piece := file.read(PIECE_BYTES):
            yield piece


def find_source_url(shared: str, digest: str) -> str:
    """Where a source lies in the folder that both sides reach."""
    return f"{shared.rstrip('/')}/sources/{digest[:2]}/{digest}"


def find_rendition_url(shared: str, name: str) -> str:
    """Where a rendition lies in the folder that both sides reach."""
    return f"{shared.rstrip('/')}/renditions/{name[:2]}/{name}"


def fetch_rendition(shared: str, name: str) -> bytes:
    """A rendition from there."""
    return b"".join(_read_pieces(find_rendition_url(shared, name)))


def copy_in(path: Path, url: str) -> None:
    """Copies a file to an address so that nobody finds half of it."""
    system, place = fsspec.core.url_to_fs(url)
    system.makedirs(place.rpartition("/")[0], exist_ok=True)
    half = f"{place}.{tempfile.gettempprefix()}{threading.get_ident()}-{time.time_ns()}"
    with path.open("rb") as file, system.open(half, "wb") as target:
        shutil.copyfileobj(file, target, PIECE_BYTES)
    system.mv(half, place)


def _send_back(order: Order, path: Path, encoded: Encoded) -> Made:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    name = f"{order.job.key}{path.suffix}"
    if order.shared:
        copy_in(path, find_rendition_url(order.shared, name))
    return Made(name, encoded, digest, b"" if order.shared else path.read_bytes())


def _make_report(worker: Worker, order: Order) -> Callable[[float], None]:
    """Tells how far the job is, and ends it when the one who asked for it went away."""
    key = worker.get_current_task()
    last = -_REPORT_S

    def report(share: float) -> None:
        nonlocal last
        state = worker.state.tasks.get(key)
        if state is None or state.state in ("cancelled", "resumed"):
            raise Unwanted
        if time.monotonic() - last >= _REPORT_S:
            last = time.monotonic()
            worker.log_event(order.topic, {"key": order.job.key, "share": share})

    return report
