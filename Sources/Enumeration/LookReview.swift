import HandoverModel
import OEMAdapterKit

/// Holds an adapter's claims against its descriptor and against the bytes that were really received.
struct LookReview {
  var descriptor: AdapterDescriptor
  var witness: Witness

  /// The adapter's kinds with every claim that does not hold taken back, and every declared kind it left out added as
  /// not looked at, so that a forgotten kind can never read as an empty one.
  func reviewed(_ kinds: [KindSighting], absent: [AccessKey]) -> [KindSighting] {
    let known = kinds.filter { descriptor.kind($0.kind) != nil }.map { review($0, absent: absent) }
    let missing = descriptor.kinds.filter { kind in !known.contains { $0.kind == kind.name } }
    return known
      + missing.map { kind in
        .couldNotLook(
          kind: kind.name, layer: kind.layer, read: "none",
          because: LookFailure(
            code: "look.not-reported", reason: "the adapter reported nothing about this kind", passing: false))
      }
  }

  /// A partial sight without a witnessed answer may stand, because it clears nothing: an adapter that lists a whole
  /// application once serves many cars from that one listing.
  private func review(_ claim: KindSighting, absent: [AccessKey]) -> KindSighting {
    guard let kind = descriptor.kind(claim.kind), claim.sight != .cannotList else { return claim }
    if let failure = claim.failure {
      return .couldNotLook(kind: claim.kind, layer: kind.layer, read: claim.read, because: failure)
    }
    guard witness.sawAnything || claim.sight == .partial else {
      return refuse(claim, "look.not-witnessed", "no answer of the provider supports it")
    }
    if let key = overlooked(claim, absent: absent) {
      return refuse(claim, "look.still-in-answer", "an answer still names \(key.kind) that was reported gone")
    }
    var result = claim
    result.layer = kind.layer
    result.sight = min(claim.sight, kind.sight)
    result.control = witnessed(claim.control)
    return result
  }

  private func witnessed(_ control: PositiveControl) -> PositiveControl {
    guard case .seen(_, let value) = control, value.utf8.count >= 4, witness.saw(value) else { return .notSeen }
    return control
  }

  /// An access that the adapter no longer lists although its id stands in an answer of this look.
  private func overlooked(_ claim: KindSighting, absent: [AccessKey]) -> AccessKey? {
    absent.first { key in
      key.kind == claim.kind && !claim.accesses.contains { $0.key.id == key.id } && witness.saw(key.id)
    }
  }

  private func refuse(_ claim: KindSighting, _ code: String, _ reason: String) -> KindSighting {
    .couldNotLook(
      kind: claim.kind, layer: claim.layer, read: claim.read,
      because: LookFailure(code: code, reason: reason, passing: true))
  }
}

/// The poorer of two sights.
private func min(_ one: Sight, _ other: Sight) -> Sight {
  let order: [Sight] = [.cannotList, .partial, .complete]
  let ranks = [one, other].map { order.firstIndex(of: $0) ?? 0 }
  return order[Swift.min(ranks[0], ranks[1])]
}
