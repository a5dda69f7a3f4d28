package import HandoverModel

/// The shape of the one request that ends one access: method, service and path template. Two of its segments may be `{vin}`
/// and `{access}`; there is never a query and never a body, so nothing wider can be written down.
package struct EffectRoute: Hashable, Sendable {
  package var method: HTTPRequest.Method
  package var service: String
  package var path: String

  package init(_ method: HTTPRequest.Method, service: String, path: String) {
    self.method = method
    self.service = service
    self.path = path
  }

  /// The request's path for this car and this access, or nil when either cannot stand safely in a path.
  package func filled(vin: VIN, access: String) -> String? {
    guard let id = pathSegment(access) else { return nil }
    return path.split(separator: "/", omittingEmptySubsequences: false).map { segment in
      switch segment {
      case "{vin}": vin.text[...]
      case "{access}": id[...]
      default: segment
      }
    }.joined(separator: "/")
  }
}

/// A request that changes a session and nothing about a car: fetching, renewing or giving back a token.
package struct SessionRoute: Hashable, Sendable {
  package var method: HTTPRequest.Method
  package var service: String
  package var path: String
  /// Exactly the query it carries; most carry none.
  package var query: [HTTPField]

  package init(_ method: HTTPRequest.Method, service: String, path: String, query: [HTTPField] = []) {
    self.method = method
    self.service = service
    self.path = path
    self.query = query
  }
}

/// Leave to send exactly one effectful request, made from a plan's step.
package struct ScopeGrant: Hashable, Sendable {
  package var provider: ProviderID
  package var vin: VIN
  package var method: HTTPRequest.Method
  package var service: String
  package var path: String

  /// - Returns: nil when the access's id cannot stand in a path: then nothing may be sent.
  package init?(provider: ProviderID, vin: VIN, route: EffectRoute, access: AccessKey) {
    guard access.provider == provider, let path = route.filled(vin: vin, access: access.id) else { return nil }
    self.provider = provider
    self.vin = vin
    self.path = path
    method = route.method
    service = route.service
  }
}

/// The id percent-encoded as one path segment, or nil when it is empty, too long, a dot segment, or carries control bytes.
package func pathSegment(_ id: String) -> String? {
  guard (1...200).contains(id.utf8.count), id != ".", id != ".." else { return nil }
  guard id.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
  if id.utf8.allSatisfy(isUnreserved) { return id }
  let digits = Array("0123456789ABCDEF".utf8)
  var segment: [UInt8] = []
  for byte in id.utf8 {
    if isUnreserved(byte) {
      segment.append(byte)
    } else {
      segment += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
  return String(decoding: segment, as: UTF8.self)
}

/// RFC 3986, section 2.3.
private func isUnreserved(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "a")...UInt8(ascii: "z"):
    true
  case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
  default: false
  }
}
