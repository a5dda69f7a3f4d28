/// What a private key is for. One key has one role: whoever holds a terminal's key must not be able to sign status lists
/// or checkpoints with it (certificate design, section 2.9).
package enum KeyRole: String, CaseIterable, Hashable, Sendable {
  case root, rooftop, terminal, status, authority, log, witness

  /// P-256 signs certificates and lists, Ed25519 the notes of the log (C2SP signed-note).
  package var kind: PrivateKey.Kind {
    switch self {
    case .root, .rooftop, .terminal, .status, .authority: .p256
    case .log, .witness: .ed25519
    }
  }

  /// Whether a certificate of the chain names the key.
  package var hasCertificate: Bool { Self.ofChain.contains(self) }

  /// The roles that a certificate names, root first.
  package static let ofChain: [KeyRole] = [.root, .rooftop, .terminal, .status]

  /// What the key signs, for a person.
  package var purpose: String {
    switch self {
    case .root: "the root"
    case .rooftop: "the rooftop authority"
    case .terminal: "the terminal"
    case .status: "the signer of status lists"
    case .authority: "a signer of trust lists"
    case .log: "the log"
    case .witness: "a witness"
    }
  }
}
