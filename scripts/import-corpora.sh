#!/bin/sh
# Sets the program up (once) and imports the plans of corpora/ into output/. Arguments go to `extractor import`.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh run
exec "${VENV:-.venv}/bin/extractor" import corpora/plans -o output "$@"
