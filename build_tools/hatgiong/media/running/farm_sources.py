"""How sources reach a farm: by their hash, each piece once however many jobs read it."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import fsspec
from distributed import Client, Future

from hatgiong.media.running.farm_worker import PIECE_BYTES, copy_in, find_source_url


@dataclass
class _Parcel:
    pieces: list[Future]
    users: int = 0

    def is_whole(self) -> bool:
        return all(piece.status == "finished" for piece in self.pieces)


@dataclass
class Sources:
    """The sources of one run. What travels in tasks stays in the farm's memory only while a job
    that lacks it is on its way; then each worker has it in a file of its own."""

    client: Client
    shared: str
    _digests: dict[Path, str] = field(default_factory=dict)
    _parcels: dict[str, _Parcel] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def find_digest(self, path: Path) -> str:
        """SHA-256 of the file; puts it into the shared folder, if there is one and it lacks it."""
        with self._lock:
            if path not in self._digests:
                with path.open("rb") as file:
                    digest = hashlib.file_digest(file, "sha256").hexdigest()
                if self.shared:
                    self._share(path, find_source_url(self.shared, digest))
                self._digests[path] = digest
            return self._digests[path]

    def _share(self, path: Path, url: str) -> None:
        system, place = fsspec.core.url_to_fs(url)
        if not system.exists(place) or system.size(place) != path.stat().st_size:
            copy_in(path, url)

    @contextmanager
    def send(self, path: Path, digest: str) -> Iterator[list[Future]]:
        """The file's pieces in the memory of the farm, as long as somebody needs them there."""
        with self._lock:
            parcel = self._parcels.get(digest)
            if parcel is None or not parcel.is_whole():  # lost with the worker that held it
                parcel = self._parcels[digest] = _Parcel(self._scatter(path))
            parcel.users += 1
        try:
            yield parcel.pieces
        finally:
            with self._lock:
                parcel.users -= 1
                if not parcel.users and self._parcels.get(digest) is parcel:
                    del self._parcels[digest]

    def _scatter(self, path: Path) -> list[Future]:
        """Piece by piece, so that this machine never holds the whole file."""
        with path.open("rb") as file:
            pieces = iter(partial(file.read, PIECE_BYTES), b"")
            # Each under a name of its own: a lost piece must not be taken for one that is there.
            return [self.client.scatter(piece, hash=False) for piece in pieces]
