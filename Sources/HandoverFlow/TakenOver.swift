package import FoundationEssentials
package import HandoverModel
import Judgement
package import TransferRules

/// What an earlier certificate of this car left open, taken over so that the work goes on where another dealer stopped.
///
/// It says what to look for. It is no look of ours, no answer and no evidence: nothing in it reaches the judgement.
package struct TakenOver: Codable, Hashable, Sendable {
  /// The certificate's `jti`, and SHA-256 over its signed part.
  package var id: String
  package var sha256: String
  /// The signer's organisation, from its validated certificate, and the issuer's URI.
  package var signer: String
  package var issuer: String
  package var issuedAt: Date
  /// What its rows give, whatever its mode.
  package var verdict: Verdict
  /// It is a specimen: what it says was practice.
  package var isPractice: Bool
  /// What it left open, in the published order of layers.
  package var items: [Item]
  package var keys: KeyCount?
  package var odometer: Odometer?

  /// One layer that the certificate left open.
  package struct Item: Codable, Hashable, Sendable {
    package var layer: Layer
    package var group: BuyerGroup
    /// Until when an end or an answer was to be expected.
    package var due: Date?
  }

  /// - Parameters:
  ///   - payload: of a certificate that was found valid.
  ///   - table: the rule table that it names.
  ///   - signer: from its validated chain.
  package init(_ payload: CertificatePayload, sha256: String, signer: String, table: RuleTable) {
    let handover = payload.handover
    id = payload.id
    self.sha256 = sha256
    self.signer = signer
    issuer = payload.issuer
    issuedAt = payload.issuedAt
    verdict = handover.specimenOf ?? handover.verdict
    isPractice = handover.verdict == .void
    items = Layer.allCases.compactMap { layer in
      guard let group = handover.layers[layer] else { return nil }
      let contribution = table.contribution(of: group, for: layer, on: handover.platform)
      let isSettled = contribution.map { $0 <= .clearAttested } ?? false
      return isSettled && handover.due[layer] == nil ? nil : Item(layer: layer, group: group, due: handover.due[layer])
    }
    keys = handover.keys
    odometer = payload.vehicle.odometer
  }
}

extension HandoverPipeline {
  /// Records what an earlier certificate left open, once. A handover that is over takes nothing over.
  package func takeOver(_ earlier: TakenOver, _ work: inout CarWork) throws {
    guard !work.isOver, work.history.takenOver.last != earlier else { return }
    try work.record([.takenOver(earlier)], in: environment)
  }
}

extension CarReport {
  /// What the certificate that was taken over left open and what is not settled by a row of our own.
  package var stillOpenFromBefore: [TakenOver.Item] {
    guard let earlier = history.takenOver.last else { return [] }
    let settled = Set(judgement.rows.filter { $0.contribution <= .clearAttested && $0.dueAt == nil }.map(\.layer))
    return earlier.items.filter { !settled.contains($0.layer) }
  }

  /// What the car shows now that does not fit what the certificate said.
  package var oddsWithBefore: [String] {
    guard let earlier = history.takenOver.last else { return [] }
    var odds: [String] = []
    if let then = earlier.keys?.handedOver, let now = facts.keyCount?.handedOver, now < then {
      odds.append("it counts \(then) keys and there are \(now) now: somebody may still hold one")
    }
    if let then = earlier.odometer, let now = facts.odometer, then.unit == now.unit, now.value < then.value {
      odds.append("it says \(then.value) \(then.unit) and the car shows \(now.value) now")
    }
    return odds
  }
}
