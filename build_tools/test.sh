#!/bin/sh
# Format, lint, types, import contracts, content and tests: sh build_tools/test.sh [PYTEST OPTIONS]
set -eu
cd "$(dirname "$0")/.."

# Real browsers and servers for the tests. Without root the tests that need them skip and say so.
wanted=""
command -v chromium >/dev/null || wanted="$wanted chromium"
[ -e /usr/sbin/nginx ] || wanted="$wanted nginx-light"
[ -e /usr/share/nginx/modules-available/mod-http-brotli-static.conf ] ||
	wanted="$wanted libnginx-mod-http-brotli-static"
command -v firefox-esr >/dev/null || wanted="$wanted firefox-esr"
command -v java >/dev/null || wanted="$wanted default-jre-headless"
command -v npm >/dev/null || wanted="$wanted nodejs npm"
command -v pdftotext >/dev/null || wanted="$wanted poppler-utils"
[ -e /usr/lib/speech-dispatcher-modules/sd_espeak-ng ] ||
	wanted="$wanted speech-dispatcher speech-dispatcher-espeak-ng"
if [ -n "$wanted" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
	echo "installing:$wanted" >&2
	apt-get -q update >/dev/null
	# shellcheck disable=SC2086  # a list of names
	DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends $wanted >/dev/null
fi

sh build_tools/setup.sh test
PATH="$PWD/.venv/bin:$PATH"
export PATH NO_MKDOCS_2_WARNING=1
ruff format --check -q build_tools plugins tests
ruff check -q build_tools plugins tests
mypy
lint-imports
hatgiong check --strict
pytest -n auto "$@"
