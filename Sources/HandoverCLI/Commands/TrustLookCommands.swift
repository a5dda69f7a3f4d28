import ArgumentParser
import CertificateChecking
import Certification
import Foundation
import StrictFormats
import VerifyReport

/// Looking at trust lists: nothing is changed or remembered.
extension TrustCommand {
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Whom a list trusts, for what, who signed it, and what it changes.",
      discussion: """
        Shows drafts too, with the signatures they still lack.

          handover trust show next.jws --against trust/list.jws
        """)

    @Argument(help: ArgumentHelp("A list. Without it: this dealership's.", valueName: "file")) var file: String?
    @Option(
      help: ArgumentHelp("Show in words what the list changes against this earlier one.", valueName: "file"))
    var against: String?
    @OptionGroup var home: HomeOption
    @OptionGroup var output: OutputOptions

    func run() throws {
      let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
      let folder = try home.folder()
      let list = try file.map { try TrustList(proposal: try SafeFile.read($0)) } ?? folder.trust()
      let earlier = try against.map { try TrustList(bytes: try SafeFile.read($0)) }
      let known = OwnCertificates(folder).names
      let text = TrustListText(list, style: ReportStyle(streams), now: Date(), known: known)
      let changes = earlier.map { TrustChangeText(from: $0, to: list, known: known).lines } ?? []
      if output.json {
        let added = JSONValue.Member("changes", .array(changes.map { .string($0) }))
        streams.result(CanonicalJSON.text(.object((text.json.members ?? []) + [added])))
        return
      }
      for line in text.lines { streams.result(line) }
      if list.signatures < list.threshold { streams.result("NOT IN FORCE: it lacks signatures of its own keys") }
      if let stale = try stale(list, folder) { streams.result("STALE: \(stale)") }
      if let earlier {
        streams.result("")
        streams.result("Against list \(earlier.version):")
        for line in changes { streams.result(line) }
      }
    }

    /// What to say of a draft that can come into force no more. A whole list of others may have any version.
    private func stale(_ list: TrustList, _ folder: DealerHome) throws -> String? {
      guard let file, SafeFile.exists(folder.trustList),
        let draft = try WaitingDraft(file, after: try folder.trust()), draft.isStale
      else { return nil }
      let isOwn = (try? TrustShelf.proposal(folder.draft))?.list.digest == list.digest
      guard list.signatures < list.threshold || isOwn, list.digest != draft.inForce.digest else { return nil }
      return draft.words + "; handover trust draft makes a new one"
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
        streams.say("handover: hint: \(Complaint(refusal).hint)")
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
