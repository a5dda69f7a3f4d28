import Certification
package import FoundationEssentials
package import HandoverLedger
import HandoverModel

/// What is erased of a handover whose retention has ended, and what stays so that its certificates can still be checked.
extension CaseHistory {
  /// Events that say how certificates stand, and what the rows came to; no person is in them.
  static let keptKinds: Set<String> = ["certified", "certificate-status", "judged"]

  /// The erasure of this handover.
  ///
  /// - Throws: `FlowProblem` when the handover is not over, or a stop sign stands: what is disputed is evidence.
  package func erasure(
    of handover: HandoverRecord, _ certificates: [StoredCertificate], at moment: Date
  ) throws -> LedgerErasure {
    guard handover.state != .open else {
      throw FlowProblem(
        code: "erase.open", reason: "the handover is open: what is recorded is still needed",
        hint: "handover close \(handover.vin.text) when the car was delivered")
    }
    let standing = facts.map { holds(on: $0, seen: latestFirstLooks, delivered: true, at: moment) } ?? []
    if let stop = standing.first(where: \.stopsCertificate) {
      throw FlowProblem(code: "erase.\(stop.code)", reason: stop.words, hint: "nothing was erased")
    }
    var texts: [String: [UInt8]] = [:]
    for stored in certificates where !stored.isErased {
      texts[stored.content.id] = try present(IssuedCertificate(fullCopy: stored.content.text), for: .buyer)
    }
    return LedgerErasure(handover: handover.id, keptKinds: Self.keptKinds, texts: texts, at: moment)
  }
}
