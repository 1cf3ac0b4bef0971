#!/bin/sh
# Installs the Debian packages that some tests need (PostgreSQL, LibreOffice, tesseract, antiword), where this is a Debian and
# we may. Without them the tests that need them are skipped, so nothing fails here.
set -u
wanted="postgresql tesseract-ocr tesseract-ocr-rus antiword libreoffice-writer-nogui libreoffice-calc-nogui"
command -v apt-get >/dev/null 2>&1 || exit 0

there() { dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; }

missing=
for package in $wanted; do
    there "$package" || there "${package%-nogui}" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" != 0 ]; then
    sudo -n true 2>/dev/null || { echo "ci-packages.sh: not root, tests are skipped that need:$missing" >&2; exit 0; }
    as_root="sudo -n"
fi
echo "== apt-get install$missing"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq </dev/null
# shellcheck disable=SC2086  # a list of names
$as_root apt-get install -y -qq --no-install-recommends $missing </dev/null >/dev/null ||
    echo "ci-packages.sh: not installed:$missing" >&2
exit 0
