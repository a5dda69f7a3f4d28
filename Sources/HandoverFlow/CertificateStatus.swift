package import CertificateChecking
import FoundationEssentials
package import HandoverLedger
import HandoverModel

/// What a dealer does to a certificate that stands: each is an event of its own and never taken out again.
package enum StatusAct: String, Codable, CaseIterable, Hashable, Sendable {
  /// Taken back for good.
  case revoked
  /// Put on hold.
  case suspended
  /// Taken off hold.
  case reinstated
}

/// That a dealer did something to a certificate.
package struct StatusNote: Codable, Hashable, Sendable {
  /// The certificate's `jti`.
  package var id: String
  package var act: StatusAct

  package init(id: String, act: StatusAct) {
    self.id = id
    self.act = act
  }
}

/// Why a certificate's status stays as it is: one line, and what to type next.
package struct StatusRefusal: Error, Hashable, Sendable {
  package var code: String
  package var reason: String
  package var hint: String?
}

/// The certificates of one handover and how each stands. Revoked is final; replaced is nobody's act but follows from the
/// certificates themselves, and is final too; on hold can be taken back.
extension CaseHistory {
  /// The certificate that speaks for the handover now: the newest that is not itself a withdrawal.
  package var currentCertificate: CertifiedNote? { certified.last { $0.kind != CertifiedNote.withdrawal } }

  /// What to hand out for the handover: the current certificate, or the paper that takes it back.
  package var certificateToPresent: CertifiedNote? {
    guard let current = currentCertificate, status(of: current.id) == .revoked else { return currentCertificate }
    return certified.last { $0.kind == CertifiedNote.withdrawal && $0.supersedes == current.id } ?? current
  }

  /// How the certificate of this name stands; nil when the handover has none of this name.
  package func status(of id: String) -> StatusValue? {
    guard certified.contains(where: { $0.id == id }) else { return nil }
    let acts = statusNotes.filter { $0.id == id }.map(\.act)
    if acts.contains(.revoked) { return .revoked }
    if successor(of: id) != nil { return .superseded }
    return acts.last == .suspended ? .suspended : .valid
  }

  /// The certificate that replaces this one. Whatever replaces a supplement replaces what that was added to.
  package func successor(of id: String) -> CertifiedNote? {
    if let direct = certified.enumerated().first(where: { earlier(of: $0.offset) == id })?.element { return direct }
    return certified.first { $0.supplements == id && $0.id != id }.flatMap { successor(of: $0.id) }
  }

  /// The name of the certificate that the one at this place replaces. Before certificates had kinds each replaced the one
  /// before it.
  private func earlier(of place: Int) -> String? {
    let note = certified[place]
    guard note.kind != CertifiedNote.withdrawal else { return nil }
    return note.kind == nil ? (place > 0 ? certified[place - 1].id : nil) : note.supersedes
  }

  /// Refuses an act that contradicts what was done before.
  package func check(_ act: StatusAct, on id: String) throws(StatusRefusal) {
    let status = status(of: id)
    switch (act, status) {
    case (_, nil):
      throw StatusRefusal(
        code: "certificate.none", reason: "the handover has no certificate \(id)", hint: "handover certificate list")
    case (.revoked, .revoked):
      throw StatusRefusal(
        code: "certificate.revoked", reason: "certificate \(id) is revoked already",
        hint: "nothing is left to do; handover certificate publish tells buyers, handover certificate supersede VIN "
          + "issues a new one")
    case (.revoked, _), (.suspended, .valid), (.reinstated, .suspended): return
    case (.suspended, .suspended):
      throw StatusRefusal(
        code: "certificate.suspended", reason: "certificate \(id) is on hold already",
        hint: "handover certificate reinstate \(id) takes it off hold, handover certificate revoke \(id) takes it back")
    case (_, .revoked):
      throw StatusRefusal(
        code: "certificate.revoked", reason: "certificate \(id) is revoked, which is final",
        hint: "handover certificate supersede VIN issues a new one")
    case (_, .superseded):
      let by = successor(of: id).map { " by \($0.id)" } ?? ""
      throw StatusRefusal(
        code: "certificate.superseded", reason: "certificate \(id) was replaced\(by) and no longer counts",
        hint: "name the newer one; handover certificate list VIN")
    case (.reinstated, _):
      throw StatusRefusal(
        code: "certificate.in-force", reason: "certificate \(id) is in force, not on hold",
        hint: "nothing is left to do; handover certificate list says how each certificate stands")
    }
  }
}

/// How all certificates of a ledger stand.
package struct LedgerStatuses: Sendable {
  /// One certificate with its place in the status list.
  package struct Entry: Hashable, Sendable {
    package var id: String
    package var vin: String
    package var index: Int64
    package var value: StatusValue
  }

  package private(set) var entries: [Entry] = []

  /// Reads every handover that has a certificate, each proven against its digests on the way.
  package init(_ ledger: some LedgerReading) async throws {
    var cursor: HandoverCursor?
    repeat {
      let page = try await ledger.handovers(after: cursor)
      for record in page.records { entries += try await Self.entries(of: record, in: ledger) }
      cursor = page.next
    } while cursor != nil
  }

  /// What the status list is to say.
  package var values: [Int64: StatusValue] {
    Dictionary(entries.map { ($0.index, $0.value) }) { first, _ in first }.filter { $0.value != .valid }
  }

  private static func entries(of record: HandoverRecord, in ledger: some LedgerReading) async throws -> [Entry] {
    let certificates = try await ledger.certificates(of: record.id)
    guard !certificates.isEmpty else { return [] }
    let history = try CaseHistory(certificatesIn: try await ledger.events(of: record.id))
    return try certificates.map { stored in
      guard let value = history.status(of: stored.content.id) else {
        throw FlowProblem(
          code: "status.no-event", reason: "the ledger has no event for the certificate \(stored.content.id)")
      }
      return Entry(
        id: stored.content.id, vin: record.vin.text, index: stored.content.statusIndex, value: value)
    }
  }
}
