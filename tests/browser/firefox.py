"""Firefox ESR as Debian has it, without a window, driven by its own protocol (Marionette)."""

from __future__ import annotations

import subprocess
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from needed import require_program

with warnings.catch_warnings():  # its parts for phones and other systems use what Python gave up
    warnings.simplefilter("ignore", DeprecationWarning)
    from marionette_driver.marionette import Marionette

START_LIMIT_S: Final = 60.0


@contextmanager
def open_firefox(profile: Path) -> Iterator[Marionette]:
    """A Firefox with a new profile; it chooses a free port itself."""
    require_program("firefox-esr", "firefox-esr")
    profile.mkdir(parents=True)
    (profile / "user.js").write_text('user_pref("marionette.port", 0);\n', "utf-8")
    command = ["firefox-esr", "--headless", "--marionette", "--no-remote", "--profile", profile]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as firefox:
        try:
            client = Marionette(host="127.0.0.1", port=_wait_for_port(profile, firefox))
            client.start_session()
            client.timeout.script = 30
            yield client
        finally:
            firefox.kill()


def _wait_for_port(profile: Path, firefox: subprocess.Popen[bytes]) -> int:
    told = profile / "MarionetteActivePort"
    until = time.monotonic() + START_LIMIT_S
    while time.monotonic() < until and firefox.poll() is None:
        if told.exists() and (port := told.read_text("ascii").strip()):
            return int(port)
        time.sleep(0.05)
    raise AssertionError("Firefox did not start")


def ask(client: Marionette, script: str, *arguments: object) -> Any:
    """What a script of the page gives back."""
    return client.execute_script(script, script_args=arguments, sandbox=None)
