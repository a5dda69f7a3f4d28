import Certification
import Crypto
import Foundation
import Testing

@testable import HandoverCLI

/// One key, one role.
@Suite struct KeyRingTests {
  struct Pair: CustomTestStringConvertible {
    var of: KeyRole
    var usedAs: KeyRole
    var testDescription: String { "\(of) as \(usedAs)" }
    /// A key of another kind cannot even be tried.
    var expected: String { of.kind == usedAs.kind ? "key.role-reused" : "key.kind" }
  }

  static let pairs = KeyRole.allCases.flatMap { one in
    KeyRole.allCases.filter { $0 != one }.map { Pair(of: one, usedAs: $0) }
  }

  /// Whichever two roles: refused when the key is put there by hand and loaded, and when it is stored by a command. The
  /// private key of the first role is kept elsewhere, as a root's should be.
  @Test(arguments: pairs) func noKeyServesTwoRoles(_ pair: Pair) throws {
    let place = try TemporaryHome()
    defer { place.remove() }
    try place.fill()
    let key = try place.ring().load(pair.of)
    try SafeFile.remove(place.home.key(pair.of))
    try KeyFile.replace(key, at: place.home.key(pair.usedAs), passphrase: nil)
    #expect(code { _ = try place.ring().load(pair.usedAs) } == pair.expected)
    #expect(code { try place.ring().check(key, as: pair.usedAs) } == pair.expected)
    try SafeFile.remove(place.home.key(pair.usedAs))
    #expect(code { try place.ring().store(key, as: pair.usedAs, passphrase: nil) } == pair.expected)
    #expect(!SafeFile.exists(place.home.key(pair.usedAs)))
  }

  @Test func everyRoleLoadsItsOwnKey() throws {
    let place = try TemporaryHome()
    defer { place.remove() }
    try place.fill()
    let keys = try place.ring()
    for role in KeyRole.allCases { #expect(try keys.load(role).kind == role.kind) }
    #expect(code { _ = try keys.notes(.terminal) } == "key.kind" && code { _ = try keys.signing(.log) } == "key.kind")
    #expect(Set(try KeyRole.allCases.map { try keys.load($0).publicKey }).count == KeyRole.allCases.count)
  }

  /// A dealership works with its root in a safe.
  @Test func onlyIssuingNeedsTheKeysAbove() throws {
    let place = try TemporaryHome()
    defer { place.remove() }
    try place.fill()
    try SafeFile.remove(place.home.key(.root))
    try SafeFile.remove(place.home.key(.rooftop))
    for role in [KeyRole.terminal, .status, .authority, .log, .witness] { _ = try place.ring().load(role) }
    #expect(code { _ = try place.ring().load(.root) } == "key.missing")
  }

  @Test func aKeyThatItsCertificateDoesNotNameIsRefused() throws {
    let place = try TemporaryHome()
    defer { place.remove() }
    try place.fill()
    try KeyFile.replace(PrivateKey(.p256), at: place.home.key(.terminal), passphrase: nil)
    #expect(code { _ = try place.ring().load(.terminal) } == "key.other-certificate")
  }

  @Test func aKeyThatWasExchangedBesideItsPublicHalfIsRefused() throws {
    let place = try TemporaryHome()
    defer { place.remove() }
    try place.fill()
    for role in [KeyRole.log, .witness, .authority] {
      try KeyFile.replace(PrivateKey(role.kind), at: place.home.key(role), passphrase: nil)
      #expect(code { _ = try place.ring().load(role) } == "key.other-public")
    }
  }

  @Test func encryptedKeysTakeTheirPassphraseOnce() throws {
    let place = try TemporaryHome()
    defer { place.remove() }
    let keys = try place.ring(passphrase: "eight characters or more")
    let given = try #require(try keys.passphrases.forNewFiles())
    for role in [KeyRole.authority, .log] { _ = try keys.make(role, passphrase: given) }
    let public_ = try keys.load(.log).publicKey
    #expect(try place.ring(passphrase: "eight characters or more").load(.log).publicKey == public_)
    #expect(code { _ = try place.ring(passphrase: "another one").load(.log) } == "key.passphrase")
    #expect(code { _ = try place.ring().load(.log) } == "key.passphrase-needed")
    #expect(code { _ = try place.ring(passphrase: "").load(.log) } == "key.passphrase-empty")
    #expect(code { _ = try place.ring(passphrase: "short").passphrases.forNewFiles() } == "key.passphrase-short")
    // The public half alone tells that it is taken.
    let copy = try place.ring(passphrase: "eight characters or more").load(.log)
    #expect(code { try place.ring().store(copy, as: .witness, passphrase: nil) } == "key.role-reused")
  }

  @Test func aSecretFileThatOthersCanReadIsNoPassphrase() throws {
    let place = try TemporaryHome()
    defer { place.remove() }
    let keys = try place.ring(passphrase: "eight characters or more")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o644], ofItemAtPath: place.home.path + "/passphrase")
    #expect(code { _ = try keys.passphrases.forNewFiles() } == "key.permissions")
  }
}
