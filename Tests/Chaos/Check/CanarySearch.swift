import Glibc

/// Searches bytes for many texts at once, by their first two bytes.
struct CanarySearch {
  private var candidates: [[[UInt8]]]
  /// The shortest text that is searched for: shorter ones stand everywhere.
  static let shortest = 8

  init(_ texts: [[UInt8]]) {
    candidates = Array(repeating: [], count: 1 << 16)
    for text in texts where text.count >= Self.shortest {
      candidates[Int(text[0]) << 8 | Int(text[1])].append(text)
    }
  }

  /// The first text that stands in these bytes; nil when none does.
  func first(in bytes: [UInt8]) -> [UInt8]? {
    bytes.withUnsafeBytes { all -> [UInt8]? in
      guard let start = all.baseAddress, all.count > 1 else { return nil }
      return candidates.withUnsafeBufferPointer { table in
        for place in 0..<(all.count - 1) {
          let texts = table[Int(all[place]) << 8 | Int(all[place + 1])]
          guard !texts.isEmpty else { continue }
          for text in texts where text.count <= all.count - place && memcmp(start + place, text, text.count) == 0 {
            return text
          }
        }
        return nil
      }
    }
  }
}
