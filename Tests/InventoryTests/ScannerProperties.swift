import Foundation
import HandoverModel
import HandoverTestSupport
import Inventory
import Testing

/// The byte machine against a plain reading of the same rules, over random cells and over random bytes.
@Suite struct ScannerProperties {
  static let seeds: [UInt64] = (0..<60).map { 0x5CA7_0000 + $0 }

  @Test(arguments: seeds) func writtenCellsAreReadBack(seed: UInt64) throws {
    var chance = SeededChance(seed: seed)
    let separator = [",", ";", "\t", "|"].randomElement(using: &chance)!
    let end = ["\n", "\r\n", "\r"].randomElement(using: &chance)!
    var text = ["VIN", "Colour", "Model"].joined(separator: separator) + end
    var models: [String] = []
    for _ in 0..<40 {
      let vin = CheckDigitTests.random(&chance).text
      guard vin.first! > "9" || vin.first! == "0" else { continue }
      let model = Self.word(&chance)
      models.append(model)
      text +=
        [vin, Self.noise(&chance), model].map { Self.quoted($0, separator, &chance) }.joined(separator: separator) + end
    }
    let read = try LotFixture.read(text)
    #expect(read.rejections.isEmpty, "seed \(seed) \(read.rejections)")
    #expect(read.rows.map(\.vehicle.model) == models, "seed \(seed)")
  }

  /// A file that passes the survey is read to its end: nothing throws in the middle of a lot.
  @Test(arguments: seeds) func aFileThatOpensIsReadToItsEnd(seed: UInt64) throws {
    var chance = SeededChance(seed: seed)
    let pieces = Array("\",; \n\r\tab\"\"").map { Array(String($0).utf8) }
    for round in 0..<40 {
      let body = (0..<Int.random(in: 0...80, using: &chance)).flatMap { _ in pieces.randomElement(using: &chance)! }
      try LotFixture.withFile(Array("VIN,Model\n".utf8) + body) { path in
        guard var reader = try? LotReader(path: path) else { return }
        var rows = 0
        do {
          while try reader.next() != nil { rows += 1 }
        } catch {
          Issue.record("seed \(seed) round \(round): \(error)")
        }
        #expect(rows == reader.summary.rows)
      }
    }
  }

  /// Where the buffer ends makes no difference.
  @Test func aRecordAcrossTheEndOfTheBufferIsWhole() throws {
    for shift in 0..<40 {
      let filler = String(repeating: "x", count: 255 * 1024 + 980 + shift)
      let read = try LotFixture.read(
        "VIN,Model,Colour\r\nbad,y,\(filler)\r\n\(TestVIN.skoda),\"a \"\"b\"\" c\",\"\r\n\"\r\n\(TestVIN.honda),z,\r\n")
      #expect(read.rows.map(\.vehicle.model) == ["a \"b\" c", "z"], "shift \(shift)")
      #expect(read.rows.map(\.line) == [3, 5], "shift \(shift)")
    }
  }

  private static func word(_ chance: inout SeededChance) -> String {
    let letters = Array("abcXYZ019\"';,|.é-")
    let inner = String((0..<Int.random(in: 1...12, using: &chance)).map { _ in letters.randomElement(using: &chance)! })
    return "m\(inner)m"
  }

  private static func noise(_ chance: inout SeededChance) -> String {
    let letters = Array("a \"\n\r,;|\té")
    return String((0..<Int.random(in: 0...8, using: &chance)).map { _ in letters.randomElement(using: &chance)! })
  }

  private static func quoted(_ text: String, _ separator: String, _ chance: inout SeededChance) -> String {
    let must = text.unicodeScalars.contains { "\"\n\r \t".unicodeScalars.contains($0) } || text.contains(separator)
    guard must || Bool.random(using: &chance) else { return text }
    let pad = Bool.random(using: &chance) ? " " : ""
    return pad + "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\"" + pad
  }
}
