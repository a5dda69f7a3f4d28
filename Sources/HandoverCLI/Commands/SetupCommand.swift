import ArgumentParser
import Certification
import Foundation
import StrictFormats

/// `handover setup`: once per dealership.
struct SetupCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "setup", abstract: "Set up a dealership: its name, its keys and chain, a trust list, the ledger.",
    discussion: """
      Makes everything that is missing and changes nothing that is there. The private keys are readable by you only, and \
      encrypted when you give a passphrase; without one, keep the folder on an encrypted disk.

      Keep keys/root.pem and keys/rooftop.pem somewhere else, with a copy: they are needed only to make certificates for \
      new keys (handover key renew). Everything else works without them.

      The issuer is the web address that your certificates name, such as https://north.example-motors.example.
      """)

  @OptionGroup var home: HomeOption
  @Option(help: "The legal name, shown to every buyer.") var organisation: String
  @Option(help: "The branch.") var rooftop: String
  @Option(help: "The branch's HTTPS address, lower case, without port.") var issuer: String
  @Option(
    help: ArgumentHelp(
      "Where the status list will be published. Without it: https://status.<the issuer's host>/1.", valueName: "uri"))
  var statusList: String?
  @Option(
    help: ArgumentHelp(
      "Where printed certificates say that a verifier page is found: an https host, best not your own.",
      valueName: "host"))
  var verifierHost: String?
  @OptionGroup var passphrase: PassphraseOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
    let folder = try home.folder()
    guard let uri = IssuerURI(issuer) else {
      throw Complaint(
        "setup.issuer", "'\(issuer)' is no issuer's address",
        hint: Dealer.addressHint, status: .usage)
    }
    let dealer = Dealer(
      organisation: organisation, rooftop: rooftop, issuer: uri.text,
      statusList: statusList ?? "https://status.\(uri.host)/1",
      verifier: try verifierHost.map { try Dealer.verifier($0).text })
    try dealer.checkNames()
    try folder.makeFolders()
    let keys = KeyRing(folder, passphrase.source(streams))
    let made = try DealershipSetup(keys: keys, dealer: dealer, now: Date()).make()
    output.write(
      ["home": .string(folder.path), "parts": .array(made.map(\.json))], made.map(\.line), to: streams)
    streams.say("next: handover batch lot.csv")
  }
}
