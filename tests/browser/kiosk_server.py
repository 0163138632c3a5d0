"""nginx as a kiosk runs it: a free loopback port, no right to write, files compressed beforehand.

The one place of the browser tests that keeps a program running: the product's own door runs
programs to their end.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from needed import NGINX_BROTLI

START_LIMIT_S: Final = 15.0
#: A name that is not localhost: there browsers ask for gzip alone, as at any plain http address.
KIOSK: Final = "kiosk.test"

_CONFIGURATION: Final = """\
load_module {module};
daemon off;
master_process off;
pid nginx.pid;
error_log error.log;
events {{}}
http {{
  include /etc/nginx/mime.types;
  access_log access.log;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  charset utf-8;
  gzip_static on;
  brotli_static on;
  server {{
    listen 127.0.0.1:{port};
    index index.html;
{locations}
  }}
}}
"""


@dataclass(frozen=True)
class Server:
    """A running nginx."""

    port: int
    log_path: Path

    def url(self, path: str = "", *, host: str = "localhost") -> str:
        """The address of a path without its first slash. `localhost` gets brotli, `KIOSK` gzip."""
        return f"http://{host}:{self.port}/{path}"

    def asked_paths(self) -> set[str]:
        """Every path that anybody has asked for."""
        lines = self.log_path.read_text("utf-8").splitlines()
        return {line.split('"')[1].split(" ")[1] for line in lines}


@contextmanager
def serve(
    folders: Mapping[str, Path], languages: Sequence[str], state_dir: Path
) -> Iterator[Server]:
    """Serves each folder under its prefix (`/`, `/hoc/`); `languages` have their own 404 page."""
    port = free_port()
    locations = "\n".join(
        _location(prefix, folder, language)
        for prefix, folder in folders.items()
        for language in ("", *languages[1:])
    )
    state_dir.mkdir(parents=True)
    path = state_dir / "nginx.conf"
    text = _CONFIGURATION.format(module=NGINX_BROTLI, port=port, locations=locations)
    path.write_text(text, "utf-8")
    command = [shutil.which("nginx") or "nginx", "-p", str(state_dir), "-c", str(path)]
    command += ["-e", str(state_dir / "error.log")]
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield Server(port, state_dir / "access.log")
    finally:
        server.terminate()
        server.wait(timeout=10)


def _location(prefix: str, folder: Path, language: str) -> str:
    part = f"{language}/" if language else ""
    return (
        f"    location {prefix}{part} "
        f'{{ alias "{folder}/{part}"; error_page 404 {prefix}{part}404.html; }}'
    )


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_for(port: int) -> None:
    """Until somebody listens at a port of this machine."""
    until = time.monotonic() + START_LIMIT_S
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError("nginx did not start")
