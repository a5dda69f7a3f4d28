#!/usr/bin/env bash
# Runs real, unchanged public clients against the simulators in their kind profile.
# Needs the built executable: HANDOVER_SIMULATORS=path, or the debug build's own.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=${HANDOVER_BUILD:-$root/.build}
simulators=${HANDOVER_SIMULATORS:-$build/debug/handover-simulators}
venv=$build/clients-venv
work=$(mktemp -d)
pid=

stop() {
  if [ -n "$pid" ]; then
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap stop EXIT

if [ ! -x "$simulators" ]; then
  echo "no simulators at $simulators: run swift build --product handover-simulators first" >&2
  exit 66
fi
if [ ! -x "$venv/bin/python" ]; then
  echo "making $venv"
  python3 -m venv "$venv"
fi
if ! "$venv/bin/python" -c 'import smartcar' 2>/dev/null; then
  echo "installing smartcar 6.19.1"
  "$venv/bin/pip" install --quiet --disable-pip-version-check smartcar==6.19.1
fi
if "$venv/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 13))' &&
  ! "$venv/bin/python" -c 'import myskoda' 2>/dev/null; then
  echo "installing myskoda 2.17.2"
  "$venv/bin/pip" install --quiet --disable-pip-version-check myskoda==2.17.2
fi

"$simulators" --generate 40 --accesses 3 --seed 20261124 --profile kind --exit-with $$ \
  --ready "$work/ready.json" --write-world "$work/world.json" >"$work/out" &
pid=$!
for _ in $(seq 100); do
  [ -s "$work/ready.json" ] && break
  kill -0 "$pid" || { cat "$work/out"; exit 1; }
  sleep 0.1
done
[ -s "$work/ready.json" ] || { echo "the simulators did not start" >&2; exit 1; }

"$venv/bin/python" "$here/smartcar_sdk.py" "$work/ready.json" "$work/world.json"
"$venv/bin/python" "$here/myskoda_client.py" "$work/ready.json" "$work/world.json"
