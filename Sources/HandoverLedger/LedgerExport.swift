import StrictFormats

extension LedgerReading {
  /// Writes every event as one line of JSON, in the order of their commits, in parts of whole lines. Each line has what
  /// proves it: the digests of the event, of the one before it in its handover, and of the whole ledger up to it, so that
  /// the head that a certificate names can be searched for. The ledger holds no secrets, so neither does this. Nothing is
  /// proven here; that is `audit`. Returns where the ledger ended.
  package func export(to write: @Sendable ([UInt8]) throws -> Void) async throws -> LedgerHead {
    let last = try await head().events
    var walk = EventWalk()
    while walk.sequence < last {
      let after = walk.sequence
      let events = try await desk.read { try EventWalk.slice(after: after, through: last, in: $0) }
      guard !events.isEmpty else { break }
      var lines: [UInt8] = []
      for event in events {
        let previous = walk.previous(of: event)
        walk.pass(event)
        lines += event.line(previous: previous, head: walk.head)
      }
      try write(lines)
    }
    return LedgerHead(events: walk.sequence, digest: walk.head)
  }
}

extension StoredEvent {
  /// The event as one line. The body is embedded byte for byte when it is JSON on one line, and in base64url otherwise; in
  /// the place of one that was erased stands `"erased":true`.
  func line(previous: [UInt8], head: [UInt8]) -> [UInt8] {
    var members: [JSONValue.Member] = [
      .init("sequence", .integer(sequence)), .init("handover", .string(handover.rawValue)),
      .init("vin", .string(vin)), .init("opened", .string(LedgerTime.text(openedAt))),
      .init("number", .integer(number)), .init("kind", .string(kind)), .init("at", .string(LedgerTime.text(at))),
      .init("previous", .string(Base64.encode(previous))), .init("digest", .string(Base64.encode(digest))),
      .init("ledger", .string(Base64.encode(head))),
    ]
    if !attachment.isEmpty { members.append(.init("certificate", .string(Base64.encode(attachment)))) }
    if isErased {
      members.append(.init("erased", true))
      return CanonicalJSON.bytes(.object(members)) + [UInt8(ascii: "\n")]
    }
    guard body.allSatisfy({ $0 >= 0x20 }), (try? StrictJSON.parseForeign(body)) != nil else {
      members.append(.init("body_base64", .string(Base64.encode(body))))
      return CanonicalJSON.bytes(.object(members)) + [UInt8(ascii: "\n")]
    }
    return CanonicalJSON.bytes(.object(members)).dropLast() + Array(#","body":"#.utf8) + body + Array("}\n".utf8)
  }
}
