#!/usr/bin/env bash
# Makes real certificates with the built programs, prints them with headless Chromium, and scans the pixels with a decoder
# that is not ours (zxing-cpp, PyPI): what the paper's codes say must be what the file says. They are also unpacked without our
# code, by the dictionaries that the verifier page carries, and their signature verified with joserfc (PyPI).
# Needs the built programs and tests: swift build --build-tests. SWIFT_TEST may name another way to run the tests;
# PAPER_OUT=FOLDER keeps the pages, for a person to look at.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=${HANDOVER_BUILD:-$root/.build}
bin=$build/debug
simulators_program=${HANDOVER_SIMULATORS:-$bin/handover-simulators}
venv=$build/paper-venv
source "$root/Samples/packages.sh"
need_packages python3-venv chromium poppler-utils

work=$(mktemp -d)
simulators=
stop() {
  if [ -n "$simulators" ]; then
    kill "$simulators" 2>/dev/null || true
    wait "$simulators" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap stop EXIT

if [ ! -x "$venv/bin/python" ]; then
  echo "making $venv"
  python3 -m venv "$venv"
fi
if ! "$venv/bin/python" -c 'import zxingcpp, PIL, numpy, base45, joserfc' 2>/dev/null; then
  echo "installing zxing-cpp 3.1.1, pillow, numpy, base45 0.4.4, joserfc 1.8.0"
  "$venv/bin/pip" install --quiet --disable-pip-version-check zxing-cpp==3.1.1 pillow numpy base45==0.4.4 \
    joserfc==1.8.0
fi

clear=SALCA2BN8LA000205
left=SALCA2BN1NA000212
{ head -n 1 "$root/Samples/lot.csv" && grep -E "^($clear|$left)," "$root/Samples/lot.csv"; } >"$work/lot.csv"
cp -r "$root/Samples/evidence" "$work/evidence"
grep -E "\"($clear|$left)\"" "$root/Samples/answers.jsonl" |
  sed "s/@ANSWERED/$(date -u -d '1 hour ago' +%Y-%m-%dT%H:%MZ)/" >"$work/answers.jsonl"

dealership() { # FOLDER ARGUMENT...: a dealership that works the two cars
  local folder=$1
  shift
  "$bin/handover" setup --home "$folder" --organisation "Example Motors" --rooftop North \
    --issuer https://north.example-motors.example --verifier-host check.association.example >>"$work/log" 2>&1
  "$bin/handover" batch "$work/lot.csv" --home "$folder" --answers "$work/answers.jsonl" --apply "$@" \
    >>"$work/log" 2>&1 || [ $? -eq 8 ] || { cat "$work/log" >&2; return 1; }
}

"$simulators_program" --world "$root/Samples/world.json" --seed 7 --settling 0.5 --profile kind \
  --ready "$work/ready.json" --exit-with $$ >"$work/simulators.log" 2>&1 &
simulators=$!
for _ in $(seq 100); do
  [ -s "$work/ready.json" ] && break
  kill -0 "$simulators" || { cat "$work/simulators.log"; exit 1; }
  sleep 0.1
done
dealership "$work/live"
dealership "$work/practice" --simulators "$work/ready.json"

# A dealership whose certificates two outsiders saw, and which says how they stand: its paper needs nothing else.
proven() {
  local home=$work/proven key who witnesses=()
  dealership "$home"
  key=$("$bin/handover" log init --home "$home" | sed -n 's/^key  //p')
  "$bin/handover" log checkpoint --home "$home"
  for who in association insurer; do
    "$bin/handover" log cosign --log "$home/log" --new "$work/$who.pem" --name "witness.$who.example" --log-key "$key" --add
    witnesses+=(--witness "$who=$(cat "$work/$who.pem.vkey")")
  done
  "$bin/handover" log policy --home "$home" "${witnesses[@]}" --quorum 2 >"$work/policy.txt"
  "$bin/handover" trust draft --home "$home" --tlog-policy "$work/policy.txt"
  "$bin/handover" trust sign "$home/trust/draft.jws" --home "$home" --agree 2
  "$bin/handover" trust publish "$home/trust/draft.jws" --home "$home"
  "$bin/handover" log proof --home "$home"
  "$bin/handover" certificate publish --home "$home"
}
proven >>"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }

print() { # FOLDER VIN NAME LANGUAGE
  "$bin/handover" present "$2" --home "$work/$1" --html "$work/$3.html" --out "$work/$3.transfer.json" --lang "$4"
}
for language in en de fr es; do
  print live "$clear" "clear-$language" "$language"
  print live "$left" "left-$language" "$language"
  print practice "$clear" "practice-$language" "$language"
done
print proven "$clear" proven-en en
"$bin/handover" page --out "$work/verifier.page" >>"$work/log"
for home in live practice proven; do "$bin/handover" key issuers --home "$work/$home" >"$work/$home/issuers.json"; done

# Every kind of certificate, and a second page as full as it gets.
read -r -a test <<<"${SWIFT_TEST:-swift test --skip-build}"
(cd "$root" && HANDOVER_PAPER_DIR="$work" "${test[@]}" --filter PageWriter) >"$work/log" 2>&1 || {
  cat "$work/log" >&2
  exit 1
}

"$venv/bin/python" "$here/print_and_scan.py" "$work" "$bin/handover-verify"
if [ -n "${PAPER_OUT:-}" ]; then
  mkdir -p "$PAPER_OUT"
  cp "$work"/*.html "$work"/*.png "$work"/*.pdf "$work"/*.transfer.json "$work"/live/trust/list.jws "$PAPER_OUT"
fi
