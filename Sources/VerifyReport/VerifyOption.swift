/// The options of `handover-verify`, by the names that stand behind their two hyphens.
enum VerifyOption: String, CaseIterable {
  case trust, status, vin, issuer, issuers, odometer
  case allowUndated = "allow-undated"
  case noStatus = "no-status"
  case specimen, json, state
  case noState = "no-state"
  case table

  /// What its value is called; nil for an option that takes none.
  var value: String? {
    switch self {
    case .trust, .status, .issuers, .state, .table: "file"
    case .vin: "vin"
    case .issuer: "address"
    case .odometer: "number"
    case .allowUndated, .noStatus, .specimen, .json, .noState: nil
    }
  }

  /// As it is written: `--trust <file>`.
  var spelled: String { "--\(rawValue)" + (value.map { " <\($0)>" } ?? "") }

  /// What it is for.
  var help: String {
    switch self {
    case .trust: "The trust list: who vouches for which dealers."
    case .status:
      "A status list from the issuer's address or a mirror; may be repeated. The newest counts, also over the one in the file."
    case .vin: "The VIN as you read it from the car."
    case .issuer: "The issuer's address that you expect, as https://..."
    case .issuers:
      "A bag of signers' certificates, where a code of a paper comes without its second page."
    case .odometer: "What the odometer shows now, in the certificate's unit."
    case .allowUndated: "Go by the dealer's own date when nobody outside witnessed it."
    case .noStatus: "Go without looking up whether the certificate was taken back."
    case .specimen: "Judge a specimen from a practice run as if it were real."
    case .json: "One JSON object a line for each file."
    case .state:
      "Where to remember trust and status lists, so that nobody can hand you older ones (default: your state folder)."
    case .noState: "Check without remembering trust and status lists."
    case .table: "A published rule table besides those this program carries; may be repeated."
    }
  }

  /// The option that was probably meant by a name that is none, or nil when none is near.
  static func near(_ name: String) -> VerifyOption? {
    let distances = allCases.map { ($0, Array($0.rawValue).difference(from: Array(name)).count) }
    guard let best = distances.min(by: { $0.1 < $1.1 }), best.1 <= 3 else { return nil }
    return best.0
  }
}
