"""Firefox ESR as Debian has it, without a window, driven by its own protocol (Marionette)."""

from __future__ import annotations

import json
import subprocess
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from needed import require_program
from tls_server import SECURE

with warnings.catch_warnings():  # its parts for phones and other systems use what Python gave up
    warnings.simplefilter("ignore", DeprecationWarning)
    from marionette_driver.marionette import Marionette

START_LIMIT_S: Final = 60.0
BEGIN_AND_WAIT: Final = """
const [done] = arguments, wait = () => window.hatgiong ? done() : setTimeout(wait, 20);
dispatchEvent(new Event('scroll'));
wait();
"""


@contextmanager
def open_firefox(profile: Path) -> Iterator[Marionette]:
    """A Firefox with a new profile that takes the test's certificate; it chooses a free port."""
    require_program("firefox-esr", "firefox-esr")
    profile.mkdir(parents=True)
    settings = {"marionette.port": 0, "network.dns.localDomains": SECURE}
    lines = (f"user_pref({json.dumps(key)}, {json.dumps(it)});\n" for key, it in settings.items())
    (profile / "user.js").write_text("".join(lines), "utf-8")
    command = ["firefox-esr", "--headless", "--marionette", "--no-remote", "--profile", profile]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as firefox:
        try:
            client = Marionette(host="127.0.0.1", port=_wait_for_port(profile, firefox))
            client.start_session({"acceptInsecureCerts": True})
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


def visit(client: Marionette, url: str) -> None:
    """Opens a page and begins to use it: its scripts wait for that."""
    client.navigate(url)
    client.execute_async_script(BEGIN_AND_WAIT, sandbox=None)


def ask(client: Marionette, script: str, *arguments: object) -> Any:
    """What a script of the page gives back."""
    return client.execute_script(script, script_args=arguments, sandbox=None)
