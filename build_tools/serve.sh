#!/bin/sh
# Builds the shipped site and serves it: sh build_tools/serve.sh [PORT]
set -eu
cd "$(dirname "$0")/.."
sh build_tools/setup.sh site
.venv/bin/hatgiong build
port=${1:-8000}
echo "http://127.0.0.1:$port/index.html"
exec .venv/bin/python -m http.server --directory site --bind 127.0.0.1 "$port"
