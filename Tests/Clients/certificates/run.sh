#!/usr/bin/env bash
# Writes sample certificates and verifies them with tools that are not ours: joserfc, sd-jwt, openvc-core (PyPI) and openssl.
# Needs the built tests: swift build --build-tests. SWIFT_TEST may name another way to run one of them.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
venv=${HANDOVER_BUILD:-$root/.build}/clients-venv
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ ! -x "$venv/bin/python" ]; then
  echo "making $venv"
  python3 -m venv "$venv"
fi
if ! "$venv/bin/python" -c 'import joserfc, sd_jwt, openvc' 2>/dev/null; then
  echo "installing joserfc 1.8.0, sd-jwt 0.10.4, openvc-core 1.37.0"
  "$venv/bin/pip" install --quiet --disable-pip-version-check joserfc==1.8.0 sd-jwt==0.10.4 \
    openvc-core==1.37.0
fi

read -r -a test <<<"${SWIFT_TEST:-swift test --skip-build}"
(cd "$root" && HANDOVER_SAMPLE_DIR="$work" "${test[@]}" --filter SampleWriter) >"$work/log" 2>&1 || {
  cat "$work/log" >&2
  exit 1
}
"$venv/bin/python" "$here/verify_jwt.py" "$work"
"$venv/bin/python" "$here/verify_openvc.py" "$work"
