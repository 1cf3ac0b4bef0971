#!/bin/sh
# Sets up the pinned development environment (once) and runs the tests in two processes. Arguments go to pytest.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh dev
exec "${VENV:-.venv}/bin/python" -m pytest -n 2 "$@"
