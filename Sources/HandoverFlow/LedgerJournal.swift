package import FoundationEssentials
package import HandoverLedger
package import HandoverModel
package import Revocation

/// The ledger as the journal of one handover's revocations.
package struct LedgerJournal: Journal {
  private let ledger: Ledger
  private let handover: HandoverID
  private let now: @Sendable () -> Date

  package init(_ ledger: Ledger, handover: HandoverID, now: @escaping @Sendable () -> Date) {
    self.ledger = ledger
    self.handover = handover
    self.now = now
  }

  package func intend(_ intent: Intent) async throws {
    _ = try await ledger.append([FlowEvent.intent(intent).entry(in: handover, at: now())])
  }

  /// Its place in the order is kept, and the next intent, or the certificate, is durable only together with it; a result
  /// lost in between reads as "may have been done" and is looked at.
  package func record(_ attempt: Attempt) async throws {
    try ledger.enqueue([FlowEvent.attempt(attempt).entry(in: handover, at: now())])
  }
}
