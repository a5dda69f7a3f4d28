#!/usr/bin/env bash
# A checker that passes everything shows nothing. Builds the product with one thing broken at a time, runs a small scenario,
# and requires that the checker finds out; and that it passes the same product unbroken, built the same way.
set -uo pipefail
cd "$(dirname "$0")/../.."
export SWIFT_BACKTRACE=enable=no
bin=${HANDOVER_BIN:-$(swift build --show-bin-path)}
work=${HANDOVER_MUTANTS:-.build/mutants}
source=$work/source
passed=0 failed=0

mkdir -p "$work"
rm -rf "$source"
mkdir -p "$source"
cp -RpL Package.swift Sources Tests Checklists "$source"
[ -f Package.resolved ] && cp -p Package.resolved "$source"

swap() { # FILE OLD NEW: replaces the one place where OLD stands
  OLD=$2 NEW=$3 perl -0pi -e '$n = s/\Q$ENV{OLD}\E/$ENV{NEW}/g; END { exit($n == 1 ? 0 : 1) }' "$source/Sources/$1" || {
    echo "the place to break is not in $1 exactly once: $2"
    return 1
  }
}

restore() { # FILE...
  local file
  for file in "$@"; do cp "Sources/$file" "$source/Sources/$file"; done
}

build() {
  swift build --package-path "$source" --scratch-path "$work/scratch" --product handover >"$work/build.log" 2>&1 || {
    tail -20 "$work/build.log"
    return 1
  }
}

# One death and one resumption of three cars, beside an undisturbed run of the unbroken product.
scenario() {
  "$bin/handover-chaos" every-nth --bin "$bin" --handover "$work/scratch/debug/handover" \
    --place stop-after-request --only 16 --workers 1 >"$work/check.log" 2>&1
}

judge() { # NAME INVARIANT...: the checker must find one of these violated
  local name=$1 invariant
  shift
  if scenario; then
    failed=$((failed + 1))
    echo "FAILED: $name: the checker passed it"
    return
  fi
  for invariant in "$@"; do
    if grep -qE "^ *$invariant +VIOLATED" "$work/check.log"; then
      passed=$((passed + 1))
      echo "found out: $name, by $invariant: $(grep -A1 -E "^ *$invariant +VIOLATED" "$work/check.log" | sed -n '2s/^ *//p' | cut -c1-110)"
      return
    fi
  done
  failed=$((failed + 1))
  echo "FAILED: $name: it failed, but not by $*:"
  tail -20 "$work/check.log"
}

echo "unbroken: building"
if build && scenario; then
  passed=$((passed + 1))
  echo "passed: the unbroken product"
else
  failed=$((failed + 1))
  echo "FAILED: the unbroken product does not pass"
  tail -20 "$work/check.log"
fi

journal=HandoverFlow/LedgerJournal.swift
guard=OEMAdapterKit/GuardedTransport.swift
client=OEMAdapters/Shared/ProviderClient.swift
look=Verification/LookAgain.swift
judgement=Judgement/JudgeAccess.swift

swap $journal '_ = try await ledger.append([FlowEvent.intent(intent).entry(in: handover, at: now())])' '' &&
  build && judge "no intent is written" I1 || failed=$((failed + 1))
restore $journal

wider() { # an adapter that ends the whole car where one guest was meant
  swap $client 'guard let path = route.filled(vin: vin, access: key.id) else {' \
    'guard let path = route.filled(vin: vin, access: key.id).map({ $0.replacing("/users/guests/\(key.id)", with: "") }) else {'
}
wider && swap $guard 'if let reason = refusal(of: request) {' 'if let reason = refusal(of: request), reason.isEmpty {' &&
  build && judge "no scope guard, and an adapter that asks for more" I1 I6 || failed=$((failed + 1))
restore $guard $client

swap $look 'while !Task.isCancelled {' 'while patience.gap < 0 {' &&
  build && judge "no second look" I3 || failed=$((failed + 1))
swap $judgement 'return line(access, .revokedUnverified,' 'return line(access, .revokedVerified,' &&
  build && judge "no second look, and an answer taken for proof" I3 || failed=$((failed + 1))
restore $look $judgement

printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
