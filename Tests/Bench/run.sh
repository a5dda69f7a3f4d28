#!/usr/bin/env bash
# Takes the figures of the benchmark, after the build: quick (under two minutes), full (under fifteen), or huge (about an
# hour: 100,000 cars, a million rows).
# Installs what is missing: wrk, curl, gpgv and minisign from the system, the peers' Python packages into an environment of their own.
#
#   Tests/Bench/run.sh quick
#   Tests/Bench/run.sh full --only P12
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
export SWIFT_BACKTRACE=enable=no

size=${1:-quick}
[ $# -gt 0 ] && shift
case $size in
  quick | full | huge) ;;
  *) echo "usage: Tests/Bench/run.sh quick|full|huge [--only ID]" >&2; exit 64 ;;
esac

source Samples/packages.sh
need_packages
missing=()
for pair in wrk:wrk curl:curl openssl:openssl python3:python3 gpg:gnupg gpgv:gpgv \
  minisign:minisign; do
  command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
done
python3 -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)
if [ ${#missing[@]} -gt 0 ]; then
  echo "installing ${missing[*]}"
  root=()
  [ "$(id -u)" -eq 0 ] || root=(sudo)
  "${root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -qq "${missing[@]}" >/dev/null
fi

# Figures are taken from release builds with the Swift library inside, as they are handed out.
scratch=${HANDOVER_BUILD:-.build/bench}
venv=$scratch/venv
if ! "$venv/bin/python" -c 'import smartcar, sd_jwt' 2>/dev/null; then
  echo "making $venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check smartcar==6.19.1 sd-jwt==0.10.4
fi

echo "building (release)"
for product in handover handover-simulators handover-verify handover-bench; do
  swift build --scratch-path "$scratch" -c release --static-swift-stdlib --product "$product"
done

builds=$(cd "$scratch/release" && pwd)
exec "$builds/handover-bench" run --builds "$builds" --python "$(cd "$venv/bin" && pwd)/python" \
  --peers "$here/peers" --size "$size" "$@"
