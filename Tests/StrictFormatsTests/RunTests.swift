import HandoverTestSupport
import Testing

@testable import StrictFormats

/// What is read eight bytes at a time, against what each byte alone says.
@Suite struct RunTests {
  private func outcome(_ bytes: [UInt8]) -> Result<JSONValue, JSONFailure> {
    Result { () throws(JSONFailure) -> JSONValue in try StrictJSON.parse(bytes) }
  }

  /// What a string of `a` with one other byte in it is; a backslash before an `a` or the end is no escape.
  private func expected(_ byte: UInt8, in text: [UInt8]) -> Result<JSONValue, JSONFailure> {
    switch byte {
    case 0..<0x20, 0x22, 0x5C: .failure(.malformed)
    case 0x80...: .failure(.encoding)
    default: .success(.string(String(decoding: text, as: UTF8.self)))
    }
  }

  @Test func everyByteMeansTheSameAtEveryPlaceOfAString() {
    for length in [1, 7, 8, 9, 16, 23] {
      for place in 0..<length {
        for byte in UInt8.min...UInt8.max {
          var text = [UInt8](repeating: 0x61, count: length)
          text[place] = byte
          let got = outcome([0x22] + text + [0x22])
          #expect(got == expected(byte, in: text), "\(byte) at \(place) of \(length)")
        }
      }
    }
  }

  @Test func aRunEndsWhereItsFirstOtherByteStands() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var chance = SeededChance(seed: seed)
    for _ in 0..<500 {
      let bytes = (0..<Int.random(in: 0...40, using: &chance)).map { _ in UInt8.random(in: 0...255, using: &chance) }
      let start = Int.random(in: 0...bytes.count, using: &chance)
      let end = bytes[start...].firstIndex { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C } ?? bytes.count
      let run = bytes.withUnsafeBytes { PlainRun(in: $0, from: start) }
      #expect(run.end == end, "seed \(seed)")
      #expect(run.isASCII == bytes[start..<end].allSatisfy { $0 < 0x80 }, "seed \(seed)")
    }
  }

  @Test func everyTextIsWrittenSoThatItReadsTheSame() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var chance = SeededChance(seed: seed)
    let parts = ["plain text", "\"", "\\", "\u{0}", "\n", "\u{1F}", "\u{7F}", "é", "車", "\u{1F697}", "/", ""]
    for _ in 0..<300 {
      let text = (0..<Int.random(in: 0...12, using: &chance)).map { _ in parts.randomElement(using: &chance) ?? "" }
      let value = JSONValue.string(text.joined())
      #expect(try StrictJSON.parse(CanonicalJSON.bytes(value)) == value, "seed \(seed)")
    }
  }

  @Test func sameBytesAreTheSame() {
    #expect([UInt8]().isSame(as: []))
    #expect([1, 2, 3].isSame(as: [1, 2, 3]))
    #expect(![1, 2, 3].isSame(as: [1, 2, 4]))
    #expect(![1, 2, 3].isSame(as: [1, 2]))
    #expect(![].isSame(as: [0]))
  }

  @Test func partsAreWhatSplittingGives() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var chance = SeededChance(seed: seed)
    for _ in 0..<300 {
      let bytes = (0..<Int.random(in: 0...30, using: &chance)).map { _ in UInt8.random(in: 0...3, using: &chance) }
      let slice = bytes.dropFirst(Int.random(in: 0...3, using: &chance))
      let split = slice.split(separator: 0, omittingEmptySubsequences: false)
      #expect(slice.parts(between: 0).map(Array.init) == split.map(Array.init), "seed \(seed)")
    }
  }
}
