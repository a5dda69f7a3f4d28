import CertificateChecking
package import Certification
package import Crypto
import FoundationEssentials

/// The private keys of a dealership's folder: loaded, unlocked, made. Refuses a key that serves two roles, whichever way it
/// came there (certificate design, section 2.9).
package final class KeyRing {
  package let home: DealerHome
  package let passphrases: PassphraseSource
  private var opened: [KeyRole: PrivateKey] = [:]

  package init(_ home: DealerHome, _ passphrases: PassphraseSource) {
    self.home = home
    self.passphrases = passphrases
  }

  /// The key of a role. A passphrase is asked for at most once.
  ///
  /// - Throws: what `KeyFile` throws, or a `Complaint` named `key.missing`, `key.kind`, `key.role-reused`,
  ///   `key.other-certificate` or `key.other-public`.
  package func load(_ role: KeyRole) throws -> PrivateKey {
    if let key = opened[role] { return key }
    let path = home.key(role)
    guard SafeFile.exists(path) else { throw missing(role) }
    let key = try passphrases.open(path)
    try check(key, as: role)
    if let named = certified(role), named != key.publicKey {
      throw Complaint(
        "key.other-certificate", "\(path) is not the key that \(home.certificate(role.rawValue)) names",
        hint: "bring back the two files that belong together; after a broken renewal: handover key renew",
        status: .unreadable)
    }
    if let said = said(role), said != key.publicKey {
      throw Complaint(
        "key.other-public", "\(path) is not the key whose public half lies in \(home.publicKey(role))",
        hint: "the file was exchanged or damaged: bring it back from a copy", status: .unreadable)
    }
    opened[role] = key
    return key
  }

  /// The key of a role that signs certificates and lists.
  package func signing(_ role: KeyRole) throws -> SigningKey {
    guard case .p256(let key) = try load(role) else { throw otherKind(role) }
    return key
  }

  /// The key of a role that signs notes: the log's and the witness's.
  package func notes(_ role: KeyRole) throws -> Curve25519.Signing.PrivateKey {
    guard case .ed25519(let key) = try load(role) else { throw otherKind(role) }
    return key
  }

  /// A key for signing lists that is kept elsewhere.
  package func authority(at path: String) throws -> SigningKey {
    let key = try passphrases.open(path)
    try check(key, as: .authority)
    guard case .p256(let signing) = key else { throw otherKind(.authority) }
    return signing
  }

  /// Unlocks a key before anything else happens, so that nobody is asked in the middle of the work. A key that is not there
  /// is complained about where it is needed.
  package func unlock(_ roles: KeyRole...) throws {
    for role in roles where SafeFile.exists(home.key(role)) { _ = try load(role) }
  }

  /// Stores a key that is not there yet, with its public half beside it where no certificate names that.
  package func store(_ key: PrivateKey, as role: KeyRole, passphrase: Passphrase?) throws {
    try check(key, as: role)
    try KeyFile.create(key, at: home.key(role), passphrase: passphrase)
    if !role.hasCertificate {
      try SafeFile.write(Array(key.publicKey.pem.utf8), to: home.publicKey(role), mode: 0o644)
    }
    opened[role] = key
  }

  /// Makes a key that is not there yet.
  package func make(_ role: KeyRole, passphrase: Passphrase?) throws -> PrivateKey {
    guard !SafeFile.exists(home.key(role)) else {
      throw Complaint(
        "key.exists", "\(home.key(role)) is already there, and a key is never overwritten",
        hint: "move it away first if it is no longer used, or take another folder with --home", status: .usage)
    }
    let key = PrivateKey(role.kind)
    try store(key, as: role, passphrase: passphrase)
    return key
  }

  /// Whether a key is of the role's kind and serves no other.
  package func check(_ key: PrivateKey, as role: KeyRole) throws {
    guard key.kind == role.kind else { throw otherKind(role) }
    for other in KeyRole.allCases where other != role && publicKeys(other).contains(key.publicKey) {
      throw Complaint(
        "key.role-reused", "the key of \(role.purpose) is also that of \(other.purpose)",
        hint: "every role has a key of its own: make a new one for one of the two", status: .failed)
    }
  }

  /// The public keys known to serve a role: by certificate, by the file beside the private key, by the trust list, and by
  /// the private key itself where that is open to see.
  private func publicKeys(_ role: KeyRole) -> [PublicKey] {
    var keys = [certified(role), said(role), opened[role]?.publicKey].compactMap(\.self)
    if let file = try? KeyFile(reading: home.key(role)), let key = file.openKey { keys.append(key.publicKey) }
    if role == .authority, let list = try? home.trust() { keys += list.authority.keys.values.map(PublicKey.init) }
    return keys
  }

  /// What the file beside the private key says.
  private func said(_ role: KeyRole) -> PublicKey? {
    guard !role.hasCertificate, let text = try? SafeFile.read(home.publicKey(role)) else { return nil }
    return PublicKey(pem: String(decoding: text, as: UTF8.self))
  }

  private func certified(_ role: KeyRole) -> PublicKey? {
    guard role.hasCertificate, let der = try? SafeFile.read(home.certificate(role.rawValue)) else { return nil }
    return PublicKey(ofCertificate: der)
  }

  private func otherKind(_ role: KeyRole) -> Complaint {
    Complaint(
      "key.kind", "\(home.key(role)) is of another kind: \(role.purpose) has a key of kind \(role.kind.rawValue)",
      hint: "give or bring back the key that was made for it", status: .unreadable)
  }

  private func missing(_ role: KeyRole) -> Complaint {
    let hint =
      switch role {
      case .root, .rooftop: "bring it back from where it is kept, for as long as this takes"
      case .terminal, .status: "handover key new makes keys"
      case .authority where said(role) != nil, .log where said(role) != nil:
        "bring it back from a copy: its public half is still there"
      case .authority: "handover trust key makes one"
      case .log: "bring it back from a copy: with another key it would be another log"
      case .witness: "handover log cosign --new makes one"
      }
    return Complaint(
      "key.missing", "\(home.key(role)) cannot be read: No such file or directory", hint: hint, status: .unreadable)
  }
}
