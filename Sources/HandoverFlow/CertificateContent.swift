import ChecklistFormat
import Crypto
import FoundationEssentials
import HandoverModel
import Inventory
import Judgement
import StrictFormats
import TransferRules

/// The car as a buyer can compare it. A model nobody named is `unknown`; text that may not stand in a certificate is too.
func vehicleClaims(_ facts: CarFacts) -> VehicleClaims {
  let vehicle = facts.vehicle
  return VehicleClaims(
    vin: vehicle.vin, vinRead: facts.vinRead, make: plainName(vehicle.make), model: plainName(vehicle.model),
    modelYear: vehicle.modelYear.map(Int64.init), odometer: facts.odometer)
}

private func plainName(_ text: String) -> String { VehicleClaims.isPlainName(text) ? text : "unknown" }

/// What the handover came to, exactly as the verifier will recompute it.
func handoverClaims(
  _ report: CarReport, kind: HandoverClaims.Kind, linesRoot: String, table: RuleTable
) -> HandoverClaims {
  let rows = report.judgement.rows
  let waiting = rows.filter { $0.group == .endsBy || $0.group == .overdue }
  return HandoverClaims(
    kind: kind, date: report.judgement.decidedAt, mode: report.mode, verdict: report.verdict.verdict,
    specimenOf: report.verdict.specimenOf, platform: report.sheet.id, rules: table.digest,
    layers: Dictionary(rows.map { ($0.layer, $0.group) }) { first, _ in first }, checkedAt: report.checkedAt.hour,
    due: Dictionary(waiting.map { ($0.layer, ($0.dueAt ?? report.judgement.decidedAt).hour) }) { first, _ in first },
    keys: report.facts.keyCount, protected: ProtectedClaims(report.facts.protected ?? ProtectedFindings()),
    linesRoot: linesRoot)
}

extension CarFacts {
  /// The keys as a certificate states them: only where somebody counted those that are handed over.
  var keyCount: KeyCount? {
    guard let keys, let handedOver = keys.handedOver else { return nil }
    return KeyCount(handedOver: Int64(handedOver), accepted: keys.accepted.map(Int64.init))
  }
}

extension ProtectedClaims {
  /// What was found, and as little as the profile can say where nobody looked: the row `protected_functions` says
  /// `not_known` then. The profile has no "not known" for the maker's own emergency service.
  init(_ found: ProtectedFindings) {
    self.init(
      ecall112: found.ecall112.flatMap { ECall(rawValue: $0.rawValue) } ?? .notTestable,
      privateEmergency: found.privateEmergency.flatMap { PrivateEmergency(rawValue: $0.rawValue) } ?? .notApplicable,
      recallChannel: found.recallChannel.flatMap { RecallChannel(rawValue: $0.rawValue) } ?? .notKnown,
      theftRecovery: found.theftRecovery.flatMap { TheftRecovery(rawValue: $0.rawValue) } ?? .notKnown)
  }
}

/// The lines of each holder: the previous owner's together, every other holder's own. No id of a provider leaves the ledger.
func holderLines(of report: CarReport) -> [[JSONValue]] {
  let lines = report.judgement.lines.filter { $0.access != nil }
  let grouped = Dictionary(grouping: lines) { line in
    line.holder == .previousOwner
      ? "previous_owner" : "\(line.access?.provider.rawValue ?? "")/\(line.access?.id ?? "")"
  }
  return grouped.sorted { $0.key < $1.key }.map { $0.value.map(lineJSON) }
}

private func lineJSON(_ line: OutcomeLine) -> JSONValue {
  var members: [JSONValue.Member] = [
    .init("layer", .string(line.layer.rawValue)), .init("outcome", .string(line.outcome.rawValue)),
    .init("reason", .string(line.reason)),
  ]
  if let access = line.access {
    members.append(.init("provider", .string(access.provider.rawValue)))
    members.append(.init("kind", .string(access.kind)))
  }
  if let holder = line.holder { members.append(.init("holder_class", .string(holder.rawValue))) }
  if let checkedAt = line.checkedAt { members.append(.init("checked_at", .string(UTC.instant(checkedAt)))) }
  if let dueAt = line.dueAt { members.append(.init("due_at", .string(UTC.instant(dueAt)))) }
  return .object(members)
}

func dealSection(_ facts: CarFacts) -> JSONValue? {
  guard let takenIn = facts.gates.takenIn else { return nil }
  return ["taken_in": .string(UTC.day(takenIn))]
}

func staffSection(_ facts: CarFacts) -> JSONValue? {
  let people = Set(facts.answers.map(\.by)).sorted()
  return people.isEmpty ? nil : ["stated_by": .array(people.map { .string($0) })]
}

/// Which layers have evidence that is kept, by digest.
func evidenceSection(_ facts: CarFacts) -> JSONValue? {
  let kept = facts.answers.compactMap { answer in
    answer.evidence.map { evidence -> JSONValue in
      ["layer": .string(answer.layer.rawValue), "sha256": .string(evidence.sha256)]
    }
  }
  return kept.isEmpty ? nil : .array(kept)
}

/// The digest of a handover's state: everything a certificate would say, without the times at which it was looked at. Two
/// runs that found the same have the same state, and a state has one certificate.
func stateDigest(of report: CarReport, table: RuleTable) -> String {
  let facts = report.facts
  let rows = report.judgement.rows.map { "\($0.layer.rawValue)=\($0.group.rawValue)" }
  let due = report.judgement.rows.compactMap { row in row.dueAt.map { "\(row.layer.rawValue)@\(UTC.hour($0))" } }
  let lines = report.judgement.lines.map { line in
    [
      line.layer.rawValue, line.access?.provider.rawValue ?? "", line.access?.kind ?? "", line.access?.id ?? "",
      line.access?.mark ?? "", line.outcome.rawValue, line.reason, line.statedBy.joined(separator: ","),
      line.evidence ?? "",
    ].joined(separator: "\u{1F}")
  }.sorted()
  let keys = facts.keyCount.map { "\($0.handedOver)/\($0.accepted ?? -1)" } ?? ""
  let parts = [
    report.sheet.id, table.digest, report.mode.rawValue, report.verdict.verdict.rawValue,
    report.verdict.specimenOf?.rawValue ?? "", keys,
  ]
  let text = (parts + carParts(facts) + rows + due + lines).joined(separator: "\u{1E}")
  return sha256Text(Array(text.utf8))
}

/// What a certificate says about the car itself and its protected functions.
private func carParts(_ facts: CarFacts) -> [String] {
  let claims = vehicleClaims(facts)
  let car = [
    claims.vin.text, claims.vinRead.rawValue, claims.make, claims.model, claims.modelYear.map { "\($0)" } ?? "",
    claims.odometer.map { "\($0.value) \($0.unit)" } ?? "",
  ]
  guard let found = facts.protected.map({ ProtectedClaims($0) }) else { return car }
  return car + [
    found.ecall112.rawValue, found.privateEmergency.rawValue, found.recallChannel.rawValue,
    found.theftRecovery.rawValue,
  ]
}

func sha256Text(_ bytes: [UInt8]) -> String { Base64.encode(SHA256.hash(data: bytes)) }
