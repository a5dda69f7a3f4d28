import ArgumentParser
import CertificateChecking
import Certification
import Foundation
import StrictFormats

/// `handover key`: the dealership's keys and the chain above them.
struct KeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key", abstract: "The keys that sign certificates: make them, look at them.",
    discussion: """
      Each key has one role: root, rooftop, terminal, status, authority (trust lists), log, witness. A key that serves two \
      is refused. Passphrases come from a file, a file descriptor or the terminal, never from the command line.
      """, subcommands: [New.self, Show.self, Renew.self, Import.self, Encrypt.self, Decrypt.self, Issuers.self])

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
          one.role.rawValue, PlainText.shown(one.certificate.name), UTC.day(one.certificate.notAfter),
          "\(one.daysLeft)",
          one.certificate.thumbprint,
        ])
      }
      let expiring = chain.filter(\.isExpiring)
      return ["\(PlainText.shown(dealer.organisation)), \(PlainText.shown(dealer.rooftop))  \(dealer.issuer)"]
        + table.aligned()
        + expiring.map { "\($0.warning): \($0.advice)" }
    }

    private func json(_ dealer: Dealer, _ chain: [DealerKeys.Summary]) -> JSONValue {
      [
        "organisation": .string(dealer.organisation), "rooftop": .string(dealer.rooftop),
        "issuer": .string(dealer.issuer), "status_list": .string(dealer.statusList),
        "certificates": .array(
          chain.map { one in
            [
              "role": .string(one.role.rawValue), "name": .string(one.certificate.name),
              "not_before": .string(UTC.instant(one.certificate.notBefore)),
              "not_after": .string(UTC.instant(one.certificate.notAfter)),
              "x5t#S256": .string(one.certificate.thumbprint),
            ]
          }),
      ]
    }
  }
}
