import HandoverModel

/// What the product was at when it was killed.
enum Moment: String, CaseIterable {
  /// Nothing was on its way to change anything.
  case look
  /// An intent was durable and its request had not taken effect.
  case intent = "before the effect"
  /// An effectful request had been served, or was being served, and its answer was not there yet.
  case flight = "effectful in flight"
  /// The answer had arrived, and its result was not durable yet.
  case after = "after the answer"
  /// Everything sent was recorded; looks, pauses.
  case settle = "after the result"
  /// Certificates were being issued.
  case certify

  /// What it was, from what was left behind.
  ///
  /// - Parameters:
  ///   - killedAt: when, in seconds since 1970.
  ///   - startedAt: when the killed run began.
  ///   - half: the time from an effect to its answer, in seconds.
  init(_ history: [HistoryLine], _ ledger: LedgerExport, killedAt: Double, startedAt: Double, half: Double) {
    let effects = history.filter { $0.isEffectful && $0.wall >= startedAt }
    let done = Set(ledger.attempts.map { "\($0.handover) \($0.body.step) \($0.body.number)" })
    let open = ledger.intents.filter {
      $0.at >= startedAt && !done.contains("\($0.handover) \($0.body.step) \($0.body.number)")
    }
    if effects.contains(where: { $0.wall + half > killedAt }) {
      self = .flight
    } else if open.contains(where: { intent in
      !effects.contains { $0.target == intent.body.access.target && $0.wall + 0.002 >= intent.at }
    }) {
      self = .intent
    } else if !open.isEmpty {
      self = .after
    } else if ledger.certified.contains(where: { $0.at >= killedAt - 0.2 }) {
      self = .certify
    } else {
      self = effects.isEmpty ? .look : .settle
    }
  }
}
