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

      Several signers, say two of three, each on a machine and in a folder of their own:

        1. Each makes a key: handover trust key. The file trust/authority.pub is sent to whoever keeps the list.
        2. That one drafts: handover trust draft --add-key b.pub --add-key c.pub --threshold 2 --out next.jws
        3. Each reads and signs: handover trust sign next.jws. It says in words who gains and who loses.
        4. When enough have signed: handover trust publish next.jws. Until then it says whose signature is missing.

      An association that sells no cars begins with handover trust new in a folder of its own. A dealer whom its list names \
      puts that into force with handover trust adopt.

      A version comes into force when enough keys of the one before signed it and enough of its own. Give buyers \
      trust/list.jws; who holds an older version takes the newer by the same rule.
      """,
    subcommands: [
      New.self, Add.self, Key.self, Draft.self, Sign.self, Publish.self, Adopt.self, Revoke.self, Show.self, Check.self,
    ])

  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "new", abstract: "Make a list that names this dealership, signed by one key made for it.",
      discussion: """
        In a folder without a dealership the list names nobody yet. That is how an association begins: handover trust draft \
        then adds dealers' roots and further signers.
        """)

    @Option(help: "How long the list is good for.") var days = 365
    @OptionGroup var home: HomeOption
    @OptionGroup var passphrase: PassphraseOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard (1...3_650).contains(days) else { throw ValidationError("--days is from 1 to 3650") }
    }

    func run() throws {
      let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
      let folder = try home.folder()
      let list = try TrustShelf(keys: KeyRing(folder, passphrase.source(streams))).make(days: days, at: Date())
      guard !list.issuerNames.isEmpty else {
        output.write(
          list.json(folder.trustList), ["made \(folder.trustList), version \(list.version), which names nobody yet"],
          to: streams)
        streams.say(
          "next: handover trust draft --add-root root.der --name NAME --host HOST, or --add-key authority.pub")
        return
      }
      output.write(
        list.json(folder.trustList), ["made \(folder.trustList), version \(list.version)"], to: streams)
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
    @OptionGroup var output: OutputOptions

    func validate() throws {
      try TrustEdits.checkHosts(host)
      guard (1...3_650).contains(days) else { throw ValidationError("--days is from 1 to 3650") }
    }

    func run() throws {
      let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
      let folder = try home.folder()
      let now = Date()
      let issuer = ListedIssuer(name: name, root: try CertificateFile.readRoot(root), hosts: host, from: now)
      let shelf = TrustShelf(keys: KeyRing(folder, passphrase.source(streams)))
      let list = try shelf.change(days: days, at: now) { try $0.add(issuer) }
      let issuers = counted(list.issuerNames.count, "issuer")
      output.write(
        list.json(folder.trustList), ["\(folder.trustList) is now version \(list.version), with \(issuers)"],
        to: streams)
      if let note = try shelf.tidy(after: list) { streams.say("handover: note: \(note)") }
    }
  }
}
