/// What the rows of a handover add up to. It is computed from them, never typed in.
///
/// The cases are ordered from best to worst; the worst contribution of any row is the verdict, so `max()` of a list of
/// contributions is the answer. `void` absorbs everything. In JSON the raw values are used.
public enum Verdict: String, CaseIterable, Codable, Hashable, Sendable, Comparable {
  /// No remaining access found, and checked.
  case clear
  /// Done by named people, not machine-checked.
  case clearAttested = "clear_attested"
  /// Something ends, or is answered, by a date that is shown.
  case conditional
  /// Someone may still have access.
  case notClear = "not_clear"
  /// A specimen from a run that was not live; it proves nothing.
  case void

  /// The name as people read it: `CLEAR, ATTESTED`.
  public var title: String {
    switch self {
    case .clear: "CLEAR"
    case .clearAttested: "CLEAR, ATTESTED"
    case .conditional: "CONDITIONAL"
    case .notClear: "NOT CLEAR"
    case .void: "VOID"
    }
  }

  /// Whether a car with this verdict may be handed to a buyer without anybody deciding otherwise.
  public var allowsDelivery: Bool { self <= .clearAttested }

  /// Best first.
  public static func < (one: Verdict, other: Verdict) -> Bool { one.rank < other.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }
}
