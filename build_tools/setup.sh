#!/bin/sh
# Makes .venv with the pinned packages of one lock file: setup.sh site|test. Run again at will:
# nothing happens unless the lock file has changed.
set -eu
cd "$(dirname "$0")/.."
kind=$1
lock=build_tools/locks/$kind.txt

install_packages() { # Debian and Ubuntu, as root; otherwise says what is missing
	if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
		echo "installing: $*" >&2
		apt-get -q update >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get -q -y install \
			--no-install-recommends "$@" >/dev/null
	else
		echo "please install first: $*" >&2
		return 1
	fi
}

find_python() {
	for name in python3 python3.13 python3.12 python3.11; do
		if command -v "$name" >/dev/null && "$name" -c \
			'import sys; sys.exit(sys.version_info < (3, 11))'; then
			echo "$name"
			return
		fi
	done
	echo "hatgiong needs Python 3.11 or newer" >&2
	return 1
}

[ -f .venv/"$kind".txt ] && cmp -s "$lock" .venv/"$kind".txt && exit 0
python=$(find_python)
if [ ! -x .venv/bin/python ]; then
	"$python" -c 'import ensurepip, venv' 2>/dev/null || install_packages python3-venv
	"$python" -m venv .venv
fi
echo "setting up .venv ($kind)" >&2
.venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$lock"
.venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
cp "$lock" .venv/"$kind".txt
