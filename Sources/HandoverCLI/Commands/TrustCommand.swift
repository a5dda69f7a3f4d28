import ArgumentParser
import BundledChecklists
import CertificateChecking
import Certification
import Foundation
import StrictFormats
import TransferRules
import VerifyReport

/// `handover trust`: lists that say whom a buyer may trust.
struct TrustCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trust", abstract: "Trust lists: whom a buyer may believe, and for which addresses.",
    discussion: """
      A trust list is worth what its signers are worth. One that you sign yourself shows that a certificate was not changed; \
      that you are to be believed must be said by others: an association, a regulator, an insurer.
      """, subcommands: [New.self, Add.self, Show.self, Check.self])

  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "new", abstract: "Make a list that names this dealership, signed by one key made for it.")

    @Option(help: "How long the list is good for.") var days = 365
    @OptionGroup var home: HomeOption
    @OptionGroup var passphrase: PassphraseOptions

    func validate() throws {
      guard (1...3_650).contains(days) else { throw ValidationError("--days is from 1 to 3650") }
    }

    func run() throws {
      let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
      let folder = try home.folder()
      let list = try TrustShelf(keys: KeyRing(folder, passphrase.source(streams))).make(days: days, at: Date())
      streams.result("made \(folder.trustList), version \(list.version)")
      streams.say("handover: note: one key alone signs it, so it vouches for nobody but yourself")
    }
  }

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "add", abstract: "Add another dealer's root to this dealership's list; the list's version goes up.")

    @Argument(help: ArgumentHelp("The root's certificate, DER.", valueName: "root.der")) var root: String
    @Option(help: "The name that reports show.") var name: String
    @Option(
      help: ArgumentHelp("A host it may speak for, with everything below it; may be repeated.", valueName: "host"))
    var host: [String]
    @Option(help: "How long the new version is good for.") var days = 365
    @OptionGroup var home: HomeOption
    @OptionGroup var passphrase: PassphraseOptions

    func validate() throws {
      if let bad = host.first(where: { CertificateChecker.issuerHost("https://\($0)") != $0 }) {
        throw ValidationError("'\(bad)' is no host: lower case, with a dot, without https:// and port")
      }
      guard (1...3_650).contains(days) else { throw ValidationError("--days is from 1 to 3650") }
    }

    func run() throws {
      let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
      let folder = try home.folder()
      let now = Date()
      let issuer = ListedIssuer(name: name, root: try CertificateFile.readRoot(root), hosts: host, from: now)
      let list = try TrustShelf(keys: KeyRing(folder, passphrase.source(streams))).add(issuer, days: days, at: now)
      streams.result("\(folder.trustList) is now version \(list.version), with \(list.issuerNames.count) issuers")
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Whom a list trusts, for what, and who signed it.")

    @Argument(help: ArgumentHelp("A list. Without it: this dealership's.", valueName: "file")) var file: String?
    @OptionGroup var home: HomeOption
    @OptionGroup var output: OutputOptions

    func run() throws {
      let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
      let list = try file.map { try TrustList(bytes: try SafeFile.read($0)) } ?? home.folder().trust()
      let text = TrustListText(list, style: ReportStyle(streams), now: Date())
      if output.json {
        streams.result(CanonicalJSON.text(text.json))
      } else {
        for line in text.lines { streams.result(line) }
      }
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Would a verifier on this machine take a list, after those it has seen?",
      discussion: "Exit status: 0 it would; 1 it is refused; 3 it has run out. Remembers nothing.")

    @Argument(help: ArgumentHelp("The list.", valueName: "file")) var file: String
    @Option(help: ArgumentHelp("What a verifier remembers. Without it: your state folder.", valueName: "file"))
    var state: String?
    @OptionGroup var output: OutputOptions

    func run() throws {
      let environment = ProcessInfo.processInfo.environment
      let streams = Streams.process(environment: environment)
      var memory: VerifierMemory? = try remembered(environment)
      let decision = TrustDecision(bytes: try SafeFile.read(file), memory: &memory)
      let isExpired = decision.list.map { $0.expires <= Date() } ?? false
      let status: ExitStatus = decision.refusal != nil ? .failed : isExpired ? .inconclusive : .done
      let failure = decision.refusal?.name ?? (isExpired ? "trust.expired" : nil)
      if output.json {
        streams.result(
          CanonicalJSON.text([
            "file": .string(file), "exit": .integer(Int64(status.rawValue)),
            "failure": failure.map { .string($0) } ?? .null,
          ]))
      } else if let refusal = decision.refusal {
        streams.result("REFUSED: \(PlainText.shown(refusal.message, limit: 240)) [\(refusal.name)]")
        if let hint = refusal.hint { streams.say("handover: hint: \(hint)") }
      } else {
        let version = decision.list?.version ?? 0
        streams.result(isExpired ? "RUN OUT: list \(version) [trust.expired]" : "OK: list \(version) would be taken")
      }
      throw ExitCode(status.rawValue)
    }

    private func remembered(_ environment: [String: String]) throws -> VerifierMemory {
      guard let file = state.map(MemoryFile.init) ?? MemoryFile.inHome(environment), SafeFile.exists(file.path) else {
        return VerifierMemory()
      }
      guard let memory = try? VerifierMemory(bytes: try SafeFile.read(file.path)) else {
        throw Complaint(
          "state.malformed", "\(file.path) does not hold what a verifier remembers", hint: "give another with --state",
          status: .unreadable)
      }
      return memory
    }
  }
}

