/// Whether an access is really there, and whether each of the two replicas that answer reads still (or again) shows it.
/// All times are nanoseconds of the simulators' clock.
struct Presence: Sendable {
  private(set) var ended: Int64?
  private(set) var hiddenFrom: (Int64, Int64) = (0, 0)
  /// When it comes back of itself (D2).
  private(set) var returns: Int64?

  /// Whether it really is there.
  func exists(at now: Int64) -> Bool {
    guard let ended else { return true }
    return now < ended || isBack(at: now)
  }

  /// Whether a replica shows it.
  func isShown(by replica: Int, at now: Int64) -> Bool {
    ended == nil || isBack(at: now) || now < (replica == 0 ? hiddenFrom.0 : hiddenFrom.1)
  }

  private func isBack(at now: Int64) -> Bool { returns.map { now >= $0 } ?? false }

  /// Ends it now. The replicas learn of it at once, or (D1) each at its own time within the settling time.
  mutating func end(_ name: String, at now: Int64, plan: FaultPlan, settling: Int64) {
    let slow = plan.happens(.slowDisappearance, to: name)
    let delay = { (replica: String) -> Int64 in
      slow ? Int64(plan.chance.share("settling", name + replica) * Double(settling)) : 0
    }
    ended = now
    hiddenFrom = (now + delay(" 0"), now + delay(" 1"))
    let returnDelay = settling + 1 + Int64(plan.chance.share("returns", name) * Double(settling))
    returns = plan.happens(.reappearance, to: name) ? now + returnDelay : nil
  }

  /// It comes back now, by a person's act.
  mutating func restore() {
    ended = nil
    returns = nil
  }
}
