import ArgumentParser
import CertificateChecking
import Certification
import Foundation
import VerifyReport

extension TrustCommand {
  struct Adopt: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "adopt", abstract: "Put a list of others into force here, when it vouches for this dealership.",
      discussion: """
        For a dealer whom an association or a group names in its list. Shows what changes. Where the keys of the list in \
        force here signed the new one too, that is enough; else the number of the version is asked for, or given with --agree.

        Buyers who used this dealership's own list before take the other as another list, in a memory of its own. To spare \
        them that, where the other has the higher version: handover trust sign and handover trust publish instead.

          handover trust adopt association.jws --agree 3
        """)

    @Argument(help: ArgumentHelp("The list, signed by those who keep it.", valueName: "file")) var file: String
    @Option(help: ArgumentHelp("The version you agree to put into force.", valueName: "number")) var agree: Int64?
    @OptionGroup var home: HomeOption
    @OptionGroup var output: OutputOptions

    func run() throws {
      let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
      let folder = try home.folder()
      let shelf = TrustShelf(keys: KeyRing(folder, PassphraseSource(.terminal, streams: streams)))
      let proposal = try TrustShelf.proposal(file)
      let list = try TrustList(bytes: proposal.bytes)
      let earlier = try shelf.inForce(nil)
      try check(list, after: earlier, in: folder)
      let ceremony = TrustCeremony(
        proposal: proposal, earlier: earlier, streams: streams, isTalk: output.json,
        known: OwnCertificates(folder).names)
      ceremony.tellChanges()
      let follows = earlier != nil && (try? proposal.accepted(after: earlier)) != nil
      if !follows { try ceremony.confirm(agree, to: "put it into force") }
      try shelf.adopt(proposal)
      output.write(
        list.json(folder.trustList),
        ["\(folder.trustList) is now list \(list.version) of others, signed by \(list.signatures) of \(list.keyCount)"],
        to: streams)
      if let earlier, !follows {
        streams.say(
          "handover: note: verifiers that used list \(earlier.version) of before take this one only in a memory of their own"
        )
      }
      if let note = try shelf.tidy(after: list) { streams.say("handover: note: \(note)") }
    }

    private func check(_ list: TrustList, after earlier: TrustList?, in folder: DealerHome) throws {
      guard list.digest != earlier?.digest else {
        throw Complaint(
          "trust.in-force", "this is list \(list.version), which is in force already",
          hint: "nothing is left to do with it")
      }
      if let earlier, list.version <= earlier.version, list.authorityKeys == earlier.authorityKeys {
        throw Complaint(
          "trust.rollback", "this is list \(list.version), and list \(earlier.version) of the same signers is in force",
          hint: "ask them for the current one")
      }
      guard list.expires > Date() else {
        throw Complaint(
          "trust.expired", "list \(list.version) has run out", hint: "ask its signers for the current one")
      }
      try TrustVouching(home: folder, list: list).check(at: Date())
    }
  }
}
