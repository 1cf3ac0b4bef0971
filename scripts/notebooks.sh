#!/bin/sh
# Runs the notebooks over output/ and writes what is rendered beside each script: sh scripts/notebooks.sh [NAME …]
# What is written depends on the scripts and on output/ alone: no times of execution, no random ids of cells.
set -eu
cd "$(dirname "$0")/.."
PYTHON=${PYTHON:-.venv/bin/python}
[ $# -gt 0 ] || set -- $(for script in notebooks/*.py; do basename "$script" .py; done)
for name in "$@"; do
    "$PYTHON" -m jupytext --quiet --to ipynb --execute --run-path . "notebooks/$name.py"
    "$PYTHON" scripts/plain_notebook.py "notebooks/$name.ipynb"
done
