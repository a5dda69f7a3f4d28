import Foundation
import HandoverModel
import HandoverTestSupport
import Testing

@testable import Inventory

/// What looks at many bytes together, against what looks at them one by one.
@Suite struct FastPathProperties {
  static let seeds: [UInt64] = (0..<24).map { 0xFA57_0000 + $0 }

  /// Records, cells, lines and open quotation marks of random bytes, which are mostly like those of a lot file.
  @Test(arguments: seeds) func bytesAreCutAsAPlainSplitterCutsThem(seed: UInt64) throws {
    var chance = SeededChance(seed: seed)
    for round in 0..<12 {
      let separator = Array(",;\t|".utf8).randomElement(using: &chance)!
      let body = Self.body(separator, &chance)
      // The end of a file makes no difference to what stands before it.
      for tail in [[], Self.tail] {
        let bytes = body + tail
        guard !bytes.isEmpty else { continue }
        let wanted = PlainSplitter.split(bytes, separator)
        try LotFixture.withFile(bytes) { path in
          let what = "seed \(seed) round \(round) tail \(tail.count)"
          let openLine = try Self.surveyed(path, separator)
          let records = try Self.scanned(path, separator)
          #expect(openLine == wanted.openLine, "\(what)")
          #expect(records.map(\.cells) == wanted.records.map(\.cells), "\(what)")
          #expect(records.map(\.isDamaged) == wanted.records.map(\.isDamaged), "\(what)")
          // In quotation marks a carriage return, a doubled mark and a line feed count as one line end.
          if !Self.hasLoneReturn(bytes) { #expect(records.map(\.line) == wanted.records.map(\.line), "\(what)") }
        }
      }
    }
  }

  /// Each file with pieces of 64 bytes and more between its marks, so that marks stand on every place of a block.
  @Test func marksAreFoundOnEveryPlace() throws {
    for shift in 0..<130 {
      let gap = String(repeating: "x", count: shift)
      let regular = "\(gap)\n\(gap),y\n\(gap),\"\(gap)\"\n"
      let text = "\(regular)\"a\"\"\(gap)\n\",b \"c\" \(gap)\r\n\"d\"e,\(gap)\n \"f\" ,\"\"\n"
      let bytes = Array(text.utf8) + Self.tail
      let wanted = PlainSplitter.split(bytes, Byte.comma)
      try LotFixture.withFile(bytes) { path in
        let openLine = try Self.surveyed(path, Byte.comma)
        let records = try Self.scanned(path, Byte.comma)
        #expect(openLine == nil && records == wanted.records, "shift \(shift)")
      }
    }
  }

  @Test(arguments: seeds) func aVINIsQuicklyGoodIfTheLongWaySaysSo(seed: UInt64) {
    var chance = SeededChance(seed: seed)
    let quick = QuickVIN()
    for _ in 0..<200 {
      var bytes = Array(CheckDigitTests.random(&chance).text.utf8)
      if Int.random(in: 0..<4, using: &chance) == 0 {
        bytes[Int.random(in: 0..<17, using: &chance)] = UInt8.random(in: .min ... .max, using: &chance)
      }
      if Int.random(in: 0..<20, using: &chance) == 0 { bytes = [UInt8](repeating: bytes[0], count: 17) }
      if Int.random(in: 0..<20, using: &chance) == 0 { bytes.removeLast() }
      let vin = String(validating: bytes, as: UTF8.self).flatMap { VIN(strict: $0) }
      let isGood = vin.map { CheckDigit.isRight(in: $0) && Set(bytes).count > 1 } ?? false
      let isQuicklyGood = bytes.withUnsafeBufferPointer { quick.isGood($0) }
      #expect(isQuicklyGood == isGood, "seed \(seed) \(bytes)")
    }
  }

  /// Short cells, many of them alike but for one byte, each with the number of its first coming.
  @Test(arguments: seeds) func aSpellingKeepsItsNumber(seed: UInt64) {
    var chance = SeededChance(seed: seed)
    var spellings = CellSpellings()
    var known: [[UInt8]: Int] = [:]
    var wrong: [[UInt8]] = []
    for _ in 0..<2_000 {
      var cell = [UInt8](repeating: UInt8(ascii: "a"), count: Int.random(in: 0...40, using: &chance))
      if let place = cell.indices.randomElement(using: &chance) {
        cell[place] = UInt8.random(in: 0...9, using: &chance)
      }
      let found = cell.withUnsafeBufferPointer { spellings.find($0) }
      if found != known[cell] { wrong.append(cell) }
      guard found == nil else { continue }
      let number = cell.withUnsafeBufferPointer { spellings.add($0) }
      if (number == nil) != (cell.count > 32 || known.count == 512) { wrong.append(cell) }
      known[cell] = number
    }
    #expect(known.count > 300 && wrong.isEmpty, "seed \(seed)")
  }
}

// What is read, and from what.
extension FastPathProperties {
  private static let tail = Array(("\n" + String(repeating: "tail,\"of plain\",cells\n", count: 6)).utf8)

