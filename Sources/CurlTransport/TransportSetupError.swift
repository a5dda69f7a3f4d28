/// Why a transport could not be made: its table of hosts is not allowed, or the machine gave no thread or handle.
package struct TransportSetupError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A stable dotted name: `transport.host`, `transport.override`, `transport.provider-twice`, `transport.machine`.
  package var code: String
  /// One sentence for a person.
  package var reason: String

  package init(code: String, reason: String) {
    self.code = code
    self.reason = reason
  }

  package var description: String { "\(reason) (\(code))" }
}
