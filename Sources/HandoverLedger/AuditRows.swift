import GRDB

/// The audit of what lies beside the events.
extension AuditRun {
  /// Every handover has events, and the state that they say.
  mutating func checkHandovers() async throws {
    let sql = """
      SELECT key, id, state, EXISTS (SELECT 1 FROM event WHERE event.handover = handover.key),
        (SELECT kind FROM event WHERE event.handover = handover.key AND kind IN ('delivered', 'closed')
          ORDER BY number DESC LIMIT 1)
      FROM handover WHERE key > ? ORDER BY key LIMIT \(EventWalk.slice)
      """
    try await forEachRow("handover", sql) { row in
      let id = try row.handoverID(1)
      guard try row.integer(3) == 1 else { return .init("handover", "handover \(id) has no event", handover: id) }
      let state = try row.state(2)
      guard try state.rawValue == row.optionalText(4) ?? HandoverState.open.rawValue else {
        return .init("handover", "handover \(id) is not \(state.rawValue) by its events", handover: id)
      }
      return nil
    }
  }

  /// Every certificate has its event, and is what that event was bound to.
  mutating func checkCertificates() async throws {
    let sql = """
      SELECT \(LedgerQuery.certificateColumns), event.handover IS certificate.handover
      FROM certificate \(LedgerQuery.certificateJoins)
      WHERE certificate.event > ? ORDER BY certificate.event LIMIT \(EventWalk.slice)
      """
    audit.certificates = try await forEachRow("certificate", sql) { row in
      let sequence = try row.integer(0)
      guard try row.integer(13) == 1 else {
        return .init("certificate", "the certificate at event \(sequence) hangs on nothing", sequence: sequence)
      }
      do {
        _ = try LedgerQuery.certificate(row)
        return nil
      } catch let problem as LedgerProblem {
        return .init("certificate", problem.reason, sequence: sequence)
      }
    }
  }

  /// Reads a table in slices by its key, the first column; returns how many rows were without fault.
  @discardableResult
  private mutating func forEachRow(
    _ code: String, _ sql: String, _ check: @escaping @Sendable (LedgerRow) throws -> LedgerAudit.Finding?
  ) async throws -> Int64 {
    var sound: Int64 = 0
    var last = Int64.min
    while true {
      let after = last
      let slice: (findings: [LedgerAudit.Finding], rows: Int, last: Int64)? = try await read(code) { database in
        let rows = try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [after]).map(LedgerRow.init)
        return (try rows.compactMap(check), rows.count, try rows.last?.integer(0) ?? after)
      }
      guard let slice else { return sound }
      audit.findings += slice.findings
      sound += Int64(slice.rows - slice.findings.count)
      guard slice.rows == EventWalk.slice else { return sound }
      last = slice.last
    }
  }
}
