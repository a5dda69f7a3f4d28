#!/usr/bin/env bash
# Runs other people's test vectors through our readers and verifiers. The vectors come out of packages: swift-crypto's
# checkout, source distributions and libraries of PyPI, and Go's sumdb packages of Debian; none is kept here. Needs the
# built handover-conformance.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
build=${HANDOVER_BUILD:-.build}
program=${HANDOVER_CONFORMANCE:-$build/debug/handover-conformance}
venv=$build/clients-venv
sources=$build/vectors
seed=${HANDOVER_SEED:-$RANDOM}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ ! -x "$program" ]; then
  echo "no handover-conformance at $program: run swift build --product handover-conformance first" >&2
  exit 66
fi
source Samples/packages.sh
need_packages python3-venv golang-go golang-golang-x-mod-dev
gocode=/usr/share/gocode

[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
if ! "$venv/bin/python" -c 'import joserfc, sd_jwt, base45, openvc' 2>/dev/null; then
  echo "installing joserfc 1.8.0, sd-jwt 0.10.4, base45 0.4.4, openvc-core 1.37.0"
  "$venv/bin/pip" install --quiet --disable-pip-version-check joserfc==1.8.0 sd-jwt==0.10.4 base45==0.4.4 \
    openvc-core==1.37.0
fi

# source_of NAME VERSION: unpacks a source distribution, once; only it is taken as source, not what builds it.
source_of() {
  [ -d "$sources/$1-$2" ] && return 0
  echo "getting the source distribution of $1 $2"
  "$venv/bin/pip" download --quiet --disable-pip-version-check --no-deps --no-binary "$1" --dest "$work/sdist" "$1==$2"
  mkdir -p "$sources"
  tar -xzf "$work/sdist/$1-$2.tar.gz" -C "$sources"
}
source_of pyjson5 2.0.1
source_of joserfc 1.8.0
source_of proofbundle 6.3.1

echo "vectors made with seed $seed"
mkdir "$work/cases"
"$venv/bin/python" "$here/vectors/write.py" "$work/cases" "$build/checkouts/swift-crypto/Tests/Test Vectors" \
  "$sources/pyjson5-2.0.1/third-party/JSONTestSuite/test_parsing" "$sources/joserfc-1.8.0/tests" \
  "$sources/proofbundle-6.3.1/tests/fixtures" \
  Tests/CertificateCorpus/valid-clear/certificate "$seed"
(cd "$here/vectors" && GO111MODULE=off GOPATH=$gocode GOCACHE=$work/go go run logs.go "$work/cases" "$seed" \
  "$gocode/src/golang.org/x/mod/sumdb/note/note_test.go")
"$program" "$work/cases"
