import Glibc

/// Follows the simulators' history file: every effect is in it before its answer leaves.
final class HistoryTail {
  private let descriptor: Int32
  private var rest: [UInt8] = []

  /// Starts at the present end of the file.
  init(_ path: String) throws {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0, lseek(descriptor, 0, Int32(SEEK_END)) >= 0 else {
      throw ChaosProblem("\(path) cannot be followed")
    }
  }

  deinit { close(descriptor) }

  /// The effectful requests that were served since the last call.
  func newEffects() -> [HistoryLine] {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { break }
      rest += buffer[..<count]
    }
    guard let end = rest.lastIndex(of: 0x0A) else { return [] }
    let whole = rest[..<end]
    rest = Array(rest[(end + 1)...])
    return whole.split(separator: 0x0A).compactMap { HistoryLine($0) }.filter(\.isEffectful)
  }
}
