package import FoundationEssentials
import StrictFormats

/// What is to be erased of a handover that is over: the bodies of its events, but for some kinds, and whatever its
/// certificates open.
///
/// What stays: that there was an event, of which kind, when, and its digest, so that every chain can still be recomputed
/// and every head that a certificate names is still found; and of each certificate the part that was signed.
package struct LedgerErasure: Hashable, Sendable {
  /// Whose history it is.
  package var handover: HandoverID
  /// Events of these kinds keep their bodies. Those of `delivered`, `closed` and `erased`, and those that a certificate
  /// was stored with, always do.
  package var keptKinds: Set<String>
  /// What stays of each certificate's text, by its name.
  package var texts: [String: [UInt8]]
  /// When it is erased.
  package var at: Date

  /// An erasure of this handover.
  package init(handover: HandoverID, keptKinds: Set<String>, texts: [String: [UInt8]], at: Date) {
    self.handover = handover
    self.keptKinds = keptKinds
    self.texts = texts
    self.at = at
  }

  /// The kind of the event that says what was erased.
  static let kind = "erased"
  /// The kinds that only the ledger writes, and that always stay.
  static let lastingKinds = Set(HandoverState.allCases.map(\.rawValue) + [kind])

  /// Whether this event is one whose body goes.
  package func erases(_ event: LedgerEvent) -> Bool {
    !event.isErased && !keptKinds.contains(event.kind)
      && Self.mayErase(event.kind, hasCertificate: !event.attachment.isEmpty)
  }

  static func mayErase(_ kind: String, hasCertificate: Bool) -> Bool {
    !hasCertificate && !lastingKinds.contains(kind)
  }
}

/// What an erasure did.
package struct LedgerErased: Hashable, Sendable {
  /// Events whose bodies are gone.
  package var events = 0
  /// Certificates whose private part is gone.
  package var certificates = 0

  /// What was done.
  package init(events: Int = 0, certificates: Int = 0) {
    self.events = events
    self.certificates = certificates
  }

  package static func + (one: LedgerErased, other: LedgerErased) -> LedgerErased {
    LedgerErased(events: one.events + other.events, certificates: one.certificates + other.certificates)
  }
}

/// The body of an event of the kind `erased`: how many bodies were erased, and the digest of each certificate as it is
/// without its private part, by its name. The digest that its own event has can no longer be recomputed.
struct ErasureNote {
  var events: Int
  var digests: [String: [UInt8]]

  init(events: Int, digests: [String: [UInt8]]) {
    self.events = events
    self.digests = digests
  }

  /// Reads a body; nil when it is none.
  init?(_ body: [UInt8]) {
    guard let value = try? StrictJSON.parse(body), let events = value["events"]?.integer,
      let members = value["certificates"]?.members
    else { return nil }
    self.events = Int(events)
    digests = [:]
    for member in members {
      guard let text = member.value.string, let digest = Base64.decode(text) else { return nil }
      digests[member.name] = digest
    }
  }

  var body: [UInt8] {
    let members = digests.sorted { $0.key < $1.key }.map { name, digest in
      JSONValue.Member(name, .string(Base64.encode(digest)))
    }
    return CanonicalJSON.bytes(["certificates": .object(members), "events": .integer(Int64(events))])
  }
}

/// Whether every emptied event of one history has an erasure after it.
struct ErasureGap {
  /// The first emptied event that no erasure was met for yet.
  private(set) var unexplained: Int64?

  mutating func pass(_ kind: String, isErased: Bool, number: Int64) {
    if kind == LedgerErasure.kind {
      unexplained = nil
    } else if isErased {
      unexplained = unexplained ?? number
    }
  }
}
