import SwiftASN1

/// What a certificate's bytes must be like so that every reader reads the same: stricter than swift-asn1 1.7.4 and
/// swift-certificates 1.21.1 are, and as strict as the verifier page.
///
/// The signature of a certificate does not cover all of it: the outer algorithm must repeat the signed one, and the bit string
/// that holds the signature must fill its bytes, or a byte could change there and every signature still hold.
struct CertificateSpelling {
  /// The names as they are encoded.
  let issuer: [UInt8]
  let subject: [UInt8]

  /// Nil when it is spelled in another way than the one.
  init?(_ der: [UInt8]) {
    guard let root = try? DER.parse(der), let parts = Self.children(root), parts.count == 3,
      let signed = Self.children(parts[0]), case .primitive(let bits) = parts[2].content
    else { return nil }
    // version [0], serial number, algorithm, issuer, validity, subject: the first is there in version 3, the only one with
    // extensions.
    guard signed.count > 5, Self.isVersion3(signed[0]), signed[2].encodedBytes == parts[1].encodedBytes,
      bits.first == 0, Self.hasPlainTimes(signed[4]), !Self.hasLongTag(root)
    else { return nil }
    issuer = Array(signed[3].encodedBytes)
    subject = Array(signed[5].encodedBytes)
  }

  private static func isVersion3(_ node: ASN1Node) -> Bool {
    guard let inside = children(node), inside.count == 1, case .primitive(let number) = inside[0].content else {
      return false
    }
    return number.elementsEqual([2])
  }

  /// `YYMMDDhhmmssZ` or `YYYYMMDDhhmmssZ`. swift-asn1 takes a fraction of a second, and a 61st second of a minute, at which
  /// swift-certificates stops a debug build.
  private static func hasPlainTimes(_ validity: ASN1Node) -> Bool {
    guard let times = children(validity), times.count == 2 else { return false }
    return times.allSatisfy { time in
      guard case .primitive(let text) = time.content, text.last == UInt8(ascii: "Z"),
        text.count == (time.identifier == .utcTime ? 13 : 15)
      else { return false }
      let digits = text.dropLast()
      return digits.allSatisfy { (0x30...0x39).contains($0) } && digits.dropLast().last.map { $0 < 0x36 } ?? false
    }
  }

  /// Nothing in a certificate has a tag number of 31 or more.
  private static func hasLongTag(_ node: ASN1Node) -> Bool {
    if node.identifier.tagNumber > 30 { return true }
    return children(node)?.contains(where: hasLongTag) ?? false
  }

  private static func children(_ node: ASN1Node) -> [ASN1Node]? {
    guard case .constructed(let nodes) = node.content else { return nil }
    return Array(nodes)
  }
}
