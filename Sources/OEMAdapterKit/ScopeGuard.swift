package import HandoverModel

/// The shape of the one request that ends one access: method, service and path template. The template's places are `{vin}`
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
    return path.replacing("{vin}", with: vin.text).replacing("{access}", with: id)
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
  var result = ""
  for byte in id.utf8 {
    guard byte > 0x20, byte < 0x7F else { return nil }
    if isUnreserved(byte) {
      result.unicodeScalars.append(Unicode.Scalar(byte))
    } else {
      let digits = Array("0123456789ABCDEF")
      result += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
    }
  }
  return result
}

/// RFC 3986, section 2.3.
private func isUnreserved(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "a")...UInt8(ascii: "z"):
    true
  default: "-._~".utf8.contains(byte)
  }
}
