import ArgumentParser
import CertificateChecking
import Foundation
import HandoverFlow
import HandoverModel
import StrictFormats
import TransferRules
import VerifyReport

/// The certificate that came with the car, and how strictly it is checked before anything is taken over from it.
struct TakeOverOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The certificate that came with the car: its open items are taken over.", valueName: "file"))
  var from: String?
  @Option(help: ArgumentHelp("The trust list to check it with. Without it: this dealership's.", valueName: "file"))
  var trust: String?
  @Flag(help: "Take it although nobody outside the dealer witnessed when it was made.") var allowUndated = false
  @Flag(help: "Take it without knowing whether it was withdrawn since.") var noStatus = false
  @Option(
    help: ArgumentHelp("A status list from the issuer or a mirror; may be repeated.", valueName: "file"))
  var status: [String] = []
  @Flag(help: "Take over from a specimen of a practice run.") var specimen = false

  func validate() throws {
    if from == nil, trust != nil || allowUndated || noStatus || specimen || !status.isEmpty {
      throw ValidationError("--trust, --status, --allow-undated, --no-status and --specimen go with --from")
    }
  }

  /// What the certificate left open; nil when none was given.
  ///
  /// - Throws: `Complaint` unless the certificate is valid and for this car.
  func takenOver(of vehicle: Vehicle, _ place: Workplace, at moment: Date) throws -> TakenOver? {
    guard let from else { return nil }
    let memory = try remembered()
    let checker = CertificateChecker(try decision(place, memory), tables: place.rules.tables)
    let statuses = try status.map { GivenStatus(bytes: try bytes(of: $0, limit: Limits.statusToken)) }
    let options = CheckOptions(
      vin: vehicle.vin.text, allowUndated: allowUndated, noStatus: noStatus, statuses: statuses, memory: memory)
    let report = checker.check(try bytes(of: from, limit: Limits.bundle), options: options, at: moment)
    guard report.validation == .valid, let claims = report.claims, let trust = report.trust, let sha256 = report.sha256,
      let table = place.rules.tables.first(where: { $0.digest == claims.handover.rules })
    else { throw refusal(of: report) }
    guard specimen || claims.handover.verdict != .void else {
      throw Complaint(
        "takeover.specimen", "the certificate is a specimen of a practice run",
        hint: "add --specimen to take over from it as practice")
    }
    return TakenOver(claims, sha256: sha256, signer: trust.signer, table: table)
  }

  /// What to do about a certificate that was not taken: a list that does not know its signer is the wrong list, and a
  /// certificate for another car is the wrong certificate.
  private func hint(_ failure: CheckFailure?) -> String {
    switch failure?.name {
    case "issuer.untrusted"?, "issuer.host"?, "trust.missing"?:
      return trust == nil
        ? "give the list that vouches for its dealer: --trust LIST, from an association, a regulator, an insurer"
        : "give another list with --trust, one that vouches for its dealer: handover trust show LIST names whom it trusts"
    case "match.vin"?: return "give the certificate that came with this car, or the VIN of the car it is for"
    default: return failure?.hint ?? "handover verify FILE --trust LIST says all that is found about it"
    }
  }

  private func refusal(of report: ValidationReport) -> Complaint {
    let first = report.failures.first { $0.weight == .notValid } ?? report.failures.first { $0.weight == .withdrawn }
    let failure = first ?? report.failures.first
    let status: ExitStatus =
      switch report.validation {
      case .withdrawn: .withdrawn
      case .inconclusive: .inconclusive
      case .valid, .notValid: .failed
      }
    return Complaint(
      failure?.name ?? "takeover.not-valid",
      "nothing was taken over: " + PlainText.shown(failure?.message ?? "the certificate says too little", limit: 240),
      hint: hint(failure), status: status)
  }

  /// A list that is given is held against what a verifier of this user remembers; the dealership's own is its own affair.
  private func decision(_ place: Workplace, _ remembered: VerifierMemory?) throws -> TrustDecision {
    guard let trust else {
      var none: VerifierMemory?
      return TrustDecision(bytes: try bytes(of: place.home.trustList, limit: Limits.trustList), memory: &none)
    }
    var memory = remembered
    return TrustDecision(bytes: try bytes(of: trust, limit: Limits.trustList), memory: &memory)
  }

  private func remembered() throws -> VerifierMemory? {
    guard let file = MemoryFile.inHome(ProcessInfo.processInfo.environment) else { return nil }
    do { return try file.load() } catch {
      throw Complaint(
        "state.malformed", "\(file.path) does not hold what a verifier remembers",
        hint: "look who changed it; remove it to start again", status: .unreadable)
    }
  }

  private func bytes(of path: String, limit: Int) throws -> [UInt8] {
    do { return try InputFile.read(path, limit: limit) } catch {
      throw Complaint(
        "file.unreadable", "\(PlainText.shown(path, limit: 200)) cannot be read: \(error.reason)", hint: error.hint,
        status: .unreadable)
    }
  }
}
