import FoundationEssentials
import GRDB
import HandoverModel

/// Reads columns without trusting the file: a flipped byte becomes `ledger.damaged`, not a crash.
struct LedgerRow {
  let row: Row

  func integer(_ column: Int) throws -> Int64 {
    guard let value = Int64.fromDatabaseValue(row[column]) else { throw damaged(column) }
    return value
  }

  func text(_ column: Int) throws -> String {
    guard let value = String.fromDatabaseValue(row[column]) else { throw damaged(column) }
    return value
  }

  func optionalText(_ column: Int) throws -> String? {
    isNull(column) ? nil : try text(column)
  }

  func bytes(_ column: Int) throws -> [UInt8] {
    guard let value = Data.fromDatabaseValue(row[column]) else { throw damaged(column) }
    return [UInt8](value)
  }

  func optionalBytes(_ column: Int) throws -> [UInt8]? {
    isNull(column) ? nil : try bytes(column)
  }

  func isNull(_ column: Int) -> Bool { row.hasNull(atIndex: column) }

  func handoverID(_ column: Int) throws -> HandoverID {
    guard let id = HandoverID(rawValue: try text(column)) else { throw damaged(column) }
    return id
  }

  func vin(_ column: Int) throws -> VIN {
    guard let vin = VIN(strict: try text(column)) else { throw damaged(column) }
    return vin
  }

  func state(_ column: Int) throws -> HandoverState {
    guard let state = HandoverState(rawValue: try text(column)) else { throw damaged(column) }
    return state
  }

  private func damaged(_ column: Int) -> LedgerProblem {
    .damaged("column \(row.columnNames.dropFirst(column).first ?? "?") of a row cannot be read")
  }
}
