#!/bin/sh
# Builds the shipped site and serves it: sh build_tools/serve.sh [PORT]
# The first time, its clips take many minutes: the site is there at once without them, and has them
# as soon as they are made.
set -eu
cd "$(dirname "$0")/.."
sh build_tools/setup.sh site
.venv/bin/hatgiong build --quick
port=${1:-8000}
.venv/bin/python -m http.server --directory site --bind 127.0.0.1 "$port" &
server=$!
trap 'kill "$server" 2>/dev/null' EXIT INT TERM
echo "http://127.0.0.1:$port/index.html"
.venv/bin/hatgiong build || echo "the site stays as it is" >&2
wait "$server"
