import ArgumentParser
import BundledChecklists
import BuyerWords
import CertificateChecking
import Certification
import Foundation
import HandoverFlow
import HandoverLedger
import HandoverModel
import PrintedCertificate
import StrictFormats
import TransferRules

/// `handover present`: a copy of a stored certificate.
struct PresentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "present",
    abstract: "Write a copy of a car's certificate: for the buyer, a previous holder, or in full.",
    discussion: """
      The buyer's copy opens nothing about anybody. An owner's copy opens the lines of one holder only. The full copy is for \
      the dealership, an auditor, or a lawful request.

        handover present TMBJB9NX0PY000001 --for buyer --out car.transfer.json

      --html writes the buyer's copy as a page to print, on A4 or Letter: plain words, the VIN, what to look at in the car, \
      and square codes that carry what is signed. The page itself is not signed and says so. Give both the page and the file.

        handover present TMBJB9NX0PY000001 --html car.html --lang de --out car.transfer.json
      """)

  enum Recipient: String, ExpressibleByArgument, CaseIterable { case buyer, owner, full }

  @Argument(help: "The VIN.") var vin: String
  @Option(name: .customLong("for"), help: "buyer, owner or full.") var recipient: Recipient = .buyer
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Another certificate of the car than its newest: see certificate list.", valueName: "name"))
  var certificate: String?
  @Option(help: ArgumentHelp("The holder whose lines an owner's copy opens.", valueName: "holder_...")) var holder:
    String?
  @Option(help: ArgumentHelp("Write here instead of stdout. An existing file is not overwritten.", valueName: "file"))
  var out: String?
  @Option(
    help: ArgumentHelp("Also write a page to print here. An existing file is not overwritten.", valueName: "file"))
  var html: String?
  @Option(help: "The language of the page: en, de, fr or es.") var lang: Language = .english
  @Option(
    help: ArgumentHelp(
      "Where the page says that a verifier is found: an https host, not the seller's own. Without it: what setup was given.",
      valueName: "host"))
  var verifierHost: String?
  @OptionGroup var home: HomeOption

  func run() async throws {
    let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
    let reader = try Ledger.openForReading(at: home.folder().ledgerFile)
    defer { reader.close() }
    let record = try await RecallDesk(reader: reader).record(ofVIN: vin)
    let history = try CaseHistory(certificatesIn: try await reader.events(of: record.id))
    let name = certificate ?? history.certificateToPresent?.id
    guard let name, history.status(of: name) != nil, let stored = try await reader.certificate(named: name) else {
      throw Complaint(
        "present.none", "no certificate \(certificate.map { "\($0) " } ?? "")was issued for this car",
        hint: certificate == nil
          ? "handover certify \(record.vin.text)" : "handover certificate list \(record.vin.text)",
        status: .usage)
    }
    let issued = try IssuedCertificate(fullCopy: stored.content.text)
    let copy = try kind(of: stored)
    try refuseWithdrawn(history, issued, streams)
    let staple = try StatusDesk(home: try home.folder()).staple(for: issued, at: Date())
    if let note = staple.note { streams.say("handover: note: \(note)") }
    let proof = try LogProofs(home: try home.folder()).proof(of: issued.logEntry)
    let bytes = try present(
      issued, for: copy, with: BundleAttachments(logProof: proof, statusToken: staple.token))
    let page = try page(of: bytes)
    if page != nil { try refuseToOverwrite() }
    try write(page, streams)
    if let out {
      try SafeFile.create(bytes, at: out, mode: recipient == .buyer ? 0o644 : 0o600)
      streams.say("wrote \(out), \(bytes.count) bytes")
    } else if html == nil {
      streams.raw(bytes)
    }
  }

  /// A buyer is not handed what does not count. Whoever asks for another copy is told how it stands.
  private func refuseWithdrawn(_ history: CaseHistory, _ issued: IssuedCertificate, _ streams: Streams) throws {
    guard let status = history.status(of: issued.id), status != .valid else { return }
    guard recipient != .buyer else {
      throw Complaint(
        "present.withdrawn", "the certificate is \(status.words); a buyer gets no copy of it",
        hint: "handover certificate list \(vin)")
    }
    streams.say("handover: note: the certificate is \(status.words)")
  }

  /// The page, made before anything is written; nil when none is wanted.
  private func page(of copy: [UInt8]) throws -> PrintedCertificate? {
    guard html != nil else {
      guard verifierHost == nil else {
        throw Complaint("present.no-page", "--verifier-host is for a page", hint: "add --html FILE", status: .usage)
      }
      return nil
    }
    guard recipient == .buyer else {
      throw Complaint(
        "present.page", "only the buyer's copy may be printed: the others open what is somebody's own",
        hint: "handover present \(vin) --html FILE", status: .usage)
    }
    let tables = BundledChecklists.tables.compactMap { try? RuleTable(bytes: $0.bytes) }
    return try PrintedCertificate(copy: copy, tables: tables, verifier: try verifier())
  }

  /// Asked before either file is written, so that not one of the two is left alone.
  private func refuseToOverwrite() throws {
    for path in [html, out].compactMap(\.self) where SafeFile.exists(path) {
      throw Complaint("file.exists", "\(path) is already there", status: .unreadable)
    }
  }

  private func verifier() throws -> IssuerURI? {
    if let verifierHost { return try Dealer.verifier(verifierHost) }
    return try home.folder().dealer().verifier.flatMap(IssuerURI.init)
  }

  private func write(_ page: PrintedCertificate?, _ streams: Streams) throws {
    guard let page, let html else { return }
    let text = Array(try page.html(in: lang).utf8)
    try SafeFile.create(text, at: html, mode: 0o644)
    streams.say(
      "wrote \(html): \(page.codes.parts.isEmpty ? 1 : 2) pages to print, \(1 + page.codes.parts.count) codes")
  }

  private func kind(of stored: StoredCertificate) throws -> CopyKind {
    guard !stored.isErased || recipient == .buyer else {
      throw Complaint(
        "present.erased", "what this certificate opened was erased: there is only the buyer's copy",
        hint: "handover present \(vin) --certificate \(stored.content.id)")
    }
    switch recipient {
    case .buyer: return .buyer
    case .full: return .full
    case .owner:
      let known = holders(of: try IssuedCertificate(fullCopy: stored.content.text))
      guard let holder else {
        guard let only = known.first, known.count == 1 else {
          throw Complaint(
            "present.holder", "the certificate has \(known.count) holders",
            hint: known.isEmpty ? "there is nothing to open for an owner" : "name one: --holder \(known[0])",
            status: .usage)
        }
        return .owner(holder: only)
      }
      return .owner(holder: holder)
    }
  }
}

extension Language: ExpressibleByArgument {}
