import Crypto
import FoundationEssentials
import StrictFormats

/// Reads the members of a trust list's payload.
struct TrustListReader {
  private let list: JSONValue

  init(_ list: JSONValue) { self.list = list }

  func number(_ name: String) throws(CheckFailure) -> Int64 {
    guard let number = list[name]?.integer, number >= 0 else { throw TrustList.malformed("\(name) is missing") }
    return number
  }

  func date(_ name: String) throws(CheckFailure) -> Date {
    Date(timeIntervalSince1970: Double(try number(name)))
  }

  func texts(_ name: String) throws(CheckFailure) -> [String] {
    guard let values = list[name] else { return [] }
    guard let texts = values.array?.compactMap(\.string), texts.count == values.array?.count else {
      throw TrustList.malformed("\(name) is not a list of texts")
    }
    return texts
  }

  func authority() throws(CheckFailure) -> (threshold: Int, keys: [String: P256.Signing.PublicKey]) {
    let authority = list["authority"]
    guard let threshold = authority?["threshold"]?.integer, let values = authority?["keys"]?.array,
      threshold >= 1, threshold <= Int64(values.count)
    else { throw TrustList.malformed("it does not say who may sign it") }
    var keys: [String: P256.Signing.PublicKey] = [:]
    for value in values {
      guard value["kty"]?.string == "EC", value["crv"]?.string == "P-256", let x = value["x"]?.string,
        let y = value["y"]?.string, let xBytes = Base64.decode(x), let yBytes = Base64.decode(y),
        xBytes.count == 32, yBytes.count == 32,
        let key = try? P256.Signing.PublicKey(rawRepresentation: xBytes + yBytes)
      else { throw TrustList.malformed("an authority key cannot be read") }
      // RFC 7638: the required members in lexicographic order.
      let thumbprint = digest(#"{"crv":"P-256","kty":"EC","x":"\#(x)","y":"\#(y)"}"#.utf8)
      guard keys.updateValue(key, forKey: thumbprint) == nil else {
        throw TrustList.malformed("an authority key stands there twice")
      }
    }
    return (Int(threshold), keys)
  }

  func issuers() throws(CheckFailure) -> [TrustList.Issuer] {
    guard let values = list["issuers"]?.array, values.count <= Limits.issuers else {
      throw TrustList.malformed("it names no issuers, or too many")
    }
    var issuers: [TrustList.Issuer] = []
    for value in values {
      guard let name = value["name"]?.string, let der = value["root"]?.string.flatMap({ Base64.decode($0, .standard) }),
        let hosts = value["hosts"]?.array?.compactMap(\.string), !hosts.isEmpty, let from = value["from"]?.integer,
        let root = try? SignerCertificate(der: der)
      else { throw TrustList.malformed("an issuer in it cannot be read") }
      let until = value["until"].flatMap(\.integer).map { Date(timeIntervalSince1970: Double($0)) }
      issuers.append(
        TrustList.Issuer(
          name: name, root: root, hosts: hosts, from: Date(timeIntervalSince1970: Double(from)), until: until))
    }
    return issuers
  }

  func revoked() throws(CheckFailure) -> [TrustList.Revocation] {
    var result: [TrustList.Revocation] = []
    for value in list["revoked"]?.array ?? [] {
      guard let thumbprint = value["x5t#S256"]?.string, let from = value["from"]?.integer else {
        throw TrustList.malformed("a revocation in it cannot be read")
      }
      result.append(
        TrustList.Revocation(thumbprint: thumbprint, from: Date(timeIntervalSince1970: Double(from))))
    }
    return result
  }
}
