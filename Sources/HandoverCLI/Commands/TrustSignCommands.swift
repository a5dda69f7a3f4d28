import ArgumentParser
import CertificateChecking
import Certification
import Crypto
import Foundation
import StrictFormats
import VerifyReport

/// The way of a list through the hands of those who sign it.
extension TrustCommand {
  struct Key: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "key", abstract: "Make this folder's key for signing lists, and say its name.",
      discussion: """
        The public half is written to trust/authority.pub: send that, never the other. A signer needs no dealership; any \
        folder will do: handover trust key --home my-signing-folder. A key that is there is kept.
        """)

    @OptionGroup var home: HomeOption
    @OptionGroup var passphrase: PassphraseOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
      let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
      let folder = try home.folder()
      let keys = KeyRing(folder, passphrase.source(streams))
      try folder.makeFolders()
      if SafeFile.exists(folder.key(.authority)) {
        // Made before public halves were written, or copied here without one.
        let key = try keys.load(.authority)
        try SafeFile.write(Array(key.publicKey.pem.utf8), to: folder.publicKey(.authority), mode: 0o644)
      } else {
        _ = try keys.make(.authority, passphrase: try keys.passphrases.forNewFiles())
      }
      let name = TrustAuthority.name(of: try keys.signing(.authority).key.publicKey)
      let file = folder.publicKey(.authority)
      output.write(["key": .string(name), "public": .string(file)], ["key \(name)", "send \(file)"], to: streams)
    }
  }

  struct Draft: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "draft", abstract: "Write the next version of the list in force, with changes, for others to sign.",
      discussion: """
        Nothing is in force by it. Whatever is not named stays as it is.

          handover trust draft --add-root other.der --name "Other Motors" --host other-motors.example
          handover trust draft --add-key b.pub --add-key c.pub --threshold 2 --out next.jws
          handover trust draft --amend next.jws --revoke terminal.der --from 2026-11-20 --reason key-compromise

        A key of the log or a new root: add it well before it is used, so that every buyer's list has it by then.
        """)

    @OptionGroup var edits: TrustEdits
    @Option(help: ArgumentHelp("Go on from this draft; signatures on it are dropped.", valueName: "file")) var amend:
      String?
    @Option(
      help: ArgumentHelp(
        "Where the draft goes. Without it: trust/draft.jws, or the draft gone on from.", valueName: "file"))
    var out: String?
    @Option(help: "How long the new version is good for.") var days = 365
    @OptionGroup var home: HomeOption
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard (1...3_650).contains(days) else { throw ValidationError("--days is from 1 to 3650") }
    }

    func run() throws {
      let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
      let folder = try home.folder()
      let shelf = TrustShelf(keys: KeyRing(folder, PassphraseSource(.terminal, streams: streams)))
      let now = Date()
      let proposal = try shelf.draft(amending: amend, days: days, at: now) {
        try edits.apply(to: &$0, in: folder, at: now)
      }
      let path = out ?? amend ?? folder.draft
      let inForce = try folder.trust()
      let stale = out == nil && amend == nil ? try shelf.waiting(after: inForce).flatMap { $0.isStale ? $0 : nil } : nil
      if path == amend || stale != nil {
        if let stale { streams.say("handover: note: \(stale.words); it is replaced") }
        try SafeFile.write(proposal.bytes, to: path, mode: 0o644)
      } else {
        guard !SafeFile.exists(path) else {
          throw Complaint(
            "trust.draft-exists", "\(path) is already there",
            hint: "--amend \(path) goes on from it, --out writes another", status: .usage)
        }
        try SafeFile.create(proposal.bytes, at: path, mode: 0o644)
      }
      let changes = TrustChangeText(from: inForce, to: proposal.list, known: OwnCertificates(folder).names).lines
      output.write(
        proposal.draftJSON(path, changes), ["draft of list \(proposal.list.version): \(path)"] + changes, to: streams)
      if edits.addRoot != nil && edits.validFrom == nil {
        streams.say(
          "handover: note: what the new root's certificates signed before today is not covered; --valid-from says from when"
        )
      }
      streams.say("next: handover trust sign \(path)")
    }
  }

  struct Sign: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "sign", abstract: "Read what a draft changes, and add your signature to it.",
      discussion: """
        Shows who gains and who loses against the list in force, then asks for the number of the version. Where nobody can \
        be asked it is given with --agree. Signing brings nothing into force: handover trust publish does, when enough have. A \
        list that is in force can be signed late: verifiers that missed one before may need that signature.
        """)

    @Argument(help: ArgumentHelp("The draft. Your signature is added to this file.", valueName: "file")) var file:
      String
    @Option(
      help: ArgumentHelp("Your private key. Without it: trust/authority.pem of the folder.", valueName: "key.pem"))
    var key: String?
    @Option(
      help: ArgumentHelp(
        "The list in force, where the folder does not hold it; ask whoever keeps it.", valueName: "file"))
    var against: String?
    @Option(help: ArgumentHelp("The version you agree to sign.", valueName: "number")) var agree: Int64?
    @OptionGroup var home: HomeOption
    @OptionGroup var passphrase: PassphraseOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
      let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
      let keys = KeyRing(try home.folder(), passphrase.source(streams))
      let shelf = TrustShelf(keys: keys)
      let proposal = try TrustShelf.proposal(file)
      let earlier = try shelf.inForce(against)
      let ceremony = TrustCeremony(
        proposal: proposal, earlier: earlier, streams: streams, isTalk: output.json,
        known: OwnCertificates(keys.home).names)
      try ceremony.checkNewer(at: Date())
      ceremony.tellChanges()
      let signer = try key.map { try keys.authority(at: $0) } ?? keys.signing(.authority)
      try ceremony.checkEntitled(signer)
      try ceremony.confirm(agree)
      let signed = try proposal.signed(by: signer)
      try SafeFile.write(signed.bytes, to: file, mode: 0o644)
      let name = TrustAuthority.name(of: signer.key.publicKey)
      let standing = try signed.standing(after: earlier)
      output.write(
        signed.json(file, standing, [.init("key", .string(name))]), ["signed \(file) with key \(name)"], to: streams)
      TrustCeremony(proposal: signed, earlier: earlier, streams: streams, isTalk: output.json).tell(standing)
      let isPublished = (try? SafeFile.read(keys.home.trustList)) == signed.bytes
      if standing.isComplete && !isPublished { streams.say("next: handover trust publish \(file)") }
    }
  }

  struct Publish: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "publish", abstract: "Take a draft into force, when enough have signed it; else say who is missing.",
      discussion: """
        Enough means: of the keys of the list in force, as many as that list asks; and of the draft's own keys, as many as \
        the draft asks. The list before is kept as trust/list-N.jws. Where several signed copies, give all of them. \
        Signatures that come late are added to the list in force.

        Exit status: 0 in force; 1 refused, or signatures are missing.
        """)

    @Argument(help: ArgumentHelp("The signed draft, or signed copies of it.", valueName: "file")) var files: [String]
    @OptionGroup var home: HomeOption
    @OptionGroup var output: OutputOptions

    func run() throws {
      let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
      let folder = try home.folder()
      let shelf = TrustShelf(keys: KeyRing(folder, PassphraseSource(.terminal, streams: streams)))
      let proposal = try joined()
      let earlier = try shelf.inForce(nil)
      let ceremony = TrustCeremony(proposal: proposal, earlier: earlier, streams: streams, isTalk: output.json)
      try ceremony.checkNewer(at: Date())
      if ceremony.isInForce { return try addSignatures(of: proposal, shelf, streams) }
      let standing = try proposal.standing(after: earlier)
      guard standing.isComplete else {
        ceremony.tell(standing)
        output.write(proposal.json(files[0], standing, [.init("in_force", false)]), [], to: streams)
        throw Complaint(
          "trust.signatures-missing", "list \(proposal.list.version) is not signed by enough yet; nothing was changed",
          hint: "have it signed: handover trust sign \(files[0])")
      }
      let list = try shelf.publish(proposal)
      output.write(
        proposal.json(folder.trustList, standing, [.init("in_force", true)]),
        ["\(folder.trustList) is now version \(list.version), signed by \(list.signatures) of \(list.keyCount)"],
        to: streams)
      if let note = try shelf.tidy(after: list) { streams.say("handover: note: \(note)") }
    }

    private func addSignatures(of proposal: TrustProposal, _ shelf: TrustShelf, _ streams: Streams) throws {
      let version = proposal.list.version
      let added = try shelf.addSignatures(of: proposal)
      guard added > 0 else {
        throw Complaint(
          "trust.in-force", "this is list \(version), which is in force already",
          hint: "nothing is left to do with it; handover trust draft begins the next one")
      }
      let list = try shelf.home.trust()
      let standing = try proposal.standing(after: list)
      output.write(
        proposal.json(shelf.home.trustList, standing, [.init("in_force", true)]),
        ["\(shelf.home.trustList), version \(version), has \(counted(added, "more signature"))"], to: streams)
      if let note = try shelf.tidy(after: list) { streams.say("handover: note: \(note)") }
    }

    private func joined() throws -> TrustProposal {
      var whole = try TrustShelf.proposal(files[0])
      for file in files.dropFirst() {
        guard let more = try whole.joined(with: try TrustShelf.proposal(file)) else {
          throw Complaint(
            "trust.other-draft", "\(file) does not say the same as \(files[0])",
            hint: "handover trust show \(file) --against \(files[0])")
        }
        whole = more
      }
      return whole
    }
  }

  struct Revoke: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "revoke", abstract: "Revoke a certificate: at once where one key signs, else as a draft.",
      discussion: """
        For a key that was stolen or lost. What was signed with it and witnessed before the moment given stays valid; all \
        else fails with issuer.revoked. Old certificates of this dealership lie in chain/former.

          handover trust revoke chain/terminal.der --from 2026-11-20 --reason key-compromise

        A file is looked for here first, and then in the dealership's folder. A draft that waits there is gone on from, \
        unless it is stale.
        """)

    @Argument(help: ArgumentHelp("The certificate's file or thumbprint.", valueName: "certificate")) var certificate:
      String
    @OptionGroup var revocation: RevocationOptions
    @Option(help: "How long the new version is good for.") var days = 365
    @OptionGroup var home: HomeOption
    @OptionGroup var passphrase: PassphraseOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard (1...3_650).contains(days) else { throw ValidationError("--days is from 1 to 3650") }
    }

    func run() throws {
      let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
      let folder = try home.folder()
      let shelf = TrustShelf(keys: KeyRing(folder, passphrase.source(streams)))
      let now = Date()
      let thumbprint = try CertificateFile.thumbprint(certificate, in: folder)
      func edit(_ draft: inout TrustListDraft) throws {
        try draft.revoke(thumbprint, from: revocation.from?.date ?? now, reason: revocation.reason)
      }
      let list = try folder.trust()
      if shelf.signsAlone(list) {
        let next = try shelf.change(days: days, at: now, edit)
        output.write(
          [
            "file": .string(folder.trustList), "version": .integer(next.version), "sha256": .string(next.digest),
            "in_force": true, "revoked": .string(thumbprint),
          ], ["\(folder.trustList) is now version \(next.version), and revokes \(thumbprint)"], to: streams)
        if let note = try shelf.tidy(after: next) { streams.say("handover: note: \(note)") }
        streams.say("next: give everybody the new list; a verifier with the old one does not know yet")
      } else {
        let draft = try shelf.waiting(after: list)
        let proposal = try shelf.draft(
          amending: draft.flatMap { $0.isStale ? nil : $0.path }, days: days, at: now, edit)
        if let draft, draft.isStale { streams.say("handover: note: \(draft.words); it is replaced") }
        try SafeFile.write(proposal.bytes, to: folder.draft, mode: 0o644)
        let changes = TrustChangeText(from: list, to: proposal.list, known: OwnCertificates(folder).names).lines
        output.write(
          proposal.draftJSON(folder.draft, changes),
          ["draft of list \(proposal.list.version): \(folder.draft)"] + changes, to: streams)
        streams.say("next: handover trust sign \(folder.draft)")
      }
    }
  }
}
