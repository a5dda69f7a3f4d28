#!/usr/bin/env bash
# Runs the buyer's verifier page in headless Chromium: its strict readers alone, every folder of Tests/CertificateCorpus over http
# and from a file against case.json and against handover-verify, changed inputs against handover-verify, and the page itself as
# a buyer uses it. Needs the built programs: swift build. PICTURES=FOLDER keeps pictures; SEED repeats the changed inputs.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=${HANDOVER_BUILD:-$root/.build}
source "$root/Samples/packages.sh"
need_packages chromium nodejs

for program in handover handover-verify; do
  if [ ! -x "$build/debug/$program" ]; then
    echo "no program at $build/debug/$program: run swift build first" >&2
    exit 66
  fi
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
page=$work/verifier.html
"$build/debug/handover" page --out "$page" >"$work/digest"
(cd "$work" && sha256sum --check --quiet digest)
if [ -n "${PICTURES:-}" ]; then mkdir -p "$PICTURES"; fi

node --test "$here/unit.mjs" >"$work/unit" || { cat "$work/unit"; exit 1; }
grep -E '^(#|ℹ) (tests|pass|fail) ' "$work/unit"
for way in http file; do
  node "$here/corpus.mjs" "$way" "$page" "$build/debug/handover-verify" "$root/Tests/CertificateCorpus" "$root/Checklists/Tables"
done
node "$here/twins.mjs" "$build/debug/handover-verify" "$root/Tests/CertificateCorpus" 150 ${SEED:+"$SEED"}
node "$here/ui.mjs" "$page" "$root/Tests/CertificateCorpus" ${PICTURES:+"$PICTURES"}
