import Crypto
import CryptoExtras
import FoundationEssentials
import SwiftASN1

/// How a key file is encrypted: PBES2 (RFC 8018, section 6.2) with scrypt (RFC 7914, section 7) or PBKDF2 with
/// HMAC-SHA-256, and AES-256 in CBC mode. These are what `openssl pkcs8 -topk8` writes with and without `-scrypt`
/// (OpenSSL 3.0.19, tried 2026-11-25).
struct KeyEncryption: Hashable, Sendable {
  enum Derivation: Hashable, Sendable {
    case scrypt(salt: [UInt8], cost: Int, blockSize: Int, parallel: Int)
    case pbkdf2(salt: [UInt8], rounds: Int)
  }

  var derivation: Derivation
  var iv: [UInt8]

  /// Why a file cannot be unlocked.
  enum Failure: Error, Hashable {
    /// The structure is not PBES2 as this program reads it.
    case unknown
    /// Unlocking would take more memory or time than any honest file asks for.
    case costly
    /// The passphrase is another, or the bytes were changed; nobody can tell which.
    case passphrase
  }

  /// What new files get: N 2^14, r 8, p 5, one of the settings that OWASP holds to be as good as N 2^17, r 8, p 1 (Password
  /// Storage Cheat Sheet, read 2026-11-25). More memory, such as the design's N 2^15, is what OpenSSL 3.0 refuses to use for a
  /// key file: it stops at 32 MiB in all (tried with 3.0.19).
  static func new() -> KeyEncryption {
    KeyEncryption(
      derivation: .scrypt(salt: secureBytes(16), cost: 1 << 14, blockSize: 8, parallel: 5), iv: secureBytes(16))
  }

  /// Rounds of PBKDF2 below which a stolen file is guessed too cheaply (OWASP; certificate design, section 2.9).
  static let fewRounds = 210_000

  /// Whether another file should be made of this one.
  var isWeak: Bool {
    switch derivation {
    case .pbkdf2(_, let rounds): rounds < Self.fewRounds
    // OpenSSL's own: N 2^14, r 8, p 1.
    case .scrypt(_, let cost, let blockSize, let parallel): cost * blockSize * parallel < 1 << 17
    }
  }

  /// Checked before the work: 256 MiB, three times what new files take, and 10 million rounds.
  func checkCost() throws(Failure) {
    switch derivation {
    case .scrypt(let salt, let cost, let blockSize, let parallel):
      // Each by itself first, so that the product cannot overflow. A block size above 16 is beyond what CryptoExtras 4.5.2
      // sets memory aside for.
      guard Self.saltLengths.contains(salt.count), (2...(1 << 21)).contains(cost), cost & (cost - 1) == 0,
        (1...16).contains(blockSize), (1...64).contains(parallel), 128 * cost * blockSize * parallel <= 256 << 20
      else { throw .costly }
    case .pbkdf2(let salt, let rounds):
      guard Self.saltLengths.contains(salt.count), (1...10_000_000).contains(rounds) else { throw .costly }
    }
  }

  private static let saltLengths = 8...64

  func encrypt(_ plain: [UInt8], with passphrase: Passphrase) throws -> [UInt8] {
    Array(try AES._CBC.encrypt(plain, using: try key(from: passphrase), iv: AES._CBC.IV(ivBytes: iv)))
  }

  /// - Throws: `Failure.costly` or `Failure.passphrase`.
  func decrypt(_ secret: [UInt8], with passphrase: Passphrase) throws(Failure) -> [UInt8] {
    try checkCost()
    guard let key = try? key(from: passphrase), let iv = try? AES._CBC.IV(ivBytes: iv),
      var plain = try? AES._CBC.decrypt(secret, using: key, iv: iv)
    else { throw .passphrase }
    defer { plain.resetBytes(in: plain.startIndex..<plain.endIndex) }
    return Array(plain)
  }

  private func key(from passphrase: Passphrase) throws -> SymmetricKey {
    try passphrase.withBytes { bytes in
      switch derivation {
      case .scrypt(let salt, let cost, let blockSize, let parallel):
        try KDF.Scrypt.deriveKey(
          from: bytes, salt: salt, outputByteCount: 32, rounds: cost, blockSize: blockSize, parallelism: parallel)
      case .pbkdf2(let salt, let rounds):
        // The checked call refuses what OpenSSL writes; this one only ever reads.
        try KDF.Insecure.PBKDF2.deriveKey(
          from: bytes, salt: salt, using: .sha256, outputByteCount: 32, unsafeUncheckedRounds: rounds)
      }
    }
  }
}
