import FoundationEssentials
import HandoverFlow
import HandoverModel
import StrictFormats

/// The summary of a lot: what changed since the last run first, then how it stands, then what to do.
struct LotText {
  var tally: LotTally
  var rejected: Int
  var rejectsFile: String?
  var mode: HandoverMode
  var style: Style
  var seconds: Double
  /// A person stopped the run before its end.
  var isStopped = false

  func lines() -> [String] {
    var lines: [String] = []
    if mode != .live {
      lines.append("PRACTICE: a \(mode.rawValue) run. Every certificate is a SPECIMEN and proves nothing.")
    }
    if isStopped {
      lines.append(
        "Stopped before the end; what was begun is recorded. Run the same command again: it goes on from here.")
    }
    if !isStopped || tally.changed > 0 { lines += changes }
    lines.append("")
    lines.append("\(counted(tally.cars, "car")) in \(span(seconds)):")
    for verdict in Verdict.allCases.reversed() {
      guard let count = tally.byVerdict[verdict] else { continue }
      lines.append("  \(String(count).leftPadded(to: 6))  \(style.verdict(verdict))")
    }
    if tally.stopped > 0 { lines.append("  \(String(tally.stopped).leftPadded(to: 6))  stopped by a flag or a claim") }
    if tally.failed > 0 { lines.append("  \(String(tally.failed).leftPadded(to: 6))  failed") }
    lines.append(deliverable)
    if tally.endingsSent > 0 {
      let sent = counted(tally.endingsSent, "ending was", "endings were")
      lines.append("\(sent) sent; \(tally.endingsGone) of them \(tally.endingsGone == 1 ? "is" : "are") seen gone.")
    }
    if tally.certificatesIssued > 0 { lines.append("\(counted(tally.certificatesIssued, "certificate")) issued.") }
    if tally.endings > 0 {
      lines.append(
        "\(counted(tally.endings, "ending is", "endings are")) planned; "
          + "--apply\(tally.endings > 25 ? " --endings \(tally.endings)" : "") ends \(tally.endings == 1 ? "it" : "them")."
      )
    }
    lines += oldest
    lines += work
    lines += failures
    if rejected > 0 {
      lines.append(
        "\(counted(rejected, "row was", "rows were")) refused"
          + (rejectsFile.map { "; see \($0)" } ?? "; add --rejects FILE to keep them"))
    }
    return lines
  }

  private var changes: [String] {
    guard tally.changed > 0 else { return ["Nothing changed since the last run."] }
    let new = tally.changes.filter { $0.before == nil }.count
    let moved = tally.changes.filter { $0.before != nil }
    var lines = ["Since the last run: \(tally.changed - new) changed, \(new) new."]
    lines += moved.prefix(20).map { change in
      "  \((change.stock ?? "").cut(to: 10)) \(change.vin.text)  \(change.before?.title ?? "") -> \(style.verdict(change.after))"
    }
    if moved.count > 20 { lines.append("  ... and \(moved.count - 20) more; --json lists them all") }
    return lines
  }

  private var deliverable: String {
    let names = tally.deliverableCars.sorted().prefix(12).map { PlainText.shown($0, limit: 20) }.joined(separator: ", ")
    let more = tally.deliverable > 12 ? " and \(tally.deliverable - 12) more" : ""
    let words = "\(tally.deliverable) of them may be delivered as far as this can tell"
    return tally.deliverable == 0 ? words + "." : "\(words): \(names)\(more)."
  }

  private var oldest: [String] {
    guard let oldest = tally.oldest else { return [] }
    let car = oldest.stock.map { "\(PlainText.shown($0)) (\(oldest.vin.text))" } ?? oldest.vin.text
    return ["Oldest open: \(car), \(oldest.verdict.title), taken in \(UTC.day(oldest.since))."]
  }

  private var work: [String] {
    guard !tally.work.isEmpty else { return [] }
    let items = tally.work.values.sorted { ($1.cars, $0.title) < ($0.cars, $1.title) }
    return ["Work, most needed first:"]
      + items.prefix(8).map {
        "  \(String($0.cars).leftPadded(to: 6)) \($0.cars == 1 ? "car " : "cars")  \($0.when.padded(to: 8)) \($0.title)"
      }
  }

  private var failures: [String] {
    tally.failures.prefix(10).map { "  failed  \($0.vin.text)  \(PlainText.shown($0.reason, limit: 120))" }
  }
}

extension String {
  /// Filled with spaces on the left to this many characters.
  func leftPadded(to width: Int) -> String {
    count >= width ? self : String(repeating: " ", count: width - count) + self
  }
}
