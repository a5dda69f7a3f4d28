#!/usr/bin/env bash
# Does the set-up on a machine that has only Swift and git, and passes the tests. The slow ones run with: Tests/run.sh full
set -euo pipefail
cd "$(dirname "$0")/.."
export SWIFT_BACKTRACE=enable=no
source Samples/packages.sh
pace=${1:-quick}

step() { printf '\n== %s\n' "$*"; }

step "system packages"
need_packages python3-venv strace chromium poppler-utils nodejs golang-go golang-golang-x-mod-dev

step "formatter"
swift format lint --strict --recursive Package.swift Sources Tests Samples

step "imports that only one target may have"
bash Tests/imports.sh

step "build: warnings are errors, every import declared"
build --build-tests

# Two more builds, of which no step before the last ones needs anything, go on beside the steps: those mostly wait.
builds=.build/beside.log
set -m
(nice bash Tests/Fuzz/run.sh build && nice bash Tests/Library/run.sh build) >"$builds" 2>&1 &
beside=$!
set +m
trap 'kill -- "-$beside" 2>/dev/null || true' EXIT

step "tests"
# A proxy in the environment must not be used: these lead nowhere.
run_tests() {
  http_proxy=http://127.0.0.1:9 all_proxy=http://127.0.0.1:9 ALL_PROXY=http://127.0.0.1:9 \
    swift test --skip-build --explicit-target-dependency-import-check error -Xswiftc -warnings-as-errors "$@"
}
# Those that start programs go by themselves: Foundation's Process lists the open files before it starts one, and ends with a
# bad access where there are some 1,350 of them (Swift 6.3.1, Linux), as there can be while all tests run at once.
starting='TranscriptTests|TLSTests|PageTests|KeyFileTests|WordTableTests|GeneratedTests'
run_tests --skip "$starting"
run_tests --filter "$starting"

step "the main job, as the README says"
bash Samples/run.sh

step "real clients against the simulators, other verifiers against the certificates"
bash Tests/Clients/run.sh
bash Tests/Clients/certificates/run.sh
bash Tests/Clients/log/run.sh

step "other people's test vectors"
bash Tests/Conformance/run.sh

step "the verifier page in a browser"
bash Tests/Page/run.sh

step "paper: printed, scanned, checked"
bash Tests/Paper/run.sh

step "kills and invariants"
bash Tests/Chaos/run.sh "$pace"

step "the library product, in a package of somebody else's"
wait "$beside" || { cat "$builds"; exit 1; }
bash Tests/Library/run.sh

step "whatever strangers hand to a verifier, changed at random"
bash Tests/Fuzz/run.sh "$([ "$pace" = full ] && echo 60 || echo 10)"
