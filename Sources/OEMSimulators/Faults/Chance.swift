/// Chance that can be had again. The same seed and the same name of a question give the same answer in every run and in
/// every order of calls, so that a run with many connections at once still has the same faults in the same places.
package struct Chance: Sendable, Hashable {
  /// The seed that a run prints.
  package let seed: UInt64

  /// Chance from a seed.
  package init(seed: UInt64) { self.seed = seed }

  /// A number for a question: FNV-1a over the words, then the SplitMix64 finaliser (Steele, Lea and Flood, 2014).
  package func number(_ words: String..., at position: Int = 0) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ seed
    for word in words {
      for byte in word.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
      hash = (hash ^ 0xFF) &* 0x0000_0100_0000_01B3
    }
    return Self.finalised(hash &+ UInt64(truncatingIfNeeded: position) &* 0x9E37_79B9_7F4A_7C15)
  }

  /// A share from 0 up to but without 1.
  package func share(_ words: String, _ more: String = "", at position: Int = 0) -> Double {
    Double(number(words, more, at: position) >> 11) / Double(1 << 53)
  }

  /// One of `choices`, all equally likely.
  package func pick<Choice>(_ choices: [Choice], _ words: String, _ more: String = "", at position: Int = 0) -> Choice {
    choices[Int(number(words, more, at: position) % UInt64(choices.count))]
  }

  /// A version-4-shaped UUID (36 characters, lower case) for a name.
  package func uuid(_ words: String, _ more: String = "", at position: Int = 0) -> String {
    let high = number(words, more, "high", at: position)
    let low = number(words, more, "low", at: position)
    let digits = Array(hex(high) + hex(low))
    let text = String(digits[0..<8]) + "-" + String(digits[8..<12]) + "-4" + String(digits[13..<16])
    return text + "-a" + String(digits[17..<20]) + "-" + String(digits[20..<32])
  }

  private func hex(_ number: UInt64) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  private static func finalised(_ value: UInt64) -> UInt64 {
    var mixed = value &+ 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
