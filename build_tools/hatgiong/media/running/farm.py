"""The same jobs on other machines: a Dask scheduler hands them to its workers.

A farm is one more `Maker`: a thread of ours waits for each job, so that everything else, the
store included, is as it is without a farm. Dask runs a dead worker's job again on another one;
what Dask itself forgets with the worker, the bytes of a source, is sent once more.

The scheduler's port runs whatever code it is sent: loopback, or a private network with TLS.
"""

from __future__ import annotations

import asyncio
import hashlib
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hatgiong.media.encoding.faults import MediaFault
from hatgiong.media.encoding.ffmpeg import Ffmpeg
from hatgiong.media.encoding.job import Encoded, Job
from hatgiong.media.encoding.work import Bench
from hatgiong.media.running.runner import Stopped, Workers
from hatgiong.programs import ProgramFailed

if TYPE_CHECKING:
    from distributed import Client, Future

    from hatgiong.media.running.farm_sources import Sources
    from hatgiong.media.running.farm_worker import Abilities, Made, Order

_CONNECT_S = 15.0
_LOOK_UP_S = 0.5
#: How long a farm without workers may last: a power cut at the other end, a restart.
_LONELY_S = 60.0
#: A job is sent again when its source or its worker was lost, but a job can also kill workers.
_ATTEMPTS = 8
#: Jobs sent at once for each thread of the farm, so that bytes travel while others encode.
_AHEAD = 2


class FarmFailed(ProgramFailed):
    """The farm cannot be reached, or cannot do a job."""


@contextmanager
def open_farm(
    address: str,
    ffmpeg: Ffmpeg,
    *,
    shared: str = "",
    local_count: int,
    tell: Callable[[str], None] = lambda words: None,
) -> Iterator[Workers]:
    """The farm whose scheduler is at `address` (tcp://HOST:8786, or tls:// with the certificates
    that Dask's own settings name, `distributed.comm.tls`).

    `shared` is an address of any file system that fsspec knows and both sides reach. Workers that
    would make other bytes are refused, and `tell` says which. Raises `FarmFailed`.
    """
    try:
        from distributed import Client

        from hatgiong.media.running.farm_sources import Sources
        from hatgiong.media.running.farm_worker import find_abilities
    except ImportError as error:
        words = f'a farm needs more programs: pip install "hatgiong[farm]" ({error.name})'
        raise FarmFailed(words) from error
    try:
        client = Client(address, timeout=_CONNECT_S, set_as_default=False, name="hatgiong")
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        raise FarmFailed(f"no farm answers at {address}: {error}") from error
    with client:
        farm = _Farm(client, address, find_abilities(ffmpeg), Sources(client, shared), tell)
        farm.look_at_workers()
        client.subscribe_topic(farm.topic, farm.hear)
        yield Workers(farm.count_threads() * _AHEAD, local_count, farm.make)
        with suppress(Exception):  # the work is done: whether the farm hears so is its affair
            client.unsubscribe_topic(farm.topic)


