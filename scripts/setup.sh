#!/bin/sh
# Makes .venv at the top of the project and installs the pinned packages (once for each state of the lock file).
#   sh scripts/setup.sh run    what the program needs
#   sh scripts/setup.sh dev    what tests and checks need as well
# PYTHON names the interpreter (3.11 or later); VENV another folder. uv is used where it is there, pip otherwise.
set -eu
cd "$(dirname "$0")/.."
kind=${1:-run}
venv=${VENV:-.venv}
case $kind in
    run) lock=requirements.lock ;;
    dev) lock=requirements-dev.lock ;;
    *) echo "setup.sh: run | dev" >&2; exit 2 ;;
esac

recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

if ! [ -x "$venv/bin/python" ]; then
    python=
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if recent "$candidate"; then python=$candidate; break; fi
    done
    if [ -z "$python" ]; then
        echo "Нужен Python 3.11 или новее: sudo apt install python3 (Debian 12, Ubuntu 24.04) или PYTHON=/путь/python" >&2
        exit 1
    fi
    if command -v uv >/dev/null 2>&1; then
        uv venv --quiet --python "$python" "$venv"
    elif ! "$python" -m venv "$venv"; then
        rm -rf "$venv"
        echo "Не удалось создать окружение: sudo apt install python3-venv" >&2
        exit 1
    fi
fi

# The stamp also holds pyproject.toml, since the command and its version come from there.
state="$kind $(cat "$lock" pyproject.toml | cksum)"
stamp="$venv/.plan-extractor-$kind"
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$state" ]; then exit 0; fi

echo "Устанавливаю пакеты ($lock)…" >&2
if command -v uv >/dev/null 2>&1; then
    uv pip install --quiet --python "$venv/bin/python" --require-hashes -r "$lock"
    uv pip install --quiet --python "$venv/bin/python" --no-deps --no-build-isolation -e .
else
    "$venv/bin/python" -m pip install --quiet --no-warn-script-location --disable-pip-version-check --require-hashes -r "$lock"
    "$venv/bin/python" -m pip install --quiet --no-warn-script-location --disable-pip-version-check --no-deps --no-build-isolation -e .
fi
echo "$state" >"$stamp"
