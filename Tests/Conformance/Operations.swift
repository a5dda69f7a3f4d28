import CertificateChecking
import Crypto
import FoundationEssentials
import Glibc
import StrictFormats
import TransferRules

/// What a case can ask for, by name. Each says in words what it found.
let operations: [String: @Sendable (Given) throws -> String] = [
  "es256": { given in
    let key = try P256.Signing.PublicKey(x963Representation: given.bytes("key"))
    let digest = SHA256.hash(data: try given.bytes("message"))
    return ES256.holds(try given.bytes("signature"), over: digest, by: key) ? "valid" : "invalid"
  },
  "ed25519": { given in
    let key = try Curve25519.Signing.PublicKey(rawRepresentation: given.bytes("key"))
    let signature = try given.bytes("signature")
    return key.isValidSignature(signature, for: try given.bytes("message")) ? "valid" : "invalid"
  },
  "json": { given in json(try given.bytes("bytes"), StrictJSON.parse) },
  "foreign-json": { given in json(try given.bytes("bytes"), StrictJSON.parseForeign) },
  "decode-base64url": { given in spelled(Base64.decode(try given.text("text"), .url)) },
  "decode-base64": { given in spelled(Base64.decode(try given.text("text"), .standard)) },
  "encode-base64url": { given in Base64.encode(try given.bytes("bytes"), .url) },
  "encode-base64": { given in Base64.encode(try given.bytes("bytes"), .standard) },
  "decode-base45": { given in spelled(Base45.decode(try given.text("text").utf8)) },
  "encode-base45": { given in Base45.encode(try given.bytes("bytes")) },
  "unpack-code": { given in
    do { return try QRText.unpack(Array(try given.text("text").utf8)) } catch let failure as CheckFailure {
      return "refused \(failure.name)"
    }
  },
  "thumbprint": { given in
    TrustAuthority.name(of: try P256.Signing.PublicKey(x963Representation: given.bytes("key")))
  },
  "status-list": statusList,
  "jws": jws,
  "sd-digests": disclosureDigests,
  "certificate": certificate,
]

func exitWith(_ status: Int32) -> Never { exit(status) }

private func json(_ bytes: [UInt8], _ parse: ([UInt8]) throws(JSONFailure) -> JSONValue) -> String {
  do {
    let value = try parse(bytes)
    // What was read is read the same again from our own spelling of it.
    let again = try? parse(CanonicalJSON.bytes(value))
    return again == value ? "accepted" : "accepted, and read otherwise the second time"
  } catch { return "refused \(error.rawValue)" }
}

private func spelled(_ bytes: [UInt8]?) -> String { bytes.map { "bytes " + hex($0) } ?? "refused" }

/// The values of a packed status list, as a token carries it.
private func statusList(_ given: Given) throws -> String {
  guard let packed = Base64.decode(try given.text("text")),
    let bytes = try? Zlib.inflate(packed, limit: Limits.statusInflated)
  else { return "refused" }
  let list = StatusList(bytes: bytes, bits: Int(try given.number("bits")))
  return "values " + (0..<list.count).map { String(list[$0]) }.joined(separator: " ")
}

/// A compact signed text of any profile: strict base64url, and ES256 over the first two parts as they stand.
private func jws(_ given: Given) throws -> String {
  let parts = try given.text("text").split(separator: ".", omittingEmptySubsequences: false)
  guard parts.count == 3 else { return "invalid not three parts" }
  guard let header = Base64.decode(parts[0]), Base64.decode(parts[1]) != nil, let signature = Base64.decode(parts[2])
  else { return "invalid not strict base64url" }
  guard let fields = try? StrictJSON.parse(header), fields["alg"]?.string == "ES256", fields["crit"] == nil,
    fields["b64"] == nil
  else { return "invalid another header" }
  let key = try P256.Signing.PublicKey(x963Representation: given.bytes("key"))
  let digest = SHA256.hash(data: Array("\(parts[0]).\(parts[1])".utf8))
  return ES256.holds(signature, over: digest, by: key) ? "valid" : "invalid signature"
}

/// How many disclosures of an SD-JWT are named by digest in its payload or in another disclosure (RFC 9901, section 4.2.3).
private func disclosureDigests(_ given: Given) throws -> String {
  let pieces = try given.text("text").split(separator: "~").map(String.init)
  let payload = pieces[0].split(separator: ".")[1]
  let texts = try ([String(payload)] + pieces.dropFirst()).map { piece in
    guard let bytes = Base64.decode(piece) else { throw Problem("not strict base64url") }
    return String(decoding: bytes, as: UTF8.self)
  }
  let named = pieces.dropFirst().filter { piece in
    let digest = Base64.encode(SHA256.hash(data: Array(piece.utf8)))
    return texts.contains { $0.contains("\"\(digest)\"") }
  }
  return "named \(named.count) of \(pieces.count - 1)"
}

/// A certificate against a trust list, without looking up time and status: how the check ends and its first failure.
private func certificate(_ given: Given) throws -> String {
  let file = try given.bytes("bytes")
  let options = CheckOptions(allowUndated: true, noStatus: true)
  let moment = Date(timeIntervalSince1970: Double(try given.number("time")))
  let trust = try given.value["trust"].map { _ in try TrustList(bytes: given.bytes("trust")) }
  let table = try RuleTable(bytes: [UInt8](Data(contentsOf: URL(filePath: given.text("rules")))))
  let report = CertificateChecker(trust: trust, tables: [table]).check(file, options: options, at: moment)
  let failures = report.failures.map(\.name).joined(separator: " ")
  return "\(report.validation.rawValue) \(failures)".trimmed
}

extension String {
  fileprivate var trimmed: String { hasSuffix(" ") ? String(dropLast()) : self }
}
