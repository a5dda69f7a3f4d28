package import CertificateChecking
package import FoundationEssentials
package import StrictFormats

/// A trust list in words: whom it trusts for what, who signed it, how old it is.
package struct TrustListText {
  let list: TrustList
  let style: ReportStyle
  let now: Date
  /// Certificates in words, by thumbprint.
  let known: [String: String]

  package init(_ list: TrustList, style: ReportStyle, now: Date, known: [String: String] = [:]) {
    self.list = list
    self.style = style
    self.now = now
    self.known = known
  }

  /// The names of its keys that signed. A wrong signature has refused the list before.
  private var signers: Set<String> { (try? list.signers(among: list.authority)) ?? [] }

  /// The lines, without line ends.
  package var lines: [String] {
    var lines = style.row("Trust list", "\(list.version), made \(day(list.issuedAt)), runs out \(day(list.expires))")
    lines += style.row("Signed by", "\(list.signatures) of \(list.keyCount) keys, \(list.threshold) needed")
    let signers = signers
    for key in list.authorityKeys {
      lines += style.row("  key", "\(key) \(signers.contains(key) ? "signed" : "has not signed")")
    }
    for issuer in list.listedIssuers {
      let hosts = issuer.hosts.map { PlainText.shown($0) }.joined(separator: ", ")
      let until = issuer.until.map { " until \(SpokenTime.day($0))" } ?? ""
      lines += style.row(
        "Trusts", "\(PlainText.shown(issuer.name)) for \(hosts), from \(SpokenTime.day(issuer.from))\(until)")
      if let root = try? CertificateSummary(der: issuer.root) { lines += style.row("  root", root.thumbprint) }
    }
    for revoked in list.revoked {
      let reason = revoked.reason.map { " (\(PlainText.shown($0)))" } ?? ""
      let whose = known[revoked.thumbprint].map { ", \($0)," } ?? ""
      lines += style.row("Revoked", "\(revoked.thumbprint)\(whose) from \(SpokenTime.minute(revoked.from))\(reason)")
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
      "signed_by": .array(signers.sorted().map { .string($0) }), "issuers": .array(list.listedIssuers.map(json)),
      "revoked": .array(list.revoked.map { .string($0.thumbprint) }),
      "revocations": .array(list.revoked.map(json)), "rules": .array(list.rules.map { .string($0) }),
      "log_policy": .string(list.logPolicyText), "max_log_delay_s": .integer(Int64(list.maxLogDelay)),
      "max_status_age_s": .integer(Int64(list.maxStatusAge)), "sha256": .string(list.digest),
    ]
  }

  private func json(_ issuer: ListedIssuer) -> JSONValue {
    [
      "name": .string(PlainText.shown(issuer.name)), "hosts": .array(issuer.hosts.map { .string($0) }),
      "root": (try? CertificateSummary(der: issuer.root)).map { .string($0.thumbprint) } ?? .null,
      "from": .string(UTC.instant(issuer.from)), "until": issuer.until.map { .string(UTC.instant($0)) } ?? .null,
    ]
  }

  private func json(_ revoked: TrustList.Revocation) -> JSONValue {
    [
      "x5t#S256": .string(revoked.thumbprint), "from": .string(UTC.instant(revoked.from)),
      "reason": revoked.reason.map { .string(PlainText.shown($0)) } ?? .null,
    ]
  }

  private func day(_ date: Date) -> String { "\(SpokenTime.day(date)) (\(SpokenTime.ago(date, at: now)))" }
}
