package import Crypto
import StrictFormats

/// What a key of a log may sign, by the type byte of C2SP signed-note ("Signature types", 2026-04-23).
///
/// Two kinds are known here. Lines of another kind, such as ML-DSA-44 (0x06), are those of unknown keys: swift-crypto 4.5.2
/// cannot verify them.
package enum KeyKind: UInt8, Hashable, Sendable {
  /// Ed25519 over a note's text: a log signs its checkpoints.
  case log = 0x01
  /// Ed25519 over a checkpoint and a time (C2SP tlog-cosignature, 2026-06-03): a witness cosigns.
  case witness = 0x04
}

/// Why a verifier key cannot be used.
package enum KeyFailure: String, Error, Hashable, Sendable {
  case layout = "it is not of the form name+id+key"
  case name = "its name is empty, or holds a space or a plus"
  case kind = "it is of a kind that is not known here"
  case id = "its id does not follow from its name and key"
  case material = "its key is not 32 bytes of Ed25519"
}

/// A public key of a log or a witness with its name: the `vkey` of C2SP signed-note ("Verifier keys", 2026-04-23).
package struct VerifierKey: Sendable {
  package let name: String
  package let kind: KeyKind
  /// The first four bytes of SHA-256 over name, newline, kind and key.
  package let id: [UInt8]
  package let publicKey: Curve25519.Signing.PublicKey

  package init(name: String, kind: KeyKind, publicKey: Curve25519.Signing.PublicKey) throws(KeyFailure) {
    guard NoteName.isGood(name) else { throw .name }
    self.name = name
    self.kind = kind
    self.publicKey = publicKey
    id = Self.id(of: name, kind, Array(publicKey.rawRepresentation))
  }

  /// Reads `name+hex+base64`, in the one spelling it has.
  package init(_ text: String) throws(KeyFailure) {
    let parts = text.utf8.split(separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let name = String(parts[0]), let id = String(parts[1]),
      let bytes = Base64.decode(bytes: Array(parts[2]), .standard)
    else { throw .layout }
    guard let type = bytes.first, let kind = KeyKind(rawValue: type) else { throw .kind }
    guard bytes.count == 33, let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes[1...]) else {
      throw .material
    }
    try self.init(name: name, kind: kind, publicKey: key)
    guard id.utf8.elementsEqual(Hex.text(self.id).utf8) else { throw .id }
  }

  /// The key as text, for a policy.
  package var text: String {
    "\(name)+\(Hex.text(id))+\(Base64.encode([kind.rawValue] + publicKey.rawRepresentation, .standard))"
  }

  /// Whether a signature line names this key.
  package func isNamed(by line: NoteSignature) -> Bool { line.id == id && isNamed(line.name) }

  /// Whether it has this name, byte for byte.
  package func isNamed(_ name: String) -> Bool { self.name.utf8.elementsEqual(name.utf8) }

  private static func id(of name: String, _ kind: KeyKind, _ key: [UInt8]) -> [UInt8] {
    Array(SHA256.hash(data: Array(name.utf8) + [0x0A, kind.rawValue] + key).prefix(4))
  }
}

/// Names of keys (C2SP signed-note, "Format").
enum NoteName {
  /// Not empty, and without plus, control characters and anything Unicode counts as white space.
  static func isGood(_ name: String) -> Bool {
    !name.isEmpty
      && name.unicodeScalars.allSatisfy { $0 != "+" && $0.value >= 0x20 && !$0.properties.isWhitespace }
  }
}

/// Lower-case hexadecimal.
package enum Hex {
  /// Two digits a byte.
  package static func text(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes, or nil when the text is not their one spelling.
  package static func bytes(_ text: some Collection<UInt8>) -> [UInt8]? {
    guard text.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    var high: UInt8?
    for digit in text {
      let value: UInt8
      switch digit {
      case 0x30...0x39: value = digit - 0x30
      case 0x61...0x66: value = digit - 0x61 + 10
      default: return nil
      }
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    return bytes
  }
}
