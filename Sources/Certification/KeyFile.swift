import Crypto
import SwiftASN1

/// A file that holds one private key: the only way in which private keys are read from and written to a disk.
///
/// PKCS#8 in PEM, encrypted or not, as OpenSSL reads and writes it. `EC PRIVATE KEY`, which OpenSSL writes in places, is
/// read too. Bytes are overwritten after use; PEM passes through strings and through CryptoExtras, whose copies this cannot
/// reach.
package struct KeyFile: Sendable {
  package let path: String
  private let content: Content

  private enum Content: Sendable {
    case open(PrivateKey)
    case locked(EncryptedKey)
  }

  /// Bytes of a key file. Our own limit; the longest that is written here has under 600.
  package static let limit = 16 << 10

  /// Reads a file that only its owner can read. What it asks of its reader's memory is checked before it is asked for.
  ///
  /// - Throws: `SafeFile.Problem` named `key.*` or `file.unusable`.
  package init(reading path: String) throws {
    var bytes = try SafeFile.readSecret(path)
    defer { erase(&bytes) }
    self.path = path
    content = try Self.content(bytes, path)
  }

  private static func content(_ bytes: [UInt8], _ path: String) throws -> Content {
    guard bytes.count <= limit,
      let documents = try? PEMDocument.parseMultiple(pemString: String(decoding: bytes, as: UTF8.self)),
      // OpenSSL puts the curve's name before an EC key.
      let document = documents.last(where: { $0.discriminator != "EC PARAMETERS" }), documents.count <= 2
    else { throw malformed(path) }
    var der = document.derBytes
    defer { erase(&der) }
    switch document.discriminator {
    case "PRIVATE KEY":
      guard let key = PrivateKey(pkcs8: der) else { throw malformed(path) }
      return .open(key)
    case "EC PRIVATE KEY":
      guard let key = try? P256.Signing.PrivateKey(derRepresentation: der) else { throw malformed(path) }
      return .open(.p256(SigningKey(key)))
    case "ENCRYPTED PRIVATE KEY":
      do throws(KeyEncryption.Failure) {
        let locked = try EncryptedKey(der)
        try locked.encryption.checkCost()
        return .locked(locked)
      } catch { throw problem(error, path) }
    default: throw malformed(path)
    }
  }

  /// Whether it takes a passphrase.
  package var isEncrypted: Bool { if case .locked = content { true } else { false } }

  /// Whether the passphrase of a stolen copy would be guessed too cheaply.
  package var isWeak: Bool { if case .locked(let locked) = content { locked.encryption.isWeak } else { false } }

  /// The key of a file that is not encrypted.
  package var openKey: PrivateKey? { if case .open(let key) = content { key } else { nil } }

  /// The key.
  ///
  /// - Throws: `SafeFile.Problem` named `key.passphrase` when the passphrase is another.
  package func key(_ passphrase: Passphrase) throws -> PrivateKey {
    switch content {
    case .open(let key): return key
    case .locked(let locked):
      do throws(KeyEncryption.Failure) {
        var der = try locked.encryption.decrypt(locked.secret, with: passphrase)
        defer { erase(&der) }
        guard let key = PrivateKey(pkcs8: der) else { throw .passphrase }
        return key
      } catch { throw Self.problem(error, path) }
    }
  }

  /// Writes a key to a file that must not be there yet.
  package static func create(_ key: PrivateKey, at path: String, passphrase: Passphrase?) throws {
    try withPEM(of: key, passphrase) { try SafeFile.create($0, at: path, mode: 0o600) }
  }

  /// Writes a key in place of what was there, whole or not at all. The old bytes may survive on the disk.
  package static func replace(_ key: PrivateKey, at path: String, passphrase: Passphrase?) throws {
    try withPEM(of: key, passphrase) { try SafeFile.write($0, to: path, mode: 0o600) }
  }

  private static func withPEM(
    of key: PrivateKey, _ passphrase: Passphrase?, _ body: ([UInt8]) throws -> Void
  ) throws {
    try key.withPKCS8 { plain in
      let document: PEMDocument
      if let passphrase {
        let encryption = KeyEncryption.new()
        let locked = EncryptedKey(encryption, secret: try encryption.encrypt(plain, with: passphrase))
        document = PEMDocument(type: "ENCRYPTED PRIVATE KEY", derBytes: try locked.der())
      } else {
        document = PEMDocument(type: "PRIVATE KEY", derBytes: plain)
      }
      var bytes = Array((document.pemString + "\n").utf8)
      defer { erase(&bytes) }
      try body(bytes)
    }
  }

  private static func malformed(_ path: String) -> SafeFile.Problem {
    SafeFile.Problem(
      code: "key.malformed", reason: "\(path) holds no private key of a kind used here",
      hint: "a P-256 or Ed25519 key, PKCS#8 in PEM: openssl pkcs8 -topk8 -in KEY -scrypt")
  }

  private static func problem(_ failure: KeyEncryption.Failure, _ path: String) -> SafeFile.Problem {
    switch failure {
    case .unknown:
      SafeFile.Problem(
        code: "key.encryption", reason: "\(path) is encrypted in a way that is not read here",
        hint: "PBES2 with scrypt or PBKDF2-HMAC-SHA256, and AES-256-CBC: openssl pkcs8 -topk8 -in KEY -scrypt")
    case .costly:
      SafeFile.Problem(
        code: "key.cost", reason: "\(path) asks for more memory or time to be unlocked than any key file needs",
        hint: "use a file from a place you trust")
    case .passphrase:
      SafeFile.Problem(
        code: "key.passphrase", reason: "the passphrase does not unlock \(path)",
        hint: "try again; nothing was changed. If it is surely right, the file was damaged: bring it back from a copy")
    }
  }
}
