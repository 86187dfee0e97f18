#!/usr/bin/env bash
# Installs what the tests use beside the .NET SDK, where it is missing:
#   linker      gcc (or clang) and zlib's headers, with which NativeAOT links
#   sqlalchemy  Python's SQLAlchemy, which judges the tables that are shared with Python Agno
# Usage: tests/install-tools.sh [linker|sqlalchemy]...   (without names: all of them)
# It needs Debian or a system like it, and root or a sudo that asks for no password. Elsewhere it fails and says what to install.
set -euo pipefail

has_linker() {
  { command -v gcc || command -v clang; } >/dev/null && { [ "$(uname)" != Linux ] || [ -e /usr/include/zlib.h ]; }
}

has_sqlalchemy() {
  for python in /usr/bin/python3 python3; do
    if command -v "$python" >/dev/null && "$python" -c 'import sqlalchemy' 2>/dev/null; then return 0; fi
  done
  return 1
}

declare -A packages=([linker]="gcc libc6-dev zlib1g-dev" [sqlalchemy]="python3-sqlalchemy")
[ $# -gt 0 ] || set -- linker sqlalchemy

# Test projects run side by side: one of them installs, the others find it done.
exec 9>"${TMPDIR:-/tmp}/agno-storage-install-tools.lock"
flock 9

missing=()
for tool in "$@"; do
  "has_$tool" || missing+=(${packages[$tool]})
done
[ ${#missing[@]} -gt 0 ] || exit 0

install="apt-get update && apt-get install --no-install-recommends ${missing[*]}"
if [ "$(id -u)" -eq 0 ]; then
  as_root=()
elif sudo -n true 2>/dev/null; then
  as_root=(sudo -n)
else
  as_root=(false)
fi
if ! command -v apt-get >/dev/null || [ "${as_root[0]:-}" = false ]; then
  echo "The tests need: ${missing[*]}. Install them, on Debian as root with: $install" >&2
  exit 1
fi
"${as_root[@]}" apt-get update -q
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${missing[@]}"
