#!/usr/bin/env bash
# Fuzzes what strangers hand to a verifier, each target for so many seconds (20 unless told), with libFuzzer, two targets at a
# time.
#
#   Tests/Fuzz/run.sh build                   only builds
#   Tests/Fuzz/run.sh [SECONDS] [TARGET...]
#
# Fails on a crash, on an input of up to 256 KiB that takes over a second, and on a property that does not hold: a changed
# certificate that is valid, a proof that tells another time, a changed trust list that is taken, a text that is read in two
# ways. The input, the keys of the run and the seed are kept in .build/fuzz-found; FUZZ_SEED=N repeats a run.
set -euo pipefail
cd "$(dirname "$0")/../.."
export SWIFT_BACKTRACE=enable=no HANDOVER_FUZZ=1
export seconds=${1:-20}
[ $# -gt 0 ] && shift
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(bundle signed code trust der json status proof)
scratch=${HANDOVER_FUZZ_BUILD:-.build/fuzz}
export found=.build/fuzz-found
export seed=${FUZZ_SEED:-$((RANDOM * 32768 + RANDOM + 1))}
export world=$found/world fuzzer=$scratch/release/handover-fuzz

echo "building the fuzzer"
swift build --quiet --scratch-path "$scratch" -c release --product handover-fuzz -Xswiftc -sanitize=fuzzer
[ "$seconds" != build ] || exit 0
mkdir -p "$found"
[ -n "${FUZZ_SEED:-}" ] || rm -rf "$world"

# once TARGET FILE...: these inputs by themselves, three times; a busy machine can make an innocent one slow once.
once() {
  local try
  for try in 1 2 3; do
    "$fuzzer" "$world" "$1" -timeout=1 -artifact_prefix="$found/$1-large-" "${@:2}" >"$found/$1.once.log" 2>&1 && return 0
  done
  return 1
}

# fail TARGET: says what was found, and where it is kept.
fail() {
  grep -E '^(WRONG|SUMMARY|==.*ERROR)|Fatal error' "$found/$1.log" "$found/$1.once.log" 2>/dev/null | head -5 >&2 || true
  echo "$1: FAILED with seed $seed; input and keys are in $found" >&2
}

# fuzz TARGET: the largest inputs, then changes of the known ones for as long as was said.
fuzz() {
  local target=$1 corpus large status=0 input count rate edges failed=0
  corpus=$(mktemp -d)
  "$fuzzer" "$world" "$target" seeds "$corpus" >/dev/null
  "$fuzzer" "$world" "$target" large "$corpus.large" >/dev/null
  rm -f "$found/$target-"* "$found/$target."*
  large=$(find "$corpus.large" -type f | wc -l)
  once "$target" "$corpus.large"/* || { fail "$target"; failed=1; }
  "$fuzzer" "$world" "$target" -max_total_time="$seconds" -timeout=1 -max_len=262144 -rss_limit_mb=2048 -seed="$seed" \
    -print_final_stats=1 -artifact_prefix="$found/$target-" "$corpus" >"$found/$target.log" 2>&1 || status=$?
  if [ $status -ne 0 ]; then
    input=$(find "$found" -name "$target-*" -not -name '*-large-*' | head -1)
    case $input in
      *timeout-*) once "$target" "$input" && status=0 ;;
    esac
    [ $status -eq 0 ] || { fail "$target"; failed=1; }
  fi
  count=$(sed -n 's/^stat::number_of_executed_units: *//p' "$found/$target.log")
  rate=$(sed -n 's/^stat::average_exec_per_sec: *//p' "$found/$target.log")
  edges=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$found/$target.log" | tail -1)
  echo "$target: ${count:-0} inputs, ${rate:-0} per second, $edges edges, $large of the greatest size within a second each"
  rm -rf "$corpus" "$corpus.large"
  return $failed
}

# The keys of the run are made once, before two targets could both make them.
"$fuzzer" "$world" json seeds "$(mktemp -d)" >/dev/null
export -f once fail fuzz
if printf '%s\n' "${targets[@]}" | xargs -P 2 -I TARGET bash -euo pipefail -c 'fuzz TARGET'; then
  echo "nothing found (seed $seed)"
else
  exit 1
fi