@dataclass
class _Farm:
    client: Client
    address: str
    abilities: Abilities
    sources: Sources
    tell: Callable[[str], None]
    topic: str = field(default_factory=lambda: f"hatgiong-{uuid.uuid4().hex}")
    refused: set[str] = field(default_factory=set)
    shares: dict[str, float] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    looked_s: float = -_LOOK_UP_S
    alive: frozenset[str] = frozenset()

    def look_at_workers(self) -> None:
        """Refuses the workers that would make other bytes; one must be left."""
        from hatgiong.media.running.farm_worker import describe_worker

        answers = self.client.run(describe_worker, on_error="return")
        for address, answer in answers.items():
            if answer != self.abilities:
                self._refuse(address, answer)
        if not self._list_workers():
            raise FarmFailed(
                f"the farm at {self.address} has no worker with {self.abilities};"
                ' install the same version there: pip install "hatgiong[farm]"'
            )

    def count_threads(self) -> int:
        """How many jobs the farm does at the same time."""
        workers = self.client.scheduler_info()["workers"]
        return max(1, sum(int(workers[one]["nthreads"]) for one in self._list_workers()))

    def hear(self, event: tuple[float, Any]) -> None:
        """How far a job is; comes from its worker."""
        self.shares[event[1]["key"]] = event[1]["share"]

    def make(self, job: Job, source: Path, bench: Bench) -> tuple[Path, Encoded]:
        """What `encode` does, elsewhere."""
        from hatgiong.media.running.farm_worker import Order

        try:
            digest = self.sources.find_digest(source)
            order = Order(job, digest, source.suffix.lower(), self.abilities, bench.time_limit_s,
                          self.sources.shared, self.topic)  # fmt: skip
            made = self._try(order, source, bench.report)
            return self._take(made, bench.folder), made.encoded
        except (Stopped, MediaFault, ProgramFailed):
            raise
        except Exception as error:
            raise self._explain(error) from error

    def _try(self, order: Order, source: Path, report: Callable[[float], None]) -> Made:
        from hatgiong.media.running.farm_worker import Made, SourceMissing, WrongWorker

        with ExitStack() as held:
            pieces: list[Future] = []
            for _ in range(_ATTEMPTS):
                answer = self._ask(order, pieces, report)
                if isinstance(answer, Made):
                    return answer
                if isinstance(answer, WrongWorker):
                    self._refuse(answer.address, answer.abilities)
                elif isinstance(answer, SourceMissing) or pieces:
                    held.close()
                    pieces = held.enter_context(self.sources.send(source, order.digest))
        raise FarmFailed(f"the farm at {self.address} lost {order.job.label} {_ATTEMPTS} times")

    def _ask(self, order: Order, pieces: list[Future], report: Callable[[float], None]) -> object:
        """A worker's answer; None where the farm lost the job. Raises what the job raised."""
        from hatgiong.media.running.farm_worker import work

        chosen = self._list_workers() if self.refused else None
        future = self.client.submit(work, order, pieces, pure=False, workers=chosen, retries=0)
        try:
            self._wait(future, chosen, lambda: report(self.shares.get(order.job.key, 0.0)))
            # What was lost between two looks ends as it would have ended before.
            return future.result(timeout=_CONNECT_S) if future.done() else None
        except (CancelledError, asyncio.CancelledError, TimeoutError):
            return None
        finally:
            with suppress(Exception):  # the farm may be gone
                future.cancel()

    def _wait(self, future: Future, chosen: list[str] | None, report: Callable[[], None]) -> None:
        """Returns when the job has ended or is lost."""
        ended = threading.Event()
        future.add_done_callback(lambda _: ended.set())
        lonely_since: float | None = None
        while not ended.wait(_LOOK_UP_S) and future.status == "pending":
            report()
            if alive := self._list_workers():
                lonely_since = None
                if chosen and not set(chosen) & set(alive):
                    return
            elif lonely_since is None:
                lonely_since = time.monotonic()
            elif time.monotonic() - lonely_since > _LONELY_S:
                raise FarmFailed(f"no worker of the farm at {self.address} answers any more")

    def _list_workers(self) -> list[str]:
        """The workers that are there and not refused, asked for at most twice a second."""
        with self.lock:
            if time.monotonic() - self.looked_s >= _LOOK_UP_S:
                # Without a scheduler the answer is empty.
                self.alive = frozenset(self.client.scheduler_info().get("workers", ()))
                self.looked_s = time.monotonic()
            return sorted(self.alive - self.refused)

    def _refuse(self, address: str, abilities: object) -> None:
        with self.lock:
            is_new = address not in self.refused
            self.refused.add(address)
        if is_new:
            self.tell(f"the worker {address} is not used: it has {abilities}, not {self.abilities}")

    def _take(self, made: Made, folder: Path) -> Path:
        """The rendition in our own folder, the same bytes that the worker saw."""
        from hatgiong.media.running.farm_worker import fetch_rendition

        path = folder / made.name
        content = made.content or fetch_rendition(self.sources.shared, made.name)
        if hashlib.sha256(content).hexdigest() != made.sha256:
            raise FarmFailed(f"{made.name} was spoilt on its way from the farm at {self.address}")
        path.write_bytes(content)
        return path

    def _explain(self, error: Exception) -> Exception:
        """What the farm's machinery raises becomes plain; a job's own faults stay as they are."""
        kind, is_gone = type(error), self.client.status != "running"
        is_ours = kind.__module__.startswith(("distributed", "tornado"))
        if is_gone or is_ours or isinstance(error, OSError):
            return FarmFailed(f"the farm at {self.address} failed: {kind.__name__}: {error}")
        return error
