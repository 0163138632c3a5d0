"""A real speech service for Chromium: Debian's speech-dispatcher with espeak-ng, on a sound card
that swallows everything."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from needed import give_up, require_program

START_LIMIT_S: Final = 15.0
MODULE: Final = Path("/usr/lib/speech-dispatcher-modules/sd_espeak-ng")
_SETTINGS: Final = """\
AudioOutputMethod "alsa"
AudioALSADevice "default"
AddModule "espeak-ng" "sd_espeak-ng" "espeak-ng.conf"
DefaultModule espeak-ng
"""
_SOUND: Final = "pcm.!default { type null }\nctl.!default { type null }\n"


@contextmanager
def speak() -> Iterator[dict[str, str]]:
    """Runs the service; gives the environment of a browser that is to find it."""
    require_program("speech-dispatcher", "speech-dispatcher")
    if not MODULE.exists():
        give_up("espeak-ng cannot speak: apt install speech-dispatcher-espeak-ng")
    # A socket's path has to be short (108 bytes on Linux).
    with tempfile.TemporaryDirectory(prefix="voice-") as name:
        room = Path(name)
        for path in ("run", "conf/modules", "log"):
            (room / path).mkdir(parents=True, mode=0o700)
        (room / "conf/speechd.conf").write_text(_SETTINGS)
        (room / "conf/modules/espeak-ng.conf").write_text("")
        (room / ".asoundrc").write_text(_SOUND)
        given = {**os.environ, "HOME": name, "XDG_RUNTIME_DIR": f"{name}/run"}
        command = ["speech-dispatcher", "-s", "-t", "0", "-C", f"{name}/conf", "-L", f"{name}/log"]
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
        service = subprocess.Popen(command, env=given, stderr=subprocess.DEVNULL, **quiet)
        try:
            _wait(room / "run/speech-dispatcher/speechd.sock")
            yield given
        finally:
            service.terminate()
            service.wait()


def _wait(socket: Path) -> None:
    until = time.monotonic() + START_LIMIT_S
    while not socket.exists():
        assert time.monotonic() < until, "speech-dispatcher does not start"
        time.sleep(0.05)
