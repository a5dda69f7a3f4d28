/// The invariants that are held here, by the names of the reliability notes, section 8.1. I12 needs a virtual clock and I14
/// two processes; they are held elsewhere.
enum Invariant: String, CaseIterable {
  case i1 = "I1"
  case i2 = "I2"
  case i3 = "I3"
  case i4 = "I4"
  case i5 = "I5"
  case i6 = "I6"
  case i7 = "I7"
  case i8 = "I8"
  case i9 = "I9"
  case i10 = "I10"
  case i11 = "I11"
  case i13 = "I13"

  var title: String {
    switch self {
    case .i1: "an intent before every effect"
    case .i2: "nothing lost: what is left is what a fault-free run leaves"
    case .i3: "no false done: gone only by looks begun after the effect"
    case .i4: "at most one certificate per state, always the same bytes"
    case .i5: "no blind repeat"
    case .i6: "nothing outside the plan's car and access"
    case .i7: "progress: the run ends, without a storm"
    case .i8: "isolation: one car's faults are no other's"
    case .i9: "the ledger is whole"
    case .i10: "no secret and no person in what is written"
    case .i11: "the exit status tells the truth"
    case .i13: "no better outcome without a newer observation"
    }
  }
}

/// What the check of one invariant found.
struct Ruling {
  var invariant: Invariant
  /// One line for each violation, with its evidence.
  var violations: [String] = []
  /// How many things were held against it: a check that looked at nothing shows nothing.
  var examined = 0
  /// What could not be held for want of a file.
  var notes: [String] = []

  init(_ invariant: Invariant) { self.invariant = invariant }

  mutating func hold(_ isHeld: Bool, _ violation: @autoclosure () -> String) {
    examined += 1
    if !isHeld { violations.append(violation()) }
  }

  /// `I1  ok        250 examined: an intent before every effect`, and the first violations below.
  func lines(limit: Int = 8) -> [String] {
    let state = violations.isEmpty ? "ok      " : "VIOLATED"
    let name = invariant.rawValue + String(repeating: " ", count: 4 - invariant.rawValue.count)
    return ["\(name)\(state) \(examined) examined: \(invariant.title)"]
      + violations.prefix(limit).map { "      " + $0 }
      + (violations.count > limit ? ["      and \(violations.count - limit) more"] : [])
      + notes.map { "      note: " + $0 }
  }
}
