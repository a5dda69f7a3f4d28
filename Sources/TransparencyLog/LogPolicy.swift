import StrictFormats

/// Why a policy cannot be used.
package struct PolicyFailure: Error, Hashable, Sendable {
  /// Counted from 1; 0 for the whole.
  package let line: Int
  package let reason: String
}

/// Which logs count, which witnesses, and how many of them it takes (C2SP tlog-policy, 2026-06-22).
///
/// Our own, stricter than the specification: keys are of the two kinds known here, no key stands there twice in any role, and
/// more than 32 logs, witnesses or groups are refused. Addresses are read and not used.
package struct LogPolicy: Sendable {
  /// Logs in a policy, and likewise witnesses and groups.
  package static let limit = 32

  /// One witness.
  package struct Witness: Sendable {
    /// As the policy calls it.
    package let name: String
    package let key: VerifierKey
  }

  package let logs: [VerifierKey]
  package let witnesses: [Witness]
  private let quorum: Quorum?

  /// What it takes: one witness, or so many of several.
  indirect enum Quorum: Sendable {
    case witness(Int)
    case group(Int, of: [Quorum])

    /// The places of the witnesses it draws on.
    var witnesses: Set<Int> {
      switch self {
      case .witness(let place): [place]
      case .group(_, let members): members.reduce(into: []) { $0.formUnion($1.witnesses) }
      }
    }

    /// The smallest number of witnesses that can meet it. No witness counts in two groups.
    var fewest: Int {
      switch self {
      case .witness: 1
      case .group(let needed, let members): members.map(\.fewest).sorted().prefix(needed).reduce(0, +)
      }
    }

    func isMet(by witnesses: Set<Int>) -> Bool {
      switch self {
      case .witness(let place): witnesses.contains(place)
      case .group(let needed, let members): members.count { $0.isMet(by: witnesses) } >= needed
      }
    }
  }

  /// Reads a policy's text.
  package init(_ text: String) throws(PolicyFailure) {
    var reader = LogPolicyReader()
    try reader.read(Array(text.utf8))
    (logs, witnesses, quorum) = (reader.logs, reader.witnesses, try reader.quorum())
  }

  /// How many witnesses the quorum draws on; none when it asks for none, and then it can prove no time.
  package var askedWitnesses: Int { quorum?.witnesses.count ?? 0 }

  /// The smallest number of witnesses that can be enough; 0 when it asks for none.
  package var fewest: Int { quorum?.fewest ?? 0 }

  /// Whether these witnesses, by their places, are enough. None are never enough.
  func isMet(by witnesses: Set<Int>) -> Bool { quorum?.isMet(by: witnesses) ?? false }

  /// The places of the witnesses the quorum draws on.
  var askedPlaces: Set<Int> { quorum?.witnesses ?? [] }
}
