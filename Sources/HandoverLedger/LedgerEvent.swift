package import FoundationEssentials

/// Something intended, done or seen, before the ledger has it.
package struct NewEvent: Hashable, Sendable {
  /// Whose history it belongs to.
  package var handover: HandoverID
  /// What kind of event, as the flow names it: 1 to 64 characters of `a-z 0-9 . _ -`. `delivered` and `closed` are
  /// written by `Ledger.mark` only, and `erased` by `Ledger.erase`.
  package var kind: String
  /// When it happened. Kept to the millisecond.
  package var at: Date
  /// One JSON object in canonical bytes (no line break), at most `largestBody`. Never a secret.
  package var body: [UInt8]

  /// The greatest length of a body, in bytes.
  package static let largestBody = 4 << 20

  /// An event of this kind.
  package init(handover: HandoverID, kind: String, at: Date, body: [UInt8]) {
    self.handover = handover
    self.kind = kind
    self.at = at
    self.body = body
  }
}

/// An event as the ledger has it: numbered, and bound by digest to the one before it.
package struct LedgerEvent: Hashable, Sendable {
  /// Its place in the whole ledger, from 1, without gaps.
  package var sequence: Int64
  /// Whose history it belongs to.
  package var handover: HandoverID
  /// Its place in that history, from 1, without gaps.
  package var number: Int64
  /// What kind of event.
  package var kind: String
  /// When it happened, to the millisecond.
  package var at: Date
  /// The JSON object as it was given; empty once it was erased.
  package var body: [UInt8]
  /// The digest of the certificate stored with this event; empty when there is none.
  package var attachment: [UInt8]
  /// The digest of the event before it, or of the handover's opening when this is the first: 32 bytes.
  package var previous: [UInt8]
  /// SHA-256 over everything above except `sequence`, in the framing of `LedgerDigest`: 32 bytes.
  package var digest: [UInt8]
}

extension LedgerEvent {
  /// Whether what it said was erased. It keeps its place and its digest, which the next event is bound to.
  package var isErased: Bool { body.isEmpty }
}

extension NewEvent {
  /// Refuses what the ledger must not hold, before it is queued.
  func check() throws {
    guard !LedgerErasure.lastingKinds.contains(kind) else {
      throw LedgerProblem("ledger.event", "the event kind \(kind) is written by the ledger itself")
    }
    guard (1...64).contains(kind.utf8.count), kind.utf8.allSatisfy(Self.isKindCharacter) else {
      throw LedgerProblem("ledger.event", "an event kind is 1 to 64 of a-z, 0-9, dot, underscore and hyphen")
    }
    try Self.check(body: body)
  }

  /// A body must look like one JSON object on one line; that it parses is the writer's promise and the export's check.
  static func check(body: [UInt8]) throws {
    guard body.first == UInt8(ascii: "{"), body.last == UInt8(ascii: "}"), body.allSatisfy({ $0 >= 0x20 }) else {
      throw LedgerProblem("ledger.event", "an event's body is one JSON object on one line")
    }
    guard body.count <= largestBody else {
      throw LedgerProblem("ledger.event", "an event's body is longer than \(largestBody) bytes")
    }
  }

  private static func isKindCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
    default: false
    }
  }
}
