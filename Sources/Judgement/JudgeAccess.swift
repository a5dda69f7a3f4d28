import FoundationEssentials
import HandoverModel

extension AccessHistory {
  /// What is known about one access. An outcome gets better only by a newer sighting, never by an answer to a call.
  ///
  /// A look that neither shows the access nor has a control proves nothing, so it takes nothing back either.
  func line(for access: Access, at moment: Date) -> OutcomeLine {
    let looks = decisiveLooks(for: access.key).filter { $0.hasControl || $0.shows(access.key) }
    guard let last = looks.last else { return unseen(access, at: moment) }
    if last.shows(access.key) { return present(access, in: looks) }
    return absent(access, in: looks, at: moment)
  }

  /// The last look that counts still shows it.
  private func present(_ access: Access, in looks: [DatedLook]) -> OutcomeLine {
    let wasGone = looks.contains { $0.hasControl && !$0.shows(access.key) && $0.startedAt > firstSeen(access.key) }
    let refused = attempts(on: access.key).last?.report.code == "refused"
    let outcome: Outcome = wasGone ? .returned : refused ? .refusedByProvider : .stillActive
    return line(access, outcome, checkedAt: looks.last?.startedAt, reason: "seen-after")
  }

  private func firstSeen(_ key: AccessKey) -> Date {
    looks.first { $0.shows(key) }?.startedAt ?? .distantFuture
  }

  /// The last look that counts does not show it. That proves something only with a positive control, and, where the
  /// provider needs time to settle, only when two looks after that time agree.
  private func absent(_ access: Access, in looks: [DatedLook], at moment: Date) -> OutcomeLine {
    let agreeing = looks.reversed().prefix { !$0.shows(access.key) && $0.hasControl }
    let needed = settling > 0 && lastEffect(on: access.key) != nil ? 2 : 1
    guard agreeing.count >= needed else { return unseen(access, at: moment) }
    return line(access, .revokedVerified, checkedAt: looks.last?.startedAt, reason: "seen-gone")
  }

  /// No look speaks about it: only what was sent is known, and that is never proof.
  private func unseen(_ access: Access, at moment: Date) -> OutcomeLine {
    guard let last = attempts(on: access.key).last else {
      return line(access, .unknown, checkedAt: nil, reason: "not-seen-again")
    }
    switch last.report.certainty {
    case .done:
      if let due = last.report.effectiveBy, due > moment {
        return line(access, .revokeScheduled, checkedAt: last.endedAt, due: due, reason: "takes-effect-later")
      }
      return line(access, .revokedUnverified, checkedAt: last.endedAt, reason: "accepted-not-seen")
    case .mayHaveBeenDone:
      // It was seen, and nobody has seen it gone: a lost answer is no reason to think better of it.
      return line(access, .stillActive, checkedAt: nil, reason: "may-have-been-done")
    case .notDone:
      let outcome: Outcome = last.report.code == "refused" ? .refusedByProvider : .failed
      return line(access, outcome, checkedAt: last.endedAt, reason: last.report.code)
    }
  }

  private func line(
    _ access: Access, _ outcome: Outcome, checkedAt: Date?, due: Date? = nil, reason: String
  ) -> OutcomeLine {
    OutcomeLine(
      layer: access.layer, access: access.key, holder: access.holder, outcome: outcome, checkedAt: checkedAt,
      dueAt: due, reason: reason)
  }
}
