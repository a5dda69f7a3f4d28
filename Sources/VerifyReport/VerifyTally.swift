import CertificateChecking
import HandoverModel
import StrictFormats

/// What came of many files, in one line, and which of them want a look.
struct VerifyTally {
  /// What a file turned out to be, the best first.
  enum Kind: CaseIterable {
    case clear, notClear, specimen, inconclusive, withdrawn, notValid, unreadable

    var words: String {
      switch self {
      case .clear: "genuine, CLEAR or CLEAR, ATTESTED"
      case .notClear: "genuine, but CONDITIONAL or NOT CLEAR"
      case .specimen: "SPECIMEN"
      case .inconclusive: "CANNOT SAY"
      case .withdrawn: "WITHDRAWN"
      case .notValid: "NOT VALID"
      case .unreadable: "could not be read"
      }
    }
  }

  /// Names that are shown of each kind.
  static let shown = 20

  private var counts: [Kind: Int] = [:]
  private var names: [Kind: [String]] = [:]

  /// Notes what came of a file; nil for one that could not be read.
  mutating func add(_ report: ValidationReport?, of file: String) {
    let kind = report.map(Self.kind) ?? .unreadable
    counts[kind, default: 0] += 1
    if kind != .clear, names[kind, default: []].count < Self.shown { names[kind, default: []].append(file) }
  }

  private static func kind(_ report: ValidationReport) -> Kind {
    switch report.validation {
    case .notValid: .notValid
    case .withdrawn: .withdrawn
    case .inconclusive: .inconclusive
    case .valid where report.verdict == .void: .specimen
    case .valid: report.verdict?.allowsDelivery == true ? .clear : .notClear
    }
  }

  /// The line with the numbers, then a line for each kind of file that is not genuine and clear.
  var lines: [String] {
    let there = Kind.allCases.filter { counts[$0] != nil }
    let total = counts.values.reduce(0, +)
    let numbers = there.map { "\(counts[$0] ?? 0) \($0.words)" }.joined(separator: "; ")
    return ["Of \(total) files: \(numbers)"] + there.filter { $0 != .clear }.map(which)
  }

  private func which(_ kind: Kind) -> String {
    let names = names[kind] ?? []
    let more = (counts[kind] ?? 0) - names.count
    return "  \(kind.words): " + names.map { PlainText.shown($0, limit: 200) }.joined(separator: ", ")
      + (more > 0 ? " and \(more) more" : "")
  }
}
