/// A value that must never be printed, logged or encoded: a token, a passphrase.
///
/// It has no `Codable` conformance on purpose, and prints as `[redacted]` wherever it is interpolated, dumped or reflected.
package struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  private let text: String

  package init(_ text: String) { self.text = text }

  /// The value itself. Call it only at the last moment before it leaves for the host it belongs to.
  package func reveal() -> String { text }

  package var isEmpty: Bool { text.isEmpty }
  package var description: String { "[redacted]" }
  package var debugDescription: String { "[redacted]" }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
