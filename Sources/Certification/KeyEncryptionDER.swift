import SwiftASN1

/// EncryptedPrivateKeyInfo (RFC 5958, section 3) with PBES2 (RFC 8018, appendix A.4), read and written.
struct EncryptedKey: Hashable, Sendable {
  var encryption: KeyEncryption
  var secret: [UInt8]

  init(_ der: [UInt8]) throws(KeyEncryption.Failure) {
    do {
      self = try DER.sequence(try DER.parse(der), identifier: .sequence) { nodes in
        let encryption = try nextSequence(&nodes) { parts in
          try Self.expect(Name.pbes2, &parts)
          return try nextSequence(&parts, Self.parameters)
        }
        return EncryptedKey(encryption, secret: Array(try ASN1OctetString(derEncoded: &nodes).bytes))
      }
    } catch { throw .unknown }
  }

  init(_ encryption: KeyEncryption, secret: [UInt8]) {
    self.encryption = encryption
    self.secret = secret
  }

  private static func parameters(_ nodes: inout ASN1NodeCollection.Iterator) throws -> KeyEncryption {
    let derivation = try nextSequence(&nodes) { parts in
      let name = try ASN1ObjectIdentifier(derEncoded: &parts)
      return try nextSequence(&parts) { try Self.derivation(name, &$0) }
    }
    let iv = try nextSequence(&nodes) { parts in
      try expect(Name.aes256CBC, &parts)
      return Array(try ASN1OctetString(derEncoded: &parts).bytes)
    }
    guard iv.count == 16 else { throw KeyEncryption.Failure.unknown }
    return KeyEncryption(derivation: derivation, iv: iv)
  }

  private static func derivation(
    _ name: ASN1ObjectIdentifier, _ nodes: inout ASN1NodeCollection.Iterator
  ) throws -> KeyEncryption.Derivation {
    let salt = Array(try ASN1OctetString(derEncoded: &nodes).bytes)
    let first = try Int(derEncoded: &nodes)
    switch name {
    case Name.scrypt:
      let (blockSize, parallel) = (try Int(derEncoded: &nodes), try Int(derEncoded: &nodes))
      try keyLength(&nodes)
      return .scrypt(salt: salt, cost: first, blockSize: blockSize, parallel: parallel)
    case Name.pbkdf2:
      try keyLength(&nodes)
      // Without a name it is HMAC-SHA-1, which OpenSSL wrote before 1.1.0 and this does not read.
      try nextSequence(&nodes) { parts in
        try expect(Name.hmacSHA256, &parts)
        _ = try ASN1Null(derEncoded: &parts)
      }
      return .pbkdf2(salt: salt, rounds: first)
    default: throw KeyEncryption.Failure.unknown
    }
  }

  /// The length of the key may be said; then it must be that of AES-256.
  private static func keyLength(_ nodes: inout ASN1NodeCollection.Iterator) throws {
    var ahead = nodes
    guard let node = ahead.next(), node.identifier == .integer else { return }
    guard try Int(derEncoded: &nodes) == 32 else { throw KeyEncryption.Failure.unknown }
  }

  private static func expect(_ name: ASN1ObjectIdentifier, _ nodes: inout ASN1NodeCollection.Iterator) throws {
    guard try ASN1ObjectIdentifier(derEncoded: &nodes) == name else { throw KeyEncryption.Failure.unknown }
  }

  fileprivate enum Name {
    static let pbes2: ASN1ObjectIdentifier = [1, 2, 840, 113_549, 1, 5, 13]
    static let pbkdf2: ASN1ObjectIdentifier = [1, 2, 840, 113_549, 1, 5, 12]
    static let scrypt: ASN1ObjectIdentifier = [1, 3, 6, 1, 4, 1, 11_591, 4, 11]
    static let hmacSHA256: ASN1ObjectIdentifier = [1, 2, 840, 113_549, 2, 9]
    static let aes256CBC: ASN1ObjectIdentifier = [2, 16, 840, 1, 101, 3, 4, 1, 42]
  }
}

extension EncryptedKey {
  /// As DER.
  func der() throws -> [UInt8] {
    var serializer = DER.Serializer()
    try serializer.appendConstructedNode(identifier: .sequence) { whole in
      try whole.appendConstructedNode(identifier: .sequence) { algorithm in
        try algorithm.serialize(Name.pbes2)
        try algorithm.appendConstructedNode(identifier: .sequence) { try write(parameters: &$0) }
      }
      try whole.serialize(ASN1OctetString(contentBytes: secret[...]))
    }
    return serializer.serializedBytes
  }

  private func write(parameters: inout DER.Serializer) throws {
    try parameters.appendConstructedNode(identifier: .sequence) { try write(derivation: &$0) }
    try parameters.appendConstructedNode(identifier: .sequence) { cipher in
      try cipher.serialize(Name.aes256CBC)
      try cipher.serialize(ASN1OctetString(contentBytes: encryption.iv[...]))
    }
  }

  private func write(derivation: inout DER.Serializer) throws {
    switch encryption.derivation {
    case .scrypt(let salt, let cost, let blockSize, let parallel):
      try derivation.serialize(Name.scrypt)
      try derivation.appendConstructedNode(identifier: .sequence) { parts in
        try parts.serialize(ASN1OctetString(contentBytes: salt[...]))
        for number in [cost, blockSize, parallel] { try parts.serialize(number) }
      }
    case .pbkdf2(let salt, let rounds):
      try derivation.serialize(Name.pbkdf2)
      try derivation.appendConstructedNode(identifier: .sequence) { parts in
        try parts.serialize(ASN1OctetString(contentBytes: salt[...]))
        try parts.serialize(rounds)
        try parts.appendConstructedNode(identifier: .sequence) { hash in
          try hash.serialize(Name.hmacSHA256)
          try hash.serialize(ASN1Null())
        }
      }
    }
  }
}
