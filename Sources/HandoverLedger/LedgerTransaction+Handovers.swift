import FoundationEssentials
import GRDB
import HandoverModel

extension LedgerTransaction {
  /// The handover of this VIN that was opened last, closed or not, or a new one with these first events.
  func latestOrOpened(
    _ vin: VIN, id: HandoverID, at: Date, first events: [(kind: String, body: [UInt8])]
  ) throws -> HandoverHistory {
    do {
      if let latest = try LedgerQuery.latestHistory(vin, in: database) { return latest }
    } catch {
      throw LedgerProblem.unreadable(error)
    }
    return try openHandover(vin, id: id, at: at, first: events)
  }

  /// The handover of this VIN that is not closed, or a new one with these first events.
  func openHandover(
    _ vin: VIN, id: HandoverID, at: Date, first events: [(kind: String, body: [UInt8])]
  ) throws -> HandoverHistory {
    if let row = try first(LedgerQuery.unclosedHandoverOfVIN, [vin.text]) {
      let record = try LedgerQuery.record(row)
      return HandoverHistory(record: record, events: try LedgerQuery.events(of: record.id, in: database))
    }
    let openedAt = LedgerTime.milliseconds(at)
    let opening = LedgerDigest.opening(id.rawValue, vin: vin.text, openedAt: openedAt)
    rows += 1
    try run(
      "INSERT INTO handover (id, vin, openedAt, state) VALUES (?, ?, ?, ?)",
      [id.rawValue, vin.text, openedAt, HandoverState.open.rawValue])
    histories[id] = LedgerHistoryEnd(key: database.lastInsertedRowID, state: .open, number: 0, digest: opening)
    let written = try events.map { try append(NewEvent(handover: id, kind: $0.kind, at: at, body: $0.body)) }
    let record = HandoverRecord(
      id: id, vin: vin, openedAt: LedgerTime.date(openedAt), state: .open, events: Int64(written.count),
      head: written.last?.digest ?? opening)
    return HandoverHistory(record: record, events: written)
  }

  /// Moves a handover forward and appends the event that says so.
  func mark(_ id: HandoverID, as state: HandoverState, at: Date, body: [UInt8]) throws -> LedgerEvent {
    let end = try historyEnd(of: id)
    guard end.state.mayBecome(state) else {
      throw LedgerProblem("ledger.state", "handover \(id) is \(end.state.rawValue) and cannot become \(state.rawValue)")
    }
    let event = try append(NewEvent(handover: id, kind: state.rawValue, at: at, body: body))
    try run("UPDATE handover SET state = ? WHERE key = ?", [state.rawValue, end.key])
    histories[id]?.state = state
    return event
  }
}
