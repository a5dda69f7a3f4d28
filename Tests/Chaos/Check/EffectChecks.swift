import FoundationEssentials
import HandoverModel

/// I1, I5 and I6: what was sent, held against what the ledger says about it.
extension Evidence {
  /// Of every access, the n-th effectful request needs n intents that were recorded before it. So there are never more
  /// requests than intents, and none that came first.
  func intentsBeforeEffects() -> Ruling {
    var ruling = Ruling(.i1)
    let intents = Dictionary(grouping: ledger.intents) { $0.body.access.target }
    for (target, requests) in Dictionary(grouping: effectful, by: \.target) {
      guard let target else { continue }
      for (place, request) in requests.enumerated() {
        let before = (intents[target] ?? []).filter { $0.at <= request.wall + Self.resolution }.count
        ruling.hold(
          before > place,
          "request \(request.sequence) of the history ended \(target): send \(place + 1), \(before) intents before it")
      }
    }
    return ruling
  }

  /// Between two sends to one access there is either an answer that said for certain "not done", or a look that still
  /// showed it.
  func noBlindRepeat() -> Ruling {
    var ruling = Ruling(.i5)
    for (target, requests) in Dictionary(grouping: effectful, by: \.target) {
      guard let target else { continue }
      for (first, second) in zip(requests, requests.dropFirst()) where !first.certainlyNotDone {
        let seen = ledger.sightings.contains { sighting in
          sighting.body.provider.rawValue == target.provider
            && sighting.body.startedAt.timeIntervalSince1970 + Self.resolution >= first.wall
            && sighting.body.startedAt.timeIntervalSince1970 <= second.wall + Self.resolution
            && sighting.body.kinds.contains { $0.kind == target.kind && $0.shows(target) }
        }
        ruling.hold(
          seen, "\(target): request \(second.sequence) repeats \(first.sequence), and no look in between showed it")
      }
      ruling.examined += 1
    }
    return ruling
  }

  /// Every effectful request is exactly one that a stored plan of that very car holds, every car named is of the lot, and
  /// nobody followed a redirect. What token went where is not in the history; the transport's own tests hold that.
  func withinScope() -> Ruling {
    var ruling = Ruling(.i6)
    var planned: [String: Set<Target>] = [:]
    for plan in ledger.plans { planned[plan.vin, default: []].formUnion(plan.body.ends.map(\.access.key.target)) }
    for request in history where request.isRequest {
      if let vin = request.vin {
        ruling.hold(lot.contains(vin), "request \(request.sequence) is about \(vin), which is no car of the lot")
      }
      if request.isEffectful {
        let target = request.target
        let isPlanned = request.vin.map { vin in target.map { planned[vin]?.contains($0) == true } ?? false } ?? false
        ruling.hold(
          isPlanned, "request \(request.sequence), \(request.endpoint), ends what no plan of its car holds")
        ruling.hold(
          !request.path.contains("?"), "request \(request.sequence), \(request.endpoint), carries a query")
      } else if request.endpoint.isEmpty {
        ruling.hold(request.method == "GET", "request \(request.sequence) is a \(request.method) to no known route")
      }
    }
    for act in history where !act.isRequest {
      ruling.hold(act.path != "redirect followed", "entry \(act.sequence): a redirect was followed")
    }
    return ruling
  }
}
