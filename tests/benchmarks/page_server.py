"""nginx as the kiosk runs it, on a loopback port, serving one built site to be weighed."""

import gzip
import os
import socket
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from running import running_program

START_LIMIT_S: Final = 10
TEXT_SUFFIXES: Final = frozenset({".html", ".css", ".js", ".mjs", ".json", ".svg", ".xml", ".txt"})

# Debian's packages nginx-light and libnginx-mod-http-brotli-static.
# master_process off: no second user, so that a private folder can be read.
NGINX_CONF: Final = """\
load_module /usr/lib/nginx/modules/ngx_http_brotli_static_module.so;
daemon off;
master_process off;
pid nginx.pid;
error_log error.log;
events {{}}
http {{
  include /etc/nginx/mime.types;
  types {{ application/javascript mjs; application/manifest+json webmanifest; }}
  log_format sent '$bytes_sent $request_uri';
  access_log access.log sent;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  brotli_static on;
  gzip_static on;
  gzip {dynamic_gzip};
  gzip_comp_level 9;
  gzip_types text/css text/plain text/xml application/javascript application/json image/svg+xml;
  server {{
    listen 127.0.0.1:{port};
    root "{root}";
    index index.html;
  }}
}}
"""


@dataclass(frozen=True)
class PageServer:
    """A running nginx and the log of what it sent."""

    port: int
    log_path: Path

    def log_size(self) -> int:
        """Give the length of the log: where the next `sent_since` begins."""
        return self.log_path.stat().st_size

    def sent_since(self, offset: int) -> list[tuple[str, int]]:
        """Give address and bytes (headers included) of each answer since `offset`."""
        with self.log_path.open("rb") as log:
            log.seek(offset)
            lines = log.read().decode("utf-8", "replace").splitlines()
        return [(address, int(size)) for size, address in (line.split(" ", 1) for line in lines)]


@contextmanager
def serve_site(site_dir: Path, *, dynamic_gzip: bool) -> Iterator[PageServer]:
    """Serve `site_dir` until the block is left; files ending in .br and .gz go out as they are."""
    port = _free_port()
    with tempfile.TemporaryDirectory() as folder:
        conf = NGINX_CONF.format(
            port=port, root=site_dir.resolve(), dynamic_gzip="on" if dynamic_gzip else "off"
        )
        conf_path = Path(folder) / "nginx.conf"
        conf_path.write_text(conf, encoding="utf-8")
        command = ["nginx", "-p", folder, "-c", str(conf_path), "-e", f"{folder}/error.log"]
        with running_program(command, Path(folder)):
            _wait_for_port(port)
            yield PageServer(port, Path(folder) / "access.log")


def compress_files(site_dir: Path, pages: Iterable[str]) -> None:
    """Lay gzip -9 and brotli 11 copies beside `pages` and everything that is no page.

    Other generators make no such copies; with them the comparison is of pages, not of servers.
    """
    import brotli

    assets = (path for path in site_dir.rglob("*") if path.suffix != ".html")
    for path in [*(site_dir / page for page in pages), *assets]:
        if path.suffix not in TEXT_SUFFIXES or not path.is_file():
            continue
        content = path.read_bytes()
        _write_beside(path, ".gz", gzip.compress(content, 9, mtime=0))
        _write_beside(path, ".br", brotli.compress(content, quality=11))


def _write_beside(path: Path, suffix: str, content: bytes) -> None:
    """Write a compressed copy with its original's time: nginx's ETag is made from it."""
    target, times = path.with_name(path.name + suffix), path.stat()
    target.write_bytes(content)
    os.utime(target, ns=(times.st_atime_ns, times.st_mtime_ns))


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def _wait_for_port(port: int) -> None:
    for _ in range(START_LIMIT_S * 20):
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("nginx did not start: are nginx-light and the brotli module installed?")
