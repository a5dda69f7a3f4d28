import Glibc
import StrictFormats

/// Writes the rows that were not used into a CSV file, one line each, while the lot is read. The file appears under its
/// name only when it is complete.
package struct RejectsWriter: ~Copyable {
  /// How many rejections were written.
  package private(set) var count = 0
  private let path: String
  private let partPath: String
  private let descriptor: Int32
  private var pending: [UInt8] = []

  /// The columns, in the order of the file.
  package static let header = ["row", "line", "column", "code", "reason", "hint", "value"]

  /// Begins the file, readable by its owner only: it holds cells of a dealer's lot. Throws `rejects.cannot-write`.
  package init(path: String) throws(LotFileProblem) {
    self.path = path
    partPath = path + ".part"
    unlink(partPath)
    descriptor = open(partPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw Self.failure(path, errno) }
    pending = Array(SafeCell.record(Self.header).utf8)
  }

  deinit { close(descriptor) }

  /// One rejection as a record of the file.
  package static func record(_ rejection: RowRejection) -> String {
    SafeCell.record([
      String(rejection.row), String(rejection.line), rejection.column ?? "", rejection.code, rejection.reason,
      rejection.hint, rejection.value,
    ])
  }

  /// Adds one. Throws `rejects.cannot-write`.
  package mutating func write(_ rejection: RowRejection) throws(LotFileProblem) {
    count += 1
    pending += Array(Self.record(rejection).utf8)
    if pending.count >= 64 << 10 { try flush() }
  }

  /// Completes the file and gives it its name. Throws `rejects.cannot-write`.
  package mutating func finish() throws(LotFileProblem) {
    try flush()
    guard fsync(descriptor) == 0, rename(partPath, path) == 0 else { throw Self.failure(path, errno) }
  }

  private mutating func flush() throws(LotFileProblem) {
    var done = 0
    while done < pending.count {
      let wrote = pending.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress?.advanced(by: done), $0.count - done)
      }
      if wrote < 0 && errno == EINTR { continue }
      guard wrote > 0 else { throw Self.failure(path, errno) }
      done += wrote
    }
    pending.removeAll(keepingCapacity: true)
  }

  private static func failure(_ path: String, _ error: Int32) -> LotFileProblem {
    LotFileProblem(
      code: "rejects.cannot-write",
      reason: "\(PlainText.shown(path)) cannot be written: \(String(cString: strerror(error))).",
      hint: "Name another place for the rejected rows.")
  }
}
