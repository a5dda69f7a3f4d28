import ArgumentParser
import CertificateChecking
import Certification
import Foundation
import StrictFormats

/// `handover key`: the dealership's keys and the chain above them.
struct KeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key", abstract: "The keys that sign certificates: make them, look at them.",
    subcommands: [New.self, Show.self])

  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "new", abstract: "Make a root, a rooftop authority and this terminal's key. Overwrites nothing.",
      discussion: """
        handover setup does this and the rest. The rooftop authority can speak for the issuer's host only; the terminal's \
        certificate lasts one year.

        The private keys are readable by you only, and encrypted when you give a passphrase: PKCS#8 with scrypt and \
        AES-256, which openssl pkey reads too. Without one, keep the folder on an encrypted disk. Move keys/root.pem and \
        keys/rooftop.pem to another place, and keep a copy of them there: only handover key renew needs them.
        """)

    @Option(help: "The legal name, shown to every buyer.") var organisation: String
    @Option(help: "The branch.") var rooftop: String
    @Option(help: ArgumentHelp("The branch's address, lower case, without port.", valueName: "https://...")) var issuer:
      String
    @Option(
      help: ArgumentHelp(
        "Where the status list will be published. Without it: https://status.<the issuer's host>/1.", valueName: "uri"))
    var statusList: String?
    @OptionGroup var home: HomeOption
    @OptionGroup var passphrase: PassphraseOptions

    func run() throws {
      let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
      let folder = try home.folder()
      let dealer = try self.dealer()
      let keys = KeyRing(folder, passphrase.source(streams))
      let passphrase = try keys.passphrases.forNewFiles()
      try DealerKeys(keys: keys).make(for: dealer, at: Date(), passphrase: passphrase)
      streams.result("made " + KeyRole.ofChain.map(folder.key).joined(separator: ", "))
      if passphrase == nil {
        streams.say("handover: warning: the private keys are stored unencrypted; keep this folder on an encrypted disk")
      }
      streams.say("next: handover trust new")
    }

    private func dealer() throws -> Dealer {
      guard let uri = IssuerURI(issuer) else {
        throw Complaint(
          "key.issuer", "'\(issuer)' is no issuer's address",
          hint: "https, a lower-case host with a dot, no port, no query: https://north.example-motors.example",
          status: .usage)
      }
      let list = statusList ?? "https://status.\(uri.host)/1"
      guard IssuerURI(list) != nil else {
        throw Complaint(
          "key.status-list", "'\(list)' is no address for a status list",
          hint: "https, a lower-case host with a dot, no port, no query: https://status.example-motors.example/1",
          status: .usage)
      }
      return Dealer(organisation: organisation, rooftop: rooftop, issuer: uri.text, statusList: list)
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Who signs, until when, and by which names others know these keys.")

    @OptionGroup var home: HomeOption
    @OptionGroup var output: OutputOptions

    func run() throws {
      let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
      let folder = try home.folder()
      let dealer = try folder.dealer()
      let chain = try DealerKeys(keys: KeyRing(folder, PassphraseSource(.terminal, streams: streams))).summaries()
      if output.json {
        streams.result(CanonicalJSON.text(json(dealer, chain)))
      } else {
        for line in text(dealer, chain) { streams.result(line) }
      }
    }

    private func text(_ dealer: Dealer, _ chain: [DealerKeys.Summary]) -> [String] {
      var table = TextTable(header: ["certificate", "name", "valid until", "days left", "SHA-256"])
      for one in chain {
        table.rows.append([
          one.role, PlainText.shown(one.certificate.name), UTC.day(one.certificate.notAfter), "\(one.daysLeft)",
          one.certificate.thumbprint,
        ])
      }
      let expiring = chain.filter { $0.daysLeft < 30 }
      return ["\(PlainText.shown(dealer.organisation)), \(PlainText.shown(dealer.rooftop))  \(dealer.issuer)"]
        + table.aligned()
        + expiring.map { "the \($0.role)'s certificate runs out in \($0.daysLeft) days: make a new one before" }
    }

    private func json(_ dealer: Dealer, _ chain: [DealerKeys.Summary]) -> JSONValue {
      [
        "organisation": .string(dealer.organisation), "rooftop": .string(dealer.rooftop),
        "issuer": .string(dealer.issuer), "status_list": .string(dealer.statusList),
        "certificates": .array(
          chain.map { one in
            [
              "role": .string(one.role), "name": .string(one.certificate.name),
              "not_before": .string(UTC.instant(one.certificate.notBefore)),
              "not_after": .string(UTC.instant(one.certificate.notAfter)),
              "x5t#S256": .string(one.certificate.thumbprint),
            ]
          }),
      ]
    }
  }
}

/// The keys and the chain in a dealership's folder.
struct DealerKeys {
  var keys: KeyRing

  private var home: DealerHome { keys.home }

  /// One certificate of the chain.
  struct Summary {
    var role: String
    var certificate: CertificateSummary
    var daysLeft: Int
  }

  /// Makes all of it, or refuses: half an old chain and half a new one would sign nothing that verifies.
  func make(for dealer: Dealer, at moment: Date, passphrase: Passphrase?) throws {
    let files = KeyRole.ofChain.flatMap { [home.key($0), home.certificate($0.rawValue)] }
    if let there = files.first(where: SafeFile.exists) {
      throw Complaint(
        "key.exists", "\(there) is already there, and a key is never overwritten",
        hint: "handover key show, or another folder with --home", status: .usage)
    }
    if SafeFile.exists(home.dealerFile), try home.dealer() != dealer {
      throw Complaint(
        "key.other-dealer", "\(home.path) is set up for another name or address",
        hint: "use another folder with --home, or the same words as before", status: .usage)
    }
    guard let issuer = IssuerURI(dealer.issuer) else {
      throw Complaint("key.issuer", "'\(dealer.issuer)' is no issuer's address", status: .usage)
    }
    guard let statusList = IssuerURI(dealer.statusList) else {
      throw Complaint("key.status-list", "'\(dealer.statusList)' is no address of a status list", status: .usage)
    }
    // On one host the rooftop's authority could vouch for a status signer, and a terminal for itself.
    guard statusList.host != issuer.host else {
      throw Complaint(
        "key.status-host", "the status list must not be on the issuer's own host \(issuer.host)",
        hint: "use another one below it: https://status.\(issuer.host)/1", status: .usage)
    }
    try home.makeFolders()
    let chain = try DealerChain.make(
      organisation: dealer.organisation, rooftop: dealer.rooftop, issuer: issuer, statusList: statusList, at: moment)
    if !SafeFile.exists(home.dealerFile) { try SafeFile.write(dealer.bytes, to: home.dealerFile, mode: 0o644) }
    for (role, part) in zip(KeyRole.ofChain, [chain.root, chain.rooftop, chain.terminal, chain.status]) {
      try keys.store(.p256(part.key), as: role, passphrase: passphrase)
      try SafeFile.create(part.der, at: home.certificate(role.rawValue), mode: 0o644)
    }
  }

  /// The certificates, root first.
  func summaries(at moment: Date = Date()) throws -> [Summary] {
    try KeyRole.ofChain.map { role in
      let path = home.certificate(role.rawValue)
      guard SafeFile.exists(path) else {
        throw Complaint(
          "key.missing", "there is no \(path)", hint: "handover setup, or handover key new", status: .unreadable)
      }
      let certificate = try CertificateSummary(der: try SafeFile.read(path))
      let days = Int((certificate.notAfter.timeIntervalSince(moment) / 86_400).rounded(.down))
      return Summary(role: role.rawValue, certificate: certificate, daysLeft: days)
    }
  }
}
