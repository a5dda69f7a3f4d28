import Crypto
import StrictFormats

/// Why a note is refused.
package enum NoteFailure: Error, Hashable, Sendable {
  /// It is larger or has more signature lines than it may.
  case tooLarge
  /// It is not laid out as a note.
  case malformed
  /// A key signed twice.
  case repeatedSignature(name: String)
  /// A known key's signature does not fit.
  case badSignature(name: String)
}

/// One signature line of a note.
package struct NoteSignature: Hashable, Sendable {
  package let name: String
  /// Four bytes.
  package let id: [UInt8]
  /// What follows the id; for a cosignature the time and the signature.
  package let bytes: [UInt8]

  /// The line without its newline.
  package var line: String { "\u{2014} \(name) \(Base64.encode(id + bytes, .standard))" }

  init(name: String, id: [UInt8], bytes: [UInt8]) {
    self.name = name
    self.id = id
    self.bytes = bytes
  }

  /// Reads a line without its newline.
  package init(_ line: ArraySlice<UInt8>) throws(NoteFailure) {
    guard line.starts(with: Note.dash), String(validating: line, as: UTF8.self) != nil else { throw .malformed }
    let rest = line.dropFirst(Note.dash.count)
    guard let space = rest.lastIndex(of: 0x20), let name = String(validating: rest[..<space], as: UTF8.self),
      NoteName.isGood(name), let bytes = Base64.decode(bytes: rest[(space + 1)...], .standard), bytes.count > 4
    else { throw .malformed }
    self.init(name: name, id: Array(bytes[..<4]), bytes: Array(bytes[4...]))
  }
}

/// A signed text, taken apart and not yet verified (C2SP signed-note, 2026-04-23).
package struct Note: Sendable {
  /// Bytes of a note (certificate design, section 2.13).
  package static let limit = 16 << 10
  /// Signature lines of a note (certificate design, section 2.13).
  package static let signatureLimit = 32

  /// Em dash and space, which begin a signature line.
  static let dash = Array("\u{2014} ".utf8)

  /// The signed text with its last newline.
  package let text: [UInt8]
  package var signatures: [NoteSignature]

  package init(text: [UInt8], signatures: [NoteSignature]) {
    self.text = text
    self.signatures = signatures
  }

  /// Reads a note: UTF-8 without control characters, a text, an empty line, and at least one signature line.
  package init(_ bytes: ArraySlice<UInt8>) throws(NoteFailure) {
    guard bytes.count <= Self.limit else { throw .tooLarge }
    guard bytes.allSatisfy({ $0 >= 0x20 || $0 == 0x0A }), String(validating: bytes, as: UTF8.self) != nil,
      bytes.last == 0x0A, let split = Self.lastEmptyLine(bytes)
    else { throw .malformed }
    let lines = bytes[(split + 2)...].dropLast().parts(between: 0x0A)
    guard lines.count <= Self.signatureLimit else { throw .tooLarge }
    var signatures: [NoteSignature] = []
    for line in lines { signatures.append(try NoteSignature(line)) }
    text = Array(bytes[...split])
    self.signatures = signatures
  }

  /// The note as bytes.
  package var bytes: [UInt8] {
    text + [0x0A] + signatures.flatMap { Array($0.line.utf8) + [0x0A] }
  }

  /// The signatures of known keys, all of them good. Unknown keys are ignored; one bad signature of a known key refuses the
  /// note, and so does a second line of the same key.
  package func verified(by keys: [VerifierKey]) throws(NoteFailure) -> [(key: VerifierKey, line: NoteSignature)] {
    var result: [(key: VerifierKey, line: NoteSignature)] = []
    for line in signatures {
      guard let key = keys.first(where: { $0.isNamed(by: line) }) else { continue }
      guard !result.contains(where: { $0.key.isNamed(by: line) }) else { throw .repeatedSignature(name: key.name) }
      guard isGood(line, of: key) else { throw .badSignature(name: key.name) }
      result.append((key, line))
    }
    return result
  }

  private func isGood(_ line: NoteSignature, of key: VerifierKey) -> Bool {
    switch key.kind {
    case .log: return line.bytes.count == 64 && key.publicKey.isValidSignature(line.bytes, for: text)
    case .witness:
      guard let cosignature = Cosignature(line) else { return false }
      return key.publicKey.isValidSignature(
        cosignature.signature, for: Cosignature.message(text, cosignature.timestamp))
    }
  }

  /// Where the newline stands that is followed by another, the last of them.
  private static func lastEmptyLine(_ bytes: ArraySlice<UInt8>) -> Int? {
    let last = bytes.endIndex - 1
    guard bytes.count > 3 else { return nil }
    return (bytes.startIndex + 1..<last).last { bytes[$0] == 0x0A && bytes[$0 - 1] == 0x0A }.map { $0 - 1 }
  }
}
