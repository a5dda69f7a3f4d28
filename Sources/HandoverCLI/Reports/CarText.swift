import CertificateChecking
import FoundationEssentials
import HandoverFlow
import HandoverModel
import Judgement
import Planning
import StrictFormats
import TransferRules

/// One car's report for a person: what is true, why, and what to do next.
struct CarText {
  var report: CarReport
  var style: Style

  /// The verdict with the car, the reasons for it, and the next steps.
  func lines() -> [String] {
    var lines = [headline]
    if report.mode != .live {
      lines.append("  practice: from a \(report.mode.rawValue) run; the certificate is a SPECIMEN and proves nothing")
    }
    lines += report.holds.map { "  held  \($0.words)" }
    lines += drivers.map { "  why   \($0)" }
    lines += report.verdict.gates.map { "  gate  \(gateWords($0))" }
    lines += takenOver.map { "  from  \($0)" }
    lines += next.prefix(6).map { "  next  \($0)" }
    if let certificate = report.certificate {
      let status = report.certificateStatus ?? .valid
      let standing = status == .valid ? "" : ", \(status.words)"
      lines.append(
        "  paper \(certificate.id)\(report.isNewCertificate ? ", issued now" : ", issued earlier")\(standing)")
      lines += advice(on: certificate.id, status).map { ["  next  \($0)"] } ?? []
    }
    return lines
  }

  /// What to do about a paper that does not count.
  private func advice(on certificate: String, _ status: StatusValue) -> String? {
    let another = "handover certificate supersede \(report.facts.vehicle.vin.text)"
    return switch status {
    case .revoked: "\(another) issues a new one"
    case .suspended: "handover certificate reinstate \(certificate) takes it off hold; \(another) replaces it"
    default: nil
    }
  }

  private var headline: String {
    let vehicle = report.facts.vehicle
    return "\(style.verdict(report.ofRows))  \(carName(vehicle))  \(vehicle.vin.text)"
      + (vehicle.stock.map { "  \(PlainText.shown($0))" } ?? "")
  }

  /// The rows that keep the verdict from being better, grouped by what is known about them.
  private var drivers: [String] {
    guard report.ofRows > .clear else { return [] }
    let worst = report.judgement.rows.filter { $0.contribution == report.judgement.worst && $0.contribution > .clear }
    let grouped = Dictionary(grouping: worst, by: \.group)
    return grouped.sorted { $0.value.count > $1.value.count }.map { group, rows in
      "\(groupWords(group)): \(rows.map { layerWords($0.layer) }.joined(separator: ", "))"
    }
  }

  /// What the certificate that was taken over left open and what is open still.
  private var takenOver: [String] {
    guard let earlier = report.history.takenOver.last else { return [] }
    return TakenOverText(earlier, open: report.stillOpenFromBefore, odds: report.oddsWithBefore).lines
  }

  private var next: [String] {
    let layers = Set(report.judgement.rows.filter { $0.contribution > .clearAttested }.map(\.layer))
    let tasks = report.plan?.tasks ?? []
    return tasks.filter { !$0.answered && !layers.isDisjoint(with: $0.layers) }.map { "\($0.when): \($0.title)" }
  }
}

/// Make, model and year, as far as they are known.
func carName(_ vehicle: Vehicle) -> String {
  let known = [vehicle.make, vehicle.model].filter { !$0.isEmpty && $0 != Vehicle.unknown }
  let words = known + [vehicle.modelYear.map(String.init)].compactMap(\.self)
  return words.isEmpty ? "make not known" : PlainText.shown(words.joined(separator: " "))
}

/// What a group says, for a person (certificate content 5.2).
func groupWords(_ group: BuyerGroup) -> String {
  switch group {
  case .noneRemaining: "nobody else, checked"
  case .nonePossible: "this car cannot have it"
  case .statedByTwo: "done, two people say so"
  case .endedWithAccount: "ended together with the account, by the maker's rule"
  case .statedWithEvidence: "done, one person says so and evidence is kept"
  case .statedByOne: "done, one person says so"
  case .statedByProvider: "the service says so, not checked"
  case .endsBy: "ends or is answered by a date"
  case .overdue: "no answer in time"
  case .keptDisclosed: "kept, and told to the buyer"
  case .open: "may still be there"
  case .notKnown: "could not be looked at"
  case .protectedOK: "emergency and safety functions in order"
  case .protectedFault: "a fault in emergency or safety functions"
  }
}

/// A layer as people call it.
func layerWords(_ layer: Layer) -> String {
  switch layer {
  case .ownerAccount: "main account"
  case .secondaryUsers: "other users"
  case .remoteCommands: "remote commands"
  case .locationSharing: "location sharing"
  case .appGrants: "linked apps"
  case .virtualKeys: "virtual keys"
  case .telemetryStreams: "data streams"
  case .digitalKeys: "digital keys"
  case .physicalKeys: "keys"
  case .inCarProfiles: "profiles in the car"
  case .storedData: "data in the car"
  case .pairedDevices: "paired phones"
  case .homeLink: "garage codes"
  case .paymentAndCharging: "payment and charging"
  case .subscriptions: "subscriptions"
  case .wifiSIM: "hotspot and SIM"
  case .insurerDevice: "insurer's device"
  case .lenderDevice: "lender's device"
  case .dealerTracker: "dealer's tracker"
  case .removableMedia: "cards and sticks"
  case .protectedFunctions: "emergency call and safety"
  }
}

/// A gate that capped the verdict, for a person.
func gateWords(_ gate: String) -> String {
  switch gate {
  case "protected-not-checked": "nobody looked at the emergency call: look at the SOS lamp, before and after"
  case "look-too-old": "the oldest look is more than 72 hours old: look again"
  case "vin-typed": "the VIN was typed, not read from the car"
  default: gate
  }
}