  /// Cells of all kinds, right ones more often than others.
  private static func body(_ separator: UInt8, _ chance: inout SeededChance) -> [UInt8] {
    let mark = String(UnicodeScalar(separator))
    let long = String(repeating: "y", count: 70)
    let texts = ["", "a", "Octavia", "Land Rover", "19\" wheels", " ", "  x ", "Škoda", "été", "日本", long]
    let broken: [[UInt8]] = [[0xFF], [0xC3], [0xE2, 0x82], [0x80, 0x22], [0x0B]]
    let ends = [["\n"], ["\r\n"], ["\r"], ["\n", "\r\n"]].randomElement(using: &chance)!
    var bytes: [UInt8] = []
    for _ in 0..<Int.random(in: 0...60, using: &chance) {
      let text = texts.randomElement(using: &chance)!
      switch Int.random(in: 0..<12, using: &chance) {
      case 0...3: bytes += Array(text.utf8)
      case 4...7: bytes += Array("\"\(text.replacingOccurrences(of: "\"", with: "\"\""))\"".utf8)
      case 8: bytes += Array("\"\(text)\n\(mark)\"\"\r\n\"".utf8)
      case 9: bytes += broken.randomElement(using: &chance)!
      case 10: bytes += Array(" \"\(text)\" ".utf8)
      default: bytes += Array(["\"", "\"\"", "\"x\"y", " \"", "\" "].randomElement(using: &chance)!.utf8)
      }
      let isLast = Int.random(in: 0..<4, using: &chance) == 0
      bytes += Array((isLast ? ends.randomElement(using: &chance)! : mark).utf8)
    }
    return bytes
  }

  private static func hasLoneReturn(_ bytes: [UInt8]) -> Bool {
    zip(bytes, bytes.dropFirst() + [0]).contains { $0 == Byte.carriageReturn && $1 != Byte.lineFeed }
  }

  private static func stream(_ path: String) throws(LotFileProblem) -> TextStream {
    try TextStream(source: ByteSource(path: path), encoding: .utf8, markLength: 0)
  }

  /// The line of a quotation mark that is never closed, as the survey says it.
  private static func surveyed(_ path: String, _ separator: UInt8) throws -> Int? {
    do throws(LotFileProblem) {
      _ = try Survey.run(stream(path), separator: separator)
      return nil
    } catch {
      #expect(error.code == "lot.quote-open")
      return error.reason.split(separator: " ").compactMap { Int($0) }.first
    }
  }

  /// All records, up to one whose quotation mark is never closed.
  private static func scanned(_ path: String, _ separator: UInt8) throws -> [PlainSplitter.Record] {
    let scanner = try RecordScanner(stream(path), shape: .delimited(separator))
    var records: [PlainSplitter.Record] = []
    while (try? scanner.advance()) == true {
      records.append(
        PlainSplitter.Record(
          cells: (0..<scanner.count).map { Array(scanner.cell($0)) }, line: scanner.line, isDamaged: scanner.isDamaged))
    }
    return records
  }
}
