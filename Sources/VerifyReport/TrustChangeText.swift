package import CertificateChecking
import FoundationEssentials
import StrictFormats

/// What a trust list changes against an earlier one, in words for whoever is asked to sign it: who gains, who loses.
package struct TrustChangeText {
  let earlier: TrustList
  let later: TrustList
  /// Certificates in words, by thumbprint.
  let known: [String: String]

  package init(from earlier: TrustList, to later: TrustList, known: [String: String] = [:]) {
    self.earlier = earlier
    self.later = later
    self.known = known
  }

  /// One change a line, who loses first.
  package var lines: [String] { lost + changed + gained + revocations + authority + rest }

  private var lost: [String] {
    earlier.listedIssuers.filter { issuer in !later.listedIssuers.contains { $0.root == issuer.root } }.map {
      "LOSES    \(name($0)): no certificate of theirs is trusted any more; spoke for \(hosts($0)) (root \(root($0)))"
    }
  }

  private var gained: [String] {
    later.listedIssuers.filter { issuer in !earlier.listedIssuers.contains { $0.root == issuer.root } }.map {
      "GAINS    \(name($0)) may speak for \(hosts($0)), \(span($0)) (root \(root($0)))"
    }
  }

  private var changed: [String] {
    later.listedIssuers.flatMap { issuer -> [String] in
      guard let before = earlier.listedIssuers.first(where: { $0.root == issuer.root }) else { return [] }
      var lines: [String] = []
      if before.name != issuer.name { lines.append("RENAMES  \(name(before)) to \(name(issuer))") }
      let (old, new) = (Set(before.hosts), Set(issuer.hosts))
      for host in old.subtracting(new).sorted() {
        lines.append("LOSES    \(name(issuer)) may not speak for \(host) any more")
      }
      for host in new.subtracting(old).sorted() { lines.append("GAINS    \(name(issuer)) may speak for \(host) too") }
      if before.from != issuer.from || before.until != issuer.until {
        lines.append("TIME     \(name(issuer)) is trusted \(span(issuer)), instead of \(span(before))")
      }
      return lines
    }
  }

  private var revocations: [String] {
    let new = later.revoked.filter { !earlier.revoked.contains($0) }
    let gone = earlier.revoked.filter { old in !later.revoked.contains { $0.thumbprint == old.thumbprint } }
    return new.map { revoked in
      "REVOKES  \(certificate(revoked)): nothing signed with it from \(SpokenTime.minute(revoked.from)) on holds"
        + (revoked.reason.map { " (\(PlainText.shown($0)))" } ?? "")
    } + gone.map { "RESTORES \(certificate($0)), which was revoked from \(SpokenTime.minute($0.from))" }
  }

  private var authority: [String] {
    let (old, new) = (Set(earlier.authorityKeys), Set(later.authorityKeys))
    var lines = old.subtracting(new).sorted().map { "SIGNERS  lose key \($0)" }
    lines += new.subtracting(old).sorted().map { "SIGNERS  gain key \($0)" }
    if (earlier.threshold, earlier.keyCount) != (later.threshold, later.keyCount) {
      let weaker = later.threshold < earlier.threshold ? "; fewer than before" : ""
      lines.append(
        "SIGNERS  \(later.threshold) of \(later.keyCount) keys must sign, instead of "
          + "\(earlier.threshold) of \(earlier.keyCount)\(weaker)")
    }
    return lines
  }

  private var rest: [String] {
    var lines: [String] = []
    for rule in earlier.rules where !later.rules.contains(rule) {
      lines.append("RULES    table \(rule) is accepted no more")
    }
    for rule in later.rules where !earlier.rules.contains(rule) { lines.append("RULES    table \(rule) is accepted") }
    if earlier.logPolicyText != later.logPolicyText {
      lines.append("LOGS     " + (later.logPolicyText.isEmpty ? "none are named any more" : "other logs or witnesses:"))
      lines += later.logPolicyText.split(separator: "\n").map {
        "           \(PlainText.shown(String($0), limit: 200))"
      }
    }
    if earlier.maxLogDelay != later.maxLogDelay {
      lines.append(
        "LOGS     a certificate is logged within \(hours(later.maxLogDelay)), instead of \(hours(earlier.maxLogDelay))")
    }
    if earlier.maxStatusAge != later.maxStatusAge {
      lines.append("STATUS   is good for \(days(later.maxStatusAge)), instead of \(days(earlier.maxStatusAge))")
    }
    let (end, before) = (SpokenTime.day(later.expires), SpokenTime.day(earlier.expires))
    if end != before { lines.append("LASTS    until \(end), instead of \(before)") }
    return lines
  }

  private func certificate(_ revoked: TrustList.Revocation) -> String {
    revoked.thumbprint + (known[revoked.thumbprint].map { ", \($0)" } ?? "")
  }

  private func name(_ issuer: ListedIssuer) -> String { PlainText.shown(issuer.name) }

  private func hosts(_ issuer: ListedIssuer) -> String { issuer.hosts.joined(separator: ", ") }

  private func root(_ issuer: ListedIssuer) -> String {
    (try? CertificateSummary(der: issuer.root))?.thumbprint ?? "unreadable"
  }

  private func span(_ issuer: ListedIssuer) -> String {
    "from \(SpokenTime.day(issuer.from))" + (issuer.until.map { " until \(SpokenTime.day($0))" } ?? " on")
  }

  private func hours(_ seconds: Double) -> String { "\(Int(seconds / 3_600)) hours" }
  private func days(_ seconds: Double) -> String { "\(Int(seconds / 86_400)) days" }
}
