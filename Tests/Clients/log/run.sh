#!/usr/bin/env bash
# Writes a log with cosignatures and proofs and verifies it with Go's sumdb/note and sumdb/tlog, which are Debian packages.
# Needs the built handover-conformance, which writes the log.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../../.."
program=${HANDOVER_CONFORMANCE:-${HANDOVER_BUILD:-.build}/debug/handover-conformance}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

source Samples/packages.sh
need_packages golang-go golang-golang-x-mod-dev
"$program" write-log "$work/log" >"$work/keys"
mapfile -t keys <"$work/keys"
GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE=$work/go go run "$here/verify.go" "$work/log" "${keys[@]}"