/// The trust list of a dealership's folder and the key that signs it.
struct TrustShelf {
  var keys: KeyRing

  private var home: DealerHome { keys.home }

  /// Makes the first list. An authority key that is there is used; a list that is there is kept.
  func make(days: Int, at moment: Date) throws -> TrustList {
    guard !SafeFile.exists(home.trustList) else {
      throw Complaint(
        "trust.exists", "\(home.trustList) is already there",
        hint: "handover trust show; handover trust add makes its next version", status: .usage)
    }
    let dealer = try home.dealer()
    let root = try CertificateFile.read(home.certificate("root"))
    let hosts = [dealer.issuer, dealer.statusList].compactMap { IssuerURI($0)?.host }
    try home.makeFolders()
    if !SafeFile.exists(home.key(.authority)) {
      _ = try keys.make(.authority, passphrase: try keys.passphrases.forNewFiles())
    }
    let authority = try keys.signing(.authority)
    let tables = try BundledChecklists.tables.map { try RuleTable(bytes: $0.bytes).digest }
    let draft = TrustListDraft(
      version: 1, issuedAt: moment, expires: end(days, from: moment), authority: authority,
      issuers: [
        ListedIssuer(
          name: dealer.organisation, root: root, hosts: Array(Set(hosts)).sorted(),
          from: moment.addingTimeInterval(-3_600))
      ], rules: tables)
    let bytes = try draft.signed(by: [authority])
    let list = try TrustList(bytes: bytes)
    try SafeFile.create(bytes, at: home.trustList, mode: 0o644)
    return list
  }

  /// Makes the next version with one issuer more.
  func add(_ issuer: ListedIssuer, days: Int, at moment: Date) throws -> TrustList {
    let list = try home.trust()
    guard list.threshold == 1 else {
      throw Complaint(
        "trust.threshold", "the list needs \(list.threshold) signatures, and this folder holds one key",
        hint: "make the next version where the keys are")
    }
    var draft = TrustListDraft(after: list, issuedAt: moment, expires: end(days, from: moment))
    draft.issuers.append(issuer)
    let bytes = try draft.signed(by: [try keys.signing(.authority)])
    // Read back by the verifier's own rules before the old list is replaced.
    let next = try TrustList(bytes: bytes)
    try SafeFile.write(bytes, to: home.trustList, mode: 0o644)
    return next
  }

  private func end(_ days: Int, from moment: Date) -> Date { moment.addingTimeInterval(Double(days) * 86_400) }
}

/// A certificate's file.
enum CertificateFile {
  static func read(_ path: String) throws -> [UInt8] {
    guard SafeFile.exists(path) else {
      throw Complaint(
        "key.missing", "there is no \(path)", hint: "handover setup, or handover key new", status: .unreadable)
    }
    return try SafeFile.read(path)
  }

  /// A certificate that may stand in a trust list: one that may issue others.
  static func readRoot(_ path: String) throws -> [UInt8] {
    let der = try SafeFile.read(path)
    guard let root = try? CertificateSummary(der: der), root.isAuthority else {
      throw Complaint(
        "trust.root", "\(path) is no root certificate in DER", hint: "ask the other dealer for chain/root.der",
        status: .unreadable)
    }
    return der
  }
}
