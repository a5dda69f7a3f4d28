import FoundationEssentials
import HandoverModel

/// Judges one layer: the lines of its accesses, and one line for what no access speaks about.
struct LayerJudge {
  var layer: Layer
  var file: CaseFile
  var histories: [AccessHistory]
  /// How bad a group is for this layer on this platform; the worst line is the row.
  var contribution: (BuyerGroup) -> Verdict

  private var own: [AccessHistory] {
    histories.filter { history in history.looks.contains { $0.sighting.layer == layer } }
  }

  func lines() -> [OutcomeLine] {
    if layer == .protectedFunctions { return [protectedLine()] }
    let accesses = own.flatMap { history in history.accesses.map { history.line(for: $0, at: file.decidedAt) } }
    return accesses + stillThere() + coverage(seen: accesses)
  }

  /// What speaks for the layer as a whole: a complete look with a control, a person, or the provider's confirmed rule.
  /// Partial sight never does. Without any of them the layer gets an `unknown` line.
  private func coverage(seen accesses: [OutcomeLine]) -> [OutcomeLine] {
    if let look = completeLook() {
      guard accesses.isEmpty else { return [] }
      return [OutcomeLine(layer: layer, outcome: .notPresentVerified, checkedAt: look.startedAt, reason: "seen-none")]
    }
    let candidates = statementLines() + [endedWithParent()].compactMap(\.self)
    let best = candidates.min { rank($0) < rank($1) }
    return [best ?? OutcomeLine(layer: layer, outcome: .unknown, reason: "could-not-look")]
  }

  private func rank(_ line: OutcomeLine) -> Verdict { contribution(line.group(at: file.decidedAt)) }

  /// The last usable look of a kind that shows the whole layer, with something in it that had to be there.
  private func completeLook() -> AccessHistory.DatedLook? {
    own.compactMap(\.looks.last).filter {
      $0.sighting.layer == layer && $0.sighting.sight == .complete && $0.hasControl
    }
    .min { $0.startedAt < $1.startedAt }
  }

  private func endedWithParent() -> OutcomeLine? {
    for rule in file.diesWith where rule.dependent == layer && rule.confirmed {
      guard let parent = histories.first(where: { $0.name == rule.parent }), !parent.accesses.isEmpty else { continue }
      let ended = parent.accesses.map { parent.line(for: $0, at: file.decidedAt) }
      guard ended.allSatisfy({ $0.outcome == .revokedVerified }) else { continue }
      return OutcomeLine(
        layer: layer, outcome: .endedWithParent, checkedAt: ended.compactMap(\.checkedAt).min(),
        reason: "ended-with-\(rule.parent.kind)")
    }
    return nil
  }

  /// A person's "still there" always counts, whatever a listing says: it can only make the verdict worse.
  private func stillThere() -> [OutcomeLine] {
    file.statements.filter { $0.layer == layer }.compactMap { statement in
      switch statement.kind {
      case .stillThere: line(of: statement, .stillActive, reason: "stated-still-there")
      case .declined: line(of: statement, .declinedByOwner, reason: "declined")
      case .done, .notPossible, .keptDisclosed: nil
      }
    }
  }

  private func statementLines() -> [OutcomeLine] {
    file.statements.filter { $0.layer == layer }.compactMap { statement in
      switch statement.kind {
      case .done: line(of: statement, doneOutcome(statement), reason: "stated")
      case .notPossible: line(of: statement, .notEquipped, reason: "stated-not-fitted")
      case .keptDisclosed: line(of: statement, .retainedLawfully, reason: "kept-and-told")
      case .stillThere, .declined: nil
      }
    }
  }

  /// Two people under two keys, one person with evidence, or one person, and never better than the sheet allows.
  private func doneOutcome(_ statement: Statement) -> Outcome {
    let said: Outcome =
      if statement.confirmedBy != nil && statement.confirmedBy != statement.by {
        .attestedManual
      } else if statement.evidence != nil {
        .attestedWithEvidence
      } else {
        .attestedSingle
      }
    let allowed = contribution(statement.reach)
    let group = said.group(disclosed: false, overdue: false)
    return contribution(group) >= allowed ? said : .attestedSingle
  }

  private func line(of statement: Statement, _ outcome: Outcome, reason: String) -> OutcomeLine {
    OutcomeLine(
      layer: layer, outcome: outcome, checkedAt: statement.at, reason: reason,
      disclosed: statement.kind == .keptDisclosed,
      statedBy: [statement.by] + [statement.confirmedBy].compactMap(\.self),
      evidence: statement.evidence)
  }

  private func protectedLine() -> OutcomeLine {
    let outcome: Outcome =
      switch file.protected.state {
      case .inOrder: .protectedUntouched
      case .fault: .protectedFault
      case .notFitted: .notEquipped
      case .notKnown: .unknown
      }
    return OutcomeLine(
      layer: layer, outcome: outcome, checkedAt: file.protected.checkedAt, reason: file.protected.state.rawValue)
  }
}
