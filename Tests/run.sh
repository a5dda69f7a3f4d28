#!/usr/bin/env bash
# Does the set-up on a machine that has only Swift and git, and passes the tests.
set -euo pipefail
cd "$(dirname "$0")/.."
export SWIFT_BACKTRACE=enable=no
source Samples/packages.sh
need_packages

step() { printf '\n== %s\n' "$*"; }

step "formatter"
swift format lint --strict --recursive Package.swift Sources Tests

step "imports that only one target may have"
bash Tests/imports.sh

step "build: warnings are errors, every import declared"
swift build --build-tests --explicit-target-dependency-import-check error -Xswiftc -warnings-as-errors

step "tests"
swift test --skip-build
