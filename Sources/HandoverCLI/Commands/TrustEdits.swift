import ArgumentParser
import CertificateChecking
import Certification
import Foundation
import StrictFormats

/// The changes that `handover trust draft` makes, each of them optional.
struct TrustEdits: ParsableArguments {
  @Option(help: ArgumentHelp("Trust another root: its certificate, DER.", valueName: "root.der")) var addRoot: String?
  @Option(help: ArgumentHelp("The name that reports show for it.", valueName: "text")) var name: String?
  @Option(
    help: ArgumentHelp("A host it may speak for, with everything below it; may be repeated.", valueName: "host"))
  var host: [String] = []
  @Option(help: ArgumentHelp("From when on it is trusted. Without it: now.", valueName: "date")) var validFrom: Moment?
  @Option(help: ArgumentHelp("Until when. Without it: for good.", valueName: "date")) var validUntil: Moment?
  @Option(
    help: ArgumentHelp("Trust a root no longer: its certificate or thumbprint; may be repeated.", valueName: "root"))
  var removeRoot: [String] = []

  @Option(help: ArgumentHelp("Another signer's trust/authority.pub; may be repeated.", valueName: "key.pub"))
  var addKey: [String] = []
  @Option(help: ArgumentHelp("Take a signer's key away, by its name; may be repeated.", valueName: "key name"))
  var removeKey: [String] = []
  @Option(help: ArgumentHelp("How many keys must sign the next version.", valueName: "number")) var threshold: Int64?

  @OptionGroup var revocation: RevocationOptions
  @Option(
    help: ArgumentHelp("Revoke a certificate: its file or thumbprint; may be repeated.", valueName: "certificate"))
  var revoke: [String] = []

  @Option(
    help: ArgumentHelp("The logs, witnesses and quorum that count: C2SP tlog-policy text.", valueName: "file"))
  var tlogPolicy: String?
  @Option(help: ArgumentHelp("Hours in which a certificate must be logged.", valueName: "hours")) var maxLogDelay:
    Int64?
  @Option(help: ArgumentHelp("Days for which a status list is good.", valueName: "days")) var maxStatusAge: Int64?

  func validate() throws {
    if addRoot != nil && (name == nil || host.isEmpty) {
      throw ValidationError("--add-root goes with --name and --host")
    }
    if addRoot == nil && (name != nil || !host.isEmpty || validFrom != nil || validUntil != nil) {
      throw ValidationError("--name, --host, --valid-from and --valid-until go with --add-root")
    }
    try Self.checkHosts(host)
    if let maxLogDelay, !(1...8_760).contains(maxLogDelay) {
      throw ValidationError("--max-log-delay is from 1 to 8760 hours")
    }
    if let maxStatusAge, !(1...3_650).contains(maxStatusAge) {
      throw ValidationError("--max-status-age is from 1 to 3650 days")
    }
    if revoke.isEmpty && revocation.isGiven { throw ValidationError("--from and --reason go with --revoke") }
  }

  static func checkHosts(_ hosts: [String]) throws {
    if let bad = hosts.first(where: { CertificateChecker.issuerHost("https://\($0)") != $0 }) {
      throw ValidationError("'\(bad)' is no host: lower case, with a dot, without https:// and port")
    }
  }

  func apply(to draft: inout TrustListDraft, in home: DealerHome, at moment: Date) throws {
    for root in removeRoot { try draft.removeIssuer(try CertificateFile.thumbprint(root, in: home)) }
    if let addRoot, let name {
      try draft.add(
        ListedIssuer(
          name: name, root: try CertificateFile.readRoot(addRoot), hosts: host, from: validFrom?.date ?? moment,
          until: validUntil?.date))
    }
    for key in removeKey { try draft.removeKey(key) }
    for key in addKey { try draft.add(try CertificateFile.authorityKey(key)) }
    if let threshold { draft.threshold = threshold }
    for certificate in revoke {
      try draft.revoke(
        try CertificateFile.thumbprint(certificate, in: home), from: revocation.from?.date ?? moment,
        reason: revocation.reason)
    }
    if let tlogPolicy { draft.logPolicyText = try LogPolicyCommand.text(of: tlogPolicy) }
    if let maxLogDelay { draft.maxLogDelay = maxLogDelay * 3_600 }
    if let maxStatusAge { draft.maxStatusAge = maxStatusAge * 86_400 }
  }
}

/// From when on a certificate is revoked, and why.
struct RevocationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "From when on nothing signed with it holds: a day or an instant, UTC. Without it: now.",
      discussion: "What was signed and witnessed before stays valid.", valueName: "date"))
  var from: Moment?
  @Option(
    help: ArgumentHelp(
      "Why, such as key-compromise, superseded or cessation-of-operation. It stands in the list.", valueName: "text"))
  var reason: String?

  var isGiven: Bool { from != nil || reason != nil }

  func validate() throws {
    if let reason, !(1...Limits.reason).contains(reason.utf8.count) || PlainText.shown(reason, limit: 200) != reason {
      throw ValidationError("--reason is plain text of at most \(Limits.reason) bytes")
    }
  }
}

/// A day, from its first moment on, or an instant, UTC.
struct Moment: ExpressibleByArgument {
  var date: Date

  init?(argument: String) {
    guard let date = UTC.parseDay(argument) ?? UTC.parseInstant(argument) else { return nil }
    self.date = date
  }
}
