/// How much a file may hold. Every limit is far above what a dealer's system exports, and every one keeps memory flat:
/// reading costs the buffer below and 16 bytes for each car, by which repeated VINs are found (a million rows: 16 MB).
package enum LotLimits {
  /// The size of the read buffer in bytes.
  package static let bufferBytes = 256 << 10
  /// The greatest size of a file, and of what is taken from a pipe, in bytes: 2 GiB.
  package static let fileBytes: Int64 = 2 << 30
  /// A row, and so a cell, may always have this many bytes: 1 MiB. One of more than twice as many is refused.
  package static let rowBytes = 1 << 20
  /// The greatest number of columns.
  package static let columns = 1_000
  /// Title lines that may stand above the header.
  package static let linesAboveHeader = 10
  /// The greatest length of a stock number or a platform hint, in characters.
  package static let shortText = 64
}
