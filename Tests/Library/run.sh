#!/usr/bin/env bash
# The library product, used by a package of somebody else's: built as a dependency, then run over three cases of the corpus.
# With the word build it only builds.
set -euo pipefail
cd "$(dirname "$0")/../.."
corpus=$PWD/Tests/CertificateCorpus
program=.build/library/debug/CheckCertificates

swift build --package-path Samples/CheckCertificates --scratch-path .build/library -Xswiftc -warnings-as-errors
[ "${1:-}" != build ] || exit 0

failed=0
expect() {
  local name=$1 wanted=$2 seconds said
  seconds=$(date -u -d "$(sed -n 's/.*"time":"\([^"]*\)".*/\1/p' "$corpus/$name/case.json")" +%s)
  said=$("$program" "$corpus/$name/trust.jws" published "$seconds" "$corpus/$name/certificate")
  if [[ $said == $wanted ]]; then
    echo "ok    $name: $said"
  else
    echo "wrong $name: '$said' and not '$wanted'"
    failed=1
  fi
}
expect valid-clear-attested "valid, CLEAR, ATTESTED, *"
expect valid-not-clear "valid, NOT CLEAR, *"
expect jws-alg-none "not_valid: jws.alg"
exit "$failed"
