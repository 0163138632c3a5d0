"""What a Content-Security-Policy lets run: code by its hash."""

from __future__ import annotations

import base64
import hashlib


def name_code(code: str) -> str:
    """A script's or a style's hash, as a policy names it (CSP level 3, 6.7.3.3)."""
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    return f"'sha256-{digest}'"
