#!/usr/bin/env bash
# The import allow-list: outside modules that only one target may import. The compiler's own check sees only this package's targets.
set -euo pipefail
cd "$(dirname "$0")/.."
bad=0
only() { # MODULE TARGET...: complains about any other target under Sources that imports MODULE
  local module=$1
  shift
  local allowed
  allowed=$(printf 'Sources/%s/|' "$@")
  if grep -rnE "^[^/]*import ${module}\$" Sources --include='*.swift' | grep -vE "^(${allowed%|})"; then
    echo "only $* may import ${module}"
    bad=1
  fi
}
only GRDB HandoverLedger
only CBytes Inventory
only CCurl CurlTransport
only CZlib CertificateChecking
only CQRencode QRCode
only Mustache PrintedCertificate
only CHeap HandoverMain
only Yams ChecklistFormat
only Hummingbird OEMSimulators
only CryptoExtras Certification
only X509 CertificateChecking Certification
only ArgumentParser HandoverCLI HandoverMain HandoverSimulatorsMain
only Revocation HandoverFlow
only VerifierPage HandoverCLI
if grep -rn 'import FoundationNetworking' Sources Tests --include='*.swift'; then bad=1; fi
exit $bad
