import Certification
import Crypto
import Foundation
import SwiftASN1
import X509

/// Certificates made by hand, each with something odd about it.
struct ChainForge {
  /// A certificate with what it takes to issue below it.
  struct Made {
    var key: SigningKey
    var name: DistinguishedName
    var der: [UInt8]
  }

  typealias Extensions = [Certificate.Extension]

  static func name(_ text: String) throws -> DistinguishedName {
    try DistinguishedName {
      OrganizationName("Example Motors Group")
      CommonName(text)
    }
  }

  /// The name a certificate was made for.
  static func subject(of der: [UInt8]) throws -> DistinguishedName { try Certificate(derEncoded: der).subject }

  static func made(
    _ text: String, by signer: Made? = nil, key: SigningKey = SigningKey(), from: Double = -40, until: Double = 300,
    algorithm: Certificate.SignatureAlgorithm = .ecdsaWithSHA256, publicKey: Certificate.PublicKey? = nil,
    _ extensions: Extensions
  ) throws -> Made {
    let name = try Self.name(text)
    let day = 86_400.0
    let certificate = try Certificate(
      version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: publicKey ?? .init(key.key.publicKey),
      notValidBefore: Dealer.moment.addingTimeInterval(from * day),
      notValidAfter: Dealer.moment.addingTimeInterval(until * day), issuer: signer?.name ?? name, subject: name,
      signatureAlgorithm: algorithm, extensions: Certificate.Extensions(extensions),
      issuerPrivateKey: .init((signer?.key ?? key).key))
    var serializer = DER.Serializer()
    try serializer.serialize(certificate)
    return Made(key: key, name: name, der: serializer.serializedBytes)
  }

  // The extensions of the profile, each by its name here.
  static func authority(_ limit: Int? = nil, critical: Bool = true) throws -> Certificate.Extension {
    try Certificate.Extension(BasicConstraints.isCertificateAuthority(maxPathLength: limit), critical: critical)
  }

  static func notAuthority() throws -> Certificate.Extension {
    try Certificate.Extension(BasicConstraints.notCertificateAuthority, critical: true)
  }

  static func usage(_ usage: KeyUsage, critical: Bool = true) throws -> Certificate.Extension {
    try Certificate.Extension(usage, critical: critical)
  }

  static func hosts(_ hosts: [String], critical: Bool = true) throws -> Certificate.Extension {
    try Certificate.Extension(
      NameConstraints(permittedURIDomains: NameConstraints.URIDomains(hosts)), critical: critical)
  }

  static func bound(_ constraints: NameConstraints) throws -> Certificate.Extension {
    try Certificate.Extension(constraints, critical: true)
  }

  static func purpose(
    _ purpose: ExtendedKeyUsage.Usage = .init(oid: [1, 3, 6, 1, 5, 5, 7, 3, 36]), critical: Bool = false
  ) throws -> Certificate.Extension {
    try Certificate.Extension(ExtendedKeyUsage([purpose]), critical: critical)
  }

  static func uris(_ uris: [String] = [Dealer.shared.uri.text]) throws -> Certificate.Extension {
    try Certificate.Extension(
      SubjectAlternativeNames(uris.map { .uniformResourceIdentifier($0) }), critical: false)
  }

  /// The leaf's own name with others beside it.
  static func named(_ others: [GeneralName]) throws -> Certificate.Extension {
    try Certificate.Extension(
      SubjectAlternativeNames([.uniformResourceIdentifier(Dealer.shared.uri.text)] + others), critical: false)
  }

  static func unknownCritical() -> Certificate.Extension {
    Certificate.Extension(oid: [1, 3, 6, 1, 4, 1, 99_999, 1], critical: true, value: [0x05, 0x00])
  }

  /// The extensions of a good leaf.
  static func leafExtensions() throws -> Extensions {
    [try notAuthority(), try usage(KeyUsage(digitalSignature: true)), try purpose(), try uris()]
  }

  static func rootExtensions() throws -> Extensions {
    [try authority(1), try usage(KeyUsage(keyCertSign: true, cRLSign: true))]
  }

  static func rooftopExtensions() throws -> Extensions {
    [try authority(0), try usage(KeyUsage(keyCertSign: true)), try hosts(["north.example-motors.example"])]
  }
}

/// A root with a P-384 key, and a rooftop below it.
struct LargeRoot {
  let root: ChainForge.Made
  let rooftop: ChainForge.Made

  init() throws {
    let key = P384.Signing.PrivateKey()
    let name = try ChainForge.name("Large root")
    let below = (key: SigningKey(), name: try ChainForge.name("Rooftop"))
    func made(
      _ publicKey: Certificate.PublicKey, _ subject: DistinguishedName, _ extensions: ChainForge.Extensions
    ) throws -> [UInt8] {
      let certificate = try Certificate(
        version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: publicKey,
        notValidBefore: Dealer.moment.addingTimeInterval(-40 * 86_400),
        notValidAfter: Dealer.moment.addingTimeInterval(300 * 86_400), issuer: name, subject: subject,
        signatureAlgorithm: .ecdsaWithSHA384, extensions: Certificate.Extensions(extensions),
        issuerPrivateKey: .init(key))
      var serializer = DER.Serializer()
      try serializer.serialize(certificate)
      return serializer.serializedBytes
    }
    // The key of the root is never asked for again, so any stands in its place.
    root = ChainForge.Made(
      key: SigningKey(), name: name, der: try made(.init(key.publicKey), name, ChainForge.rootExtensions()))
    rooftop = ChainForge.Made(
      key: below.key, name: below.name,
      der: try made(.init(below.key.key.publicKey), below.name, ChainForge.rooftopExtensions()))
  }
}
