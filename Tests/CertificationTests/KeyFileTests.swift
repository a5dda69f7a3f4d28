import Crypto
import Foundation
import HandoverTestSupport
import StrictFormats
import Testing

@testable import Certification

/// Private keys on disk: what is written is read, here and by OpenSSL, and nothing that is hostile is worked for.
@Suite struct KeyFileTests {
  private let folder: String
  private let passphrase = Passphrase(Array("correct horse battery".utf8))!

  init() throws {
    folder = FileManager.default.temporaryDirectory.path() + "/key-file-\(UInt64.random(in: 0...UInt64.max))"
    try SafeFile.makeFolder(folder)
  }

  private func code(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch { return (error as? SafeFile.Problem)?.code }
  }

  private func write(_ text: String, _ name: String = "k.pem") throws -> String {
    let path = "\(folder)/\(name)"
    try SafeFile.write(Array(text.utf8), to: path, mode: 0o600)
    return path
  }

  private func pem(_ der: [UInt8], _ type: String = "ENCRYPTED PRIVATE KEY") -> String {
    "-----BEGIN \(type)-----\n"
      + Data(der).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
      + "\n-----END \(type)-----\n"
  }

  private func der(_ path: String) throws -> [UInt8] {
    let lines = String(decoding: try SafeFile.read(path), as: UTF8.self).split(separator: "\n")
    return [UInt8](try #require(Data(base64Encoded: lines.filter { !$0.hasPrefix("-") }.joined())))
  }

  @Test(arguments: [PrivateKey.Kind.p256, .ed25519]) func whatIsWrittenIsRead(_ kind: PrivateKey.Kind) throws {
    let key = PrivateKey(kind)
    try KeyFile.create(key, at: folder + "/plain.pem", passphrase: nil)
    try KeyFile.create(key, at: folder + "/locked.pem", passphrase: passphrase)
    let plain = try KeyFile(reading: folder + "/plain.pem")
    let locked = try KeyFile(reading: folder + "/locked.pem")
    #expect(plain.openKey?.publicKey == key.publicKey && !plain.isEncrypted)
    #expect(locked.isEncrypted && locked.openKey == nil && !locked.isWeak)
    #expect(try locked.key(passphrase).publicKey == key.publicKey)
    #expect(PublicKey(pem: key.publicKey.pem) == key.publicKey)
  }

  @Test func aWrongPassphraseIsSaidAndChangesNothing() throws {
    let path = folder + "/locked.pem"
    try KeyFile.create(PrivateKey(.p256), at: path, passphrase: passphrase)
    let before = try SafeFile.read(path)
    for wrong in ["correct horse batterz", "x", String(repeating: "y", count: 1_024)] {
      let other = try #require(Passphrase(Array(wrong.utf8)))
      #expect(code { _ = try KeyFile(reading: path).key(other) } == "key.passphrase")
    }
    #expect(try SafeFile.read(path) == before)
    #expect(Passphrase([]) == nil && Passphrase([UInt8](repeating: 1, count: 1_025)) == nil)
  }

  /// Bytes of an encrypted file changed, one at a time: never a crash, and never another key where the file says the public
  /// half too. An Ed25519 file does not; what catches a change there is the public half beside it.
  @Test(arguments: [PrivateKey.Kind.p256, .ed25519]) func noChangedByteGivesAnotherKey(_ kind: PrivateKey.Kind) throws {
    let key = PrivateKey(kind)
    let cheap = KeyEncryption(
      derivation: .scrypt(salt: secureBytes(16), cost: 2, blockSize: 1, parallel: 1), iv: secureBytes(16))
    let secret = try key.withPKCS8 { try cheap.encrypt($0, with: passphrase) }
    let good = try EncryptedKey(cheap, secret: secret).der()
    #expect(try KeyFile(reading: try write(pem(good))).key(passphrase).publicKey == key.publicKey)
    let seed = UInt64.random(in: 0...UInt64.max)
    print("seed \(seed)")
    var chance = SeededChance(seed: seed)
    for place in good.indices {
      var bad = good
      bad[place] ^= UInt8.random(in: 1...255, using: &chance)
      let file = try write(pem(bad), "bad.pem")
      let read = try? KeyFile(reading: file).key(passphrase)
      #expect(kind == .ed25519 || read == nil || read?.publicKey == key.publicKey, "byte \(place)")
    }
  }

  // PBES2 with scrypt, written out: N, r and p are what the test says.
  private func scrypt(_ cost: [UInt8], _ blockSize: [UInt8], _ parallel: [UInt8], salt: Int = 16) -> [UInt8] {
    func node(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
      content.count < 128
        ? [tag, UInt8(content.count)] + content : [tag, 0x81, UInt8(content.count)] + content
    }
    let salt = node(0x04, [UInt8](repeating: 7, count: salt))
    let numbers = [cost, blockSize, parallel].flatMap { node(0x02, $0) }
    let scrypt = node(
      0x30, [0x06, 0x09, 0x2B, 0x06, 0x01, 0x04, 0x01, 0xDA, 0x47, 0x04, 0x0B] + node(0x30, salt + numbers))
    let cipher = node(
      0x30,
      [0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2A] + node(0x04, [UInt8](repeating: 9, count: 16)))
    let name: [UInt8] = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05, 0x0D]
    return node(
      0x30, node(0x30, name + node(0x30, scrypt + cipher)) + node(0x04, [UInt8](repeating: 1, count: 48)))
  }

