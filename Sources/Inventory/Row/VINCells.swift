import HandoverModel

/// Reads the VIN cells of a lot file's rows, and remembers every VIN.
struct VINCells {
  private let seen: SeenKeys
  private let quick = QuickVIN()

  typealias Bytes = UnsafeBufferPointer<UInt8>
  typealias Table = TableReader<LotColumn>

  /// A VIN, and what the rest of the row must know about it.
  struct Found {
    var vin: VIN
    var facts: VINFacts
  }

  init(expecting rows: Int) { seen = SeenKeys(expecting: rows) }

  /// The VIN of the row, which stands in its first cell; notes about it are added.
  func read(_ table: Table, _ notes: inout [RowNote]) throws(CellFault) -> Found {
    let bytes = table.bytes(0)
    let found =
      quick.isGood(bytes)
      ? Found(vin: VIN(checked: bytes), facts: VINFacts(bytes)) : try slowly(bytes, table, &notes)
    guard let first = seen.firstRow(of: found.facts.fingerprint, now: table.row) else { return found }
    throw CellFault(
      "vin.duplicate", "This VIN stands in row \(first) already; only the first row counts.",
      hint: "Keep one row for each car.")
  }

  private func slowly(_ bytes: Bytes, _ table: Table, _ notes: inout [RowNote]) throws(CellFault) -> Found {
    let text = try table.text(bytes)
    do throws(VINProblem) {
      let reading = try VINReading(text, year: Self.year(of: table))
      notes = reading.notes
      return Found(vin: reading.vin, facts: VINFacts(reading.vin))
    } catch {
      throw CellFault(error.code, error.reason, hint: error.hint)
    }
  }

  /// Only asked for where the VIN is not a good one: a number from before 1981 is short for a reason.
  private static func year(of table: Table) -> Int? {
    guard let place = (0..<table.cellCount).first(where: { table.column($0) == .year }) else { return nil }
    return try? Numbers.year(try table.text(table.bytes(place)))
  }
}

// Looking ahead.
extension VINCells {
  /// How many rows are prepared for at a time.
  static let rowsAhead = 32

  /// The VINs of the coming rows will be asked for; nothing depends on whether these are theirs.
  func prepare(for table: Table) {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Self.rowsAhead) { fingerprints in
      var count = 0
      table.peek(rows: Self.rowsAhead) { bytes in
        guard bytes.count > 18 else { return }
        let start = bytes[0] == Byte.quote ? 1 : 0
        fingerprints[count] = VINFacts.fingerprint(UnsafeRawBufferPointer(rebasing: bytes[start...]))
        count += 1
      }
      seen.prepare(for: fingerprints[..<count])
    }
  }
}
