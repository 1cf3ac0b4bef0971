#!/bin/sh
# Writes the lock files anew from pyproject.toml (needs uv; valid for Python 3.11 to 3.13 on any system).
set -eu
cd "$(dirname "$0")/.."
compile() { uv pip compile pyproject.toml --extra fast --universal --python-version 3.11 --generate-hashes --no-annotate --quiet \
    --custom-compile-command "sh scripts/lock.sh" "$@"; }
compile --group build -o requirements.lock
compile --group build --group dev -o requirements-dev.lock