  @Test func aHostileFileIsRefusedBeforeTheWork() throws {
    let wide: [UInt8] = [0x7F] + [UInt8](repeating: 0xFF, count: 7)
    let hostile: [([UInt8], [UInt8], [UInt8])] = [
      ([0x40, 0, 0, 0], [8], [1]), ([0x00, 0x80, 0x00], [0x01, 0x00], [1]), ([0x00, 0x80, 0x00], [8], [0x7F]),
      ([3], [8], [1]),
      ([1], [8], [1]), ([0], [8], [1]), ([0xFF], [8], [1]), (wide, wide, wide), ([0x04, 0], [0], [1]),
      ([0x04, 0], [8], [0]),
    ]
    for (cost, blockSize, parallel) in hostile {
      let path = try write(pem(scrypt(cost, blockSize, parallel)))
      #expect(code { _ = try KeyFile(reading: path) } == "key.cost", "\(cost) \(blockSize) \(parallel)")
    }
    let short = try write(pem(scrypt([0x04, 0], [8], [1], salt: 7)))
    #expect(code { _ = try KeyFile(reading: short) } == "key.cost")
    let fine = try write(pem(scrypt([0x04, 0], [8], [1])))
    #expect(try KeyFile(reading: fine).isWeak)
  }

  @Test func whatIsNoKeyIsNamed() throws {
    let others: [(String, String)] = [
      ("", "key.malformed"), ("hello", "key.malformed"), (String(repeating: "A", count: 20_000), "key.malformed"),
      (PrivateKey(.p256).publicKey.pem, "key.malformed"),
      (P384.Signing.PrivateKey().pemRepresentation, "key.malformed"), (pem([0x30, 0x00]), "key.encryption"),
      (pem([1, 2, 3], "PRIVATE KEY"), "key.malformed"),
    ]
    for (text, expected) in others {
      let path = try write(text)
      #expect(code { _ = try KeyFile(reading: path) } == expected, "\(text.prefix(40))")
    }
  }

  @Test func neitherOverwritesNorLeavesReadable() throws {
    let path = folder + "/k.pem"
    let key = PrivateKey(.p256)
    try KeyFile.create(key, at: path, passphrase: nil)
    #expect(code { try KeyFile.create(PrivateKey(.p256), at: path, passphrase: nil) } == "file.exists")
    try KeyFile.replace(key, at: path, passphrase: passphrase)
    #expect(try KeyFile(reading: path).key(passphrase).publicKey == key.publicKey)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }
}

/// The same files through OpenSSL, both ways.
@Suite(.enabled(if: SafeFile.exists("/usr/bin/openssl"))) struct OpenSSLKeyTests {
  private let folder: String
  private let passphrase = Passphrase(Array("grüße aus köln".utf8))!

  init() throws {
    folder = FileManager.default.temporaryDirectory.path() + "/openssl-key-\(UInt64.random(in: 0...UInt64.max))"
    try SafeFile.makeFolder(folder)
    try SafeFile.write(Array("grüße aus köln\n".utf8), to: folder + "/pass", mode: 0o600)
  }

  @discardableResult private func openssl(_ arguments: String) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", "umask 077; exec openssl \(arguments)"]
    process.currentDirectoryURL = URL(filePath: folder)
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "openssl \(arguments)")
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: [PrivateKey.Kind.p256, .ed25519]) func opensslReadsWhatIsWrittenHere(_ kind: PrivateKey.Kind) throws
  {
    let key = PrivateKey(kind)
    try KeyFile.create(key, at: folder + "/locked.pem", passphrase: passphrase)
    try KeyFile.create(key, at: folder + "/plain.pem", passphrase: nil)
    #expect(PublicKey(pem: try openssl("pkey -in locked.pem -passin file:pass -pubout")) == key.publicKey)
    #expect(PublicKey(pem: try openssl("pkey -in plain.pem -pubout")) == key.publicKey)
    #expect(try openssl("asn1parse -in locked.pem").contains("scrypt"))
  }

  static let ways = [
    "", "-scrypt", "-v2 aes-256-cbc -v2prf hmacWithSHA256 -iter 210000",
    "-scrypt -scrypt_N 16384 -scrypt_r 8 -scrypt_p 5",
  ]

  @Test(arguments: ["EC -pkeyopt ec_paramgen_curve:P-256", "Ed25519"], ways)
  func whatOpenSSLWritesIsReadHere(_ kind: String, _ way: String) throws {
    try openssl("genpkey -algorithm \(kind) -out plain.pem")
    try openssl("pkcs8 -topk8 -in plain.pem \(way) -passout file:pass -out locked.pem")
    let expected = PublicKey(pem: try openssl("pkey -in plain.pem -pubout"))
    let locked = try KeyFile(reading: folder + "/locked.pem")
    #expect(expected != nil && locked.isEncrypted)
    #expect(try locked.key(passphrase).publicKey == expected)
    #expect(locked.isWeak == (way == ""))
    #expect(try KeyFile(reading: folder + "/plain.pem").openKey?.publicKey == expected)
  }

  @Test func otherCiphersAreNamedAndNotRead() throws {
    try openssl("genpkey -algorithm Ed25519 -out plain.pem")
    for way in ["-v2 aes128", "-v2prf hmacWithSHA1", "-v2 des3", "-v1 PBE-SHA1-3DES"] {
      try openssl("pkcs8 -topk8 -in plain.pem \(way) -passout file:pass -out other.pem")
      do {
        _ = try KeyFile(reading: folder + "/other.pem")
        Issue.record("read: \(way)")
      } catch { #expect((error as? SafeFile.Problem)?.code == "key.encryption", "\(way)") }
    }
  }

  @Test func anOldKindOfFileIsReadWhenItIsOpen() throws {
    try openssl("ecparam -name prime256v1 -genkey -out old.pem")
    let expected = PublicKey(pem: try openssl("pkey -in old.pem -pubout"))
    #expect(try KeyFile(reading: folder + "/old.pem").openKey?.publicKey == expected && expected != nil)
  }
}
