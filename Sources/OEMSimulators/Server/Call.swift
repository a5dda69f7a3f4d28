import FoundationEssentials

/// The simulated providers.
package enum SimulatedProvider: String, Sendable, CaseIterable {
  case smartcar
  case skoda
}

/// One request, as the routes see it. A route notes on it what it touched and whether it changed anything, for the history.
package struct Call: Sendable {
  package let provider: SimulatedProvider
  package let method: String
  /// Path and query as sent.
  package let target: String
  /// The path's parts, percent-decoded; a final slash makes no part.
  package let segments: [String]
  /// The query's items in order, percent-decoded.
  package let query: [(name: String, value: String)]
  /// The `Authorization` header.
  package var authorization: String?
  /// The `sc-user-id` header.
  package var userHeader: String?
  /// The media type of the body.
  package var contentType: String?
  package var body: [UInt8] = []
  /// Whether the connection had carried a request before this one.
  package var reusedConnection = false
  /// The base URL under which the client reached us.
  package var origin = ""

  /// The parts of the path that the route's template names.
  var parameters: [String: String] = [:]
  /// The fault that a route itself must make (C2, C3, C7); the others are made around it.
  var contentFault: FaultDraw?
  /// Which of the two replicas answers it.
  var replica = 0
  /// The car it is about, once known.
  var vin: String?
  /// The access it is about, once known.
  var access: String?
  /// A vehicle filter under another name than v3's.
  var vehicleFilter: String?
  /// The Smartcar connections that its answer shows.
  var listed: [Int] = []
  /// Whether anything was ended or made.
  var applied = false

  /// A call from a request line.
  package init(provider: SimulatedProvider, method: String, target: String) {
    self.provider = provider
    self.method = method
    self.target = target
    let halves = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    segments = halves[0].split(separator: "/").map { Self.decoded($0) }
    query = halves.count < 2 ? [] : Self.items(halves[1])
  }

  /// The first value of a query item.
  func item(_ name: String) -> String? { query.first { $0.name == name }?.value }

  /// A parameter of the path; the table only matches templates that have it.
  func parameter(_ name: String) -> String { parameters[name] ?? "" }

  /// The token of `Authorization: Bearer …`.
  var bearer: String? { credentials(of: "Bearer") }

  /// User and password of `Authorization: Basic …`.
  var basic: (user: String, password: String)? {
    guard let encoded = credentials(of: "Basic"), let data = Data(base64Encoded: encoded) else { return nil }
    let halves = String(decoding: data, as: UTF8.self).split(
      separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    return halves.count == 2 ? (String(halves[0]), String(halves[1])) : nil
  }

  /// The body's members, from JSON or from a form.
  var members: [String: String] {
    if contentType?.hasPrefix("application/x-www-form-urlencoded") == true {
      let items = Self.items(String(decoding: body, as: UTF8.self)[...])
      return Dictionary(items.map { ($0.name, $0.value) }) { first, _ in first }
    }
    guard case .object(let members)? = JSON.read(body) else { return [:] }
    return Dictionary(members.compactMap { member in member.value.text.map { (member.name, $0) } }) { first, _ in first
    }
  }

  private func credentials(of scheme: String) -> String? {
    guard let authorization, authorization.lowercased().hasPrefix(scheme.lowercased() + " ") else { return nil }
    return String(authorization.dropFirst(scheme.count + 1))
  }

  private static func items(_ text: Substring) -> [(name: String, value: String)] {
    text.split(separator: "&").map { item in
      let halves = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (decoded(halves[0], plus: true), halves.count < 2 ? "" : decoded(halves[1], plus: true))
    }
  }

  private static func decoded(_ text: Substring, plus: Bool = false) -> String {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else { return String(text) }
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2)
      if byte == UInt8(ascii: "%"), digits.count == 2,
        let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(plus && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
