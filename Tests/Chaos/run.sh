#!/usr/bin/env bash
# Kills the product at every moment and holds the invariants over the remains.
#   Tests/Chaos/run.sh         the short form: every n-th commit and request of 3 cars, 20 kills of 100 cars, the order oracle
#   Tests/Chaos/run.sh full    200 kills, death before every request too, and the mutants that must be found out
# Uses what `swift build` made; HANDOVER_BIN names another folder of built programs.
set -uo pipefail
cd "$(dirname "$0")/../.."
export SWIFT_BACKTRACE=enable=no
pace=${1:-quick}
bin=${HANDOVER_BIN:-$(swift build --show-bin-path)}
chaos=$bin/handover-chaos
seed=${CHAOS_SEED:-20261124}
passed=0 failed=0

scenario() { # NAME COMMAND...
  printf '\n-- %s\n' "$1"
  if "${@:2}"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; fi
}

# A result that nobody received was not delivered (I11).
full_disk() {
  local code=0
  "$bin/handover" oem list >/dev/full 2>/dev/null || code=$?
  echo "stdout on a full disk: status $code"
  [ "$code" = 70 ]
}

case $pace in
quick)
  scenario "every n-th" "$chaos" every-nth --bin "$bin" --place stop-after-commit --place stop-after-request --stride 2
  scenario "20 kills" "$chaos" kills --bin "$bin" --kills 20 --cars 100 --seed "$seed"
  ;;
full)
  scenario "every n-th" "$chaos" every-nth --bin "$bin"
  scenario "200 kills" "$chaos" kills --bin "$bin" --kills 200 --cars 100 --seed "$seed"
  ;;
*)
  echo "usage: Tests/Chaos/run.sh [quick|full]" >&2
  exit 64
  ;;
esac
scenario "commands, killed at every durable step" bash Tests/Chaos/commands.sh "$bin"
scenario "order of system calls" "$chaos" order --bin "$bin"
scenario "results that nobody received" full_disk
if [ "$pace" = full ]; then scenario "mutants" bash Tests/Chaos/mutants.sh; fi

printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
