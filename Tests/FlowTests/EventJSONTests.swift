import Foundation
import HandoverFlow
import HandoverModel
import HandoverTestSupport
import Testing

/// The bytes of an event are part of the ledger's format: they are those of Foundation's encoder, which wrote every ledger
/// before.
@Suite struct EventJSONTests {
  private func expectSame(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .secondsSince1970
    let known = try encoder.encode(value)
    #expect(String(decoding: try eventJSON(value), as: UTF8.self) == String(decoding: known, as: UTF8.self))
  }

  @Test func everyCharacterIsWrittenAsFoundationWritesIt() throws {
    let low = String(String.UnicodeScalarView((0...0x2FF).compactMap(Unicode.Scalar.init(_:))))
    try expectSame([low, "", "a/b", "\u{2028}\u{2029}\u{FEFF}", "🚗 Škoda e\u{301}", "\"\\", "\\u0041"])
    try expectSame([low: "a name", "": "empty", "B": "1", "a": "2", "aa": "3", "Ä": "4"])
  }

  @Test func everyNumberIsWrittenAsFoundationWritesIt() throws {
    try expectSame([0, -0.0, 1, 1.5, -1e21, 1e-7, 1_795_000_000.123, .leastNonzeroMagnitude, .greatestFiniteMagnitude])
    try expectSame([Int.min, 0, Int.max])
    try expectSame([Float(0.1), 3, 1e20])
    try expectSame([true, false])
    #expect(throws: EncodingError.self) { try eventJSON([Double.nan]) }
    #expect(throws: EncodingError.self) { try eventJSON([Double.infinity]) }
  }

  private struct Mixed: Encodable {
    var zulu: [[Int]] = [[], [1, 2], [3]]
    var alpha: [String: [String: Date]] = ["y": ["z": .distantPast, "a": .distantFuture], "b": [:]]
    var nothing: String?
    var one = Choice.one
    var held: [Hold] = [.delivered, .stop(.stolen)]
    var control: [PositiveControl] = [.notSeen, .seen(what: "w", value: "v")]
    var empty = Empty()
    var maybe: [Date?] = [nil, Date(timeIntervalSince1970: 1.25)]

    struct Empty: Encodable {}
    enum Choice: Encodable { case one }
  }

  @Test func everyShapeIsWrittenAsFoundationWritesIt() throws {
    try expectSame(Mixed())
    try expectSame([Mixed(), Mixed()])
    try expectSame(["k": Mixed()])
  }

  @Test(arguments: 1...100) func whatADealerSaysIsWrittenAsFoundationWritesIt(_ seed: Int) throws {
    var chance = SeededChance(seed: UInt64(seed))
    try expectSame(FactsUpdateTests.randomFacts(&chance, silence: 0.3))
  }
}
