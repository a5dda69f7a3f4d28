import FoundationEssentials
import Glibc

/// One bar of the performance notes, section 5: two things measured in one run, interleaved, and their ratio.
struct Figure {
  enum Better { case higher, lower }

  var id: String
  var what: String
  /// Both sides in words with their medians, such as `batch 742 calls/s`.
  var ours: String
  var peer: String
  var ratio: Double
  var floor: Double
  var goal: Double
  var better: Better
  var unit = ""

  var meetsFloor: Bool { better == .higher ? ratio >= floor : ratio <= floor }
  var meetsGoal: Bool { better == .higher ? ratio >= goal : ratio <= goal }

  /// The figure as one line: both sides, the ratio, floor and goal, and how far it is from them.
  var line: String {
    let bars = "floor \(digits(floor))\(unit), goal \(digits(goal))\(unit)"
    return "\(id.padded(5)) \(what.padded(48)) \(ours) | \(peer) | \(digits(ratio))\(unit) | \(bars) | \(judged)"
  }

  private var judged: String {
    if meetsGoal { return "goal met" }
    return meetsFloor ? "floor met, goal short by \(short(of: goal))" : "FLOOR MISSED by \(short(of: floor))"
  }

  private func short(of bar: Double) -> String {
    let part = better == .higher ? (bar - ratio) / bar : (ratio - bar) / bar
    return "\(digits(part * 100)) %"
  }
}

/// Takes turns, A B A B A B, so that a neighbour who disturbs the machine disturbs every side, and gives the median of each.
func interleaved(_ rounds: Int, _ sides: [() throws -> Double]) throws -> [Double] {
  var samples = sides.map { _ in [Double]() }
  for _ in 0..<rounds {
    for (place, side) in sides.enumerated() { samples[place].append(try side()) }
  }
  return samples.map(median)
}

func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  guard let last = sorted.last else { return .nan }
  let middle = sorted.count / 2
  return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : min(last, sorted[middle])
}

/// Three significant digits, never in scientific notation.
func digits(_ value: Double) -> String {
  guard value.isFinite else { return "\(value)" }
  let size = abs(value)
  let places = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3
  let factor = pow(10, Double(places))
  let whole = Int64((size * factor).rounded())
  let text = String(whole)
  guard places > 0 else { return (value < 0 ? "-" : "") + text }
  let filled = String(repeating: "0", count: max(0, places + 1 - text.count)) + text
  return (value < 0 && whole > 0 ? "-" : "") + filled.dropLast(places) + "." + filled.suffix(places)
}

extension String {
  func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}

/// Writes a line to stdout at once: a long bench is never silent for long.
func say(_ line: String) {
  var rest = Array((line + "\n").utf8)[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { Glibc.write(1, $0.baseAddress, $0.count) }
    guard count > 0 else { return }
    rest = rest.dropFirst(count)
  }
}
