package import CertificateChecking
package import FoundationEssentials
package import StrictFormats

/// A trust list in words: whom it trusts for what, who signed it, how old it is.
package struct TrustListText {
  let list: TrustList
  let style: ReportStyle
  let now: Date

  package init(_ list: TrustList, style: ReportStyle, now: Date) {
    self.list = list
    self.style = style
    self.now = now
  }

  /// The lines, without line ends.
  package var lines: [String] {
    var lines = style.row("Trust list", "\(list.version), made \(day(list.issuedAt)), runs out \(day(list.expires))")
    lines += style.row("Signed by", "\(list.signatures) of \(list.keyCount) keys, \(list.threshold) needed")
    for key in list.authorityKeys { lines += style.row("  key", key) }
    for issuer in list.listedIssuers {
      let hosts = issuer.hosts.map { PlainText.shown($0) }.joined(separator: ", ")
      let until = issuer.until.map { " until \(SpokenTime.day($0))" } ?? ""
      lines += style.row(
        "Trusts", "\(PlainText.shown(issuer.name)) for \(hosts), from \(SpokenTime.day(issuer.from))\(until)")
      if let root = try? CertificateSummary(der: issuer.root) { lines += style.row("  root", root.thumbprint) }
    }
    for revoked in list.revoked {
      let reason = revoked.reason.map { " (\(PlainText.shown($0)))" } ?? ""
      lines += style.row("Revoked", "\(revoked.thumbprint) from \(SpokenTime.minute(revoked.from))\(reason)")
    }
    let rules = list.rules.isEmpty ? ["any published table the verifier knows"] : list.rules
    for rule in rules { lines += style.row("Rule table", rule) }
    for line in list.logPolicyText.split(separator: "\n") {
      lines += style.row("Log policy", PlainText.shown(String(line), limit: 200))
    }
    return lines
  }

  /// The list as JSON.
  package var json: JSONValue {
    [
      "version": .integer(list.version), "issued_at": .string(UTC.instant(list.issuedAt)),
      "expires_at": .string(UTC.instant(list.expires)), "signatures": .integer(Int64(list.signatures)),
      "threshold": .integer(Int64(list.threshold)), "keys": .array(list.authorityKeys.map { .string($0) }),
      "issuers": .array(
        list.listedIssuers.map { issuer in
          ["name": .string(PlainText.shown(issuer.name)), "hosts": .array(issuer.hosts.map { .string($0) })]
        }), "revoked": .array(list.revoked.map { .string($0.thumbprint) }),
      "rules": .array(list.rules.map { .string($0) }), "sha256": .string(list.digest),
    ]
  }

  private func day(_ date: Date) -> String { "\(SpokenTime.day(date)) (\(SpokenTime.ago(date, at: now)))" }
}
