#!/bin/sh
# Writes the lock files anew from pyproject.toml (needs uv).
set -eu
cd "$(dirname "$0")/.."
for kind in site test; do
	extras="--extra build"
	[ "$kind" = site ] || extras="$extras --extra test"
	# shellcheck disable=SC2086  # a list of options
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --no-annotate $extras --output-file "build_tools/locks/$kind.txt" pyproject.toml
done
