import Foundation
import HandoverFlow
import HandoverLedger
import HandoverModel

/// Reports about cars from the ledger alone, for commands that neither look nor end.
struct RecallDesk {
  let reader: any LedgerReading
  let rules: Rulebooks

  init(reader: any LedgerReading) throws {
    self.reader = reader
    rules = try Rulebooks()
  }

  /// The latest handover of the car with this VIN.
  func report(ofVIN text: String) async throws -> CarReport {
    let record = try await record(ofVIN: text)
    return try await report(of: record)
  }

  /// What is known about a handover.
  func report(of record: HandoverRecord) async throws -> CarReport {
    try recalled(
      try await reader.events(of: record.id), handover: record, catalog: rules.catalog, table: rules.current,
      at: Date())
  }

  /// The latest handover of the car with this VIN, or a complaint that says what to do.
  ///
  /// - Parameter hint: what to do when there is none; without it, how to begin one.
  func record(ofVIN text: String, elseHint hint: String? = nil) async throws -> HandoverRecord {
    guard let vin = VIN(strict: text.uppercased()) else {
      throw Complaint("vin.malformed", "'\(text)' is no VIN", hint: "17 characters, no I, O or Q", status: .usage)
    }
    guard let record = try await reader.handover(vin: vin) else {
      throw Complaint(
        "handover.none", "there is no handover of the car ending \(vin.last4)",
        hint: hint ?? "handover open \(vin.text) --taken-in 2026-11-20", status: .usage)
    }
    return record
  }
}
