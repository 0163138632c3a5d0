"""nginx on HTTPS as a phone meets it over a bad link: it can be stopped, silenced, and given
another release, at one address. The certificate is made for the test; browsers are told its key."""

from __future__ import annotations

import base64
import hashlib
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk_server import free_port, wait_for

from hatgiong.programs import run_program

#: A name under a domain that is for tests alone (RFC 6761).
SECURE: Final = "hoc.test"
_CONFIGURATION: Final = """\
daemon off;
master_process off;
pid nginx.pid;
error_log error.log;
events {{}}
http {{
  include /etc/nginx/mime.types;
  types {{ application/manifest+json webmanifest; }}
  access_log access.log;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  charset utf-8;
  gzip_static on;
  gzip_vary on;
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {folder}/certificate.pem;
    ssl_certificate_key {folder}/key.pem;
    root {folder}/site;
    index index.html;
    add_header Cache-Control "no-cache";
    location ~ "\\.[0-9a-f]{{8}}\\.[a-z0-9]+$" {{
      add_header Cache-Control "public, max-age=31536000, immutable";
    }}
  }}
}}
"""


@dataclass
class TlsServer:
    """One address; `show` chooses what stands there."""

    folder: Path
    port: int
    key_digest: str
    program: subprocess.Popen[bytes] | None = None

    def url(self, path: str = "") -> str:
        return f"https://{SECURE}:{self.port}/{path}"

    def show(self, site_dir: Path) -> None:
        """Puts another site in the place of the one that is there."""
        link = self.folder / "site"
        link.unlink(missing_ok=True)
        link.symlink_to(site_dir)

    def start(self) -> None:
        path = self.folder / "nginx.conf"
        path.write_text(_CONFIGURATION.format(port=self.port, folder=self.folder), "utf-8")
        command = [shutil.which("nginx") or "nginx", "-p", str(self.folder), "-c", str(path)]
        command += ["-e", str(self.folder / "error.log")]
        self.program = subprocess.Popen(command, stdin=subprocess.DEVNULL)
        wait_for(self.port)

    def stop(self) -> None:
        """From now on connections are refused."""
        if self.program is not None:
            self.program.send_signal(signal.SIGCONT)
            self.program.terminate()
            self.program.wait(timeout=10)
            self.program = None

    def silence(self) -> None:
        """From now on connections are taken, and nothing is ever answered."""
        assert self.program is not None
        self.program.send_signal(signal.SIGSTOP)

    def asked(self) -> list[str]:
        """Each request's method, path, status and bytes, in order."""
        lines = (self.folder / "access.log").read_text("utf-8").splitlines()
        return [" ".join(line.split('"')[1:3]) for line in lines]


@contextmanager
def open_tls_server(folder: Path, site_dir: Path) -> Iterator[TlsServer]:
    """A running server with a certificate of its own."""
    folder.mkdir(parents=True)
    server = TlsServer(folder, free_port(), _make_certificate(folder))
    server.show(site_dir)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _make_certificate(folder: Path) -> str:
    """Returns what Chromium wants to know a key by: the SHA-256 of its SubjectPublicKeyInfo."""
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-days", "7", "-subj", f"/CN={SECURE}"]
    command += ["-addext", f"subjectAltName=DNS:{SECURE}", "-keyout", "key.pem"]
    run_program([*command, "-out", "certificate.pem"], folder=folder, time_limit_s=30)
    command = ["openssl", "x509", "-in", "certificate.pem", "-noout", "-pubkey"]
    pem = run_program(command, folder=folder, time_limit_s=30).output
    key = base64.b64decode("".join(line for line in pem.splitlines() if "-----" not in line))
    return base64.b64encode(hashlib.sha256(key).digest()).decode()
