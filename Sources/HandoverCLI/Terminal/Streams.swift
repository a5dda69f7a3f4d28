import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// Where a command writes. stdout carries results, stderr carries talk; both can be captured by a test.
///
/// A write to stdout that fails is remembered, because a result nobody received was not delivered (invariant I11).
package final class Streams: Sendable {
  package typealias Write = @Sendable ([UInt8]) -> Bool

  private let out: Write
  private let err: Write
  private let loss: Loss
  /// Whether stdout is a terminal: colour and aligned tables.
  package let outIsTerminal: Bool
  /// Whether stderr is a terminal: a moving progress line.
  package let errIsTerminal: Bool
  /// Whether a person can be asked.
  package let canAsk: Bool
  /// Columns of the terminal, at least 40.
  package let width: Int
  package let style: Style

  package convenience init(
    out: @escaping Write, err: @escaping Write, outIsTerminal: Bool, errIsTerminal: Bool, canAsk: Bool, width: Int,
    colour: Bool
  ) {
    self.init(
      out: out, err: err, outIsTerminal: outIsTerminal, errIsTerminal: errIsTerminal, canAsk: canAsk, width: width,
      colour: colour, loss: Loss())
  }

  private init(
    out: @escaping Write, err: @escaping Write, outIsTerminal: Bool, errIsTerminal: Bool, canAsk: Bool, width: Int,
    colour: Bool, loss: Loss
  ) {
    self.loss = loss
    self.out = out
    self.err = err
    self.outIsTerminal = outIsTerminal
    self.errIsTerminal = errIsTerminal
    self.canAsk = canAsk
    self.width = max(40, width)
    style = Style(colour: colour)
  }

  /// The process's own streams. `NO_COLOR` and `TERM=dumb` are honoured.
  package static func process(environment: [String: String]) -> Streams {
    let outIsTerminal = isatty(STDOUT_FILENO) == 1
    let errIsTerminal = isatty(STDERR_FILENO) == 1
    let plain = environment["NO_COLOR"].map { !$0.isEmpty } ?? false || environment["TERM"] == "dumb"
    return Streams(
      out: { writeAll(STDOUT_FILENO, $0) }, err: { writeAll(STDERR_FILENO, $0) }, outIsTerminal: outIsTerminal,
      errIsTerminal: errIsTerminal && environment["TERM"] != "dumb", canAsk: isatty(STDIN_FILENO) == 1 && errIsTerminal,
      width: terminalWidth() ?? environment["COLUMNS"].flatMap { Int($0) } ?? 100, colour: outIsTerminal && !plain,
      loss: .ofProcess)
  }

  /// A result line.
  package func result(_ line: String) { raw(Array((line + "\n").utf8)) }

  /// Result bytes exactly as given.
  package func raw(_ bytes: [UInt8]) {
    if !out(bytes) { loss.note() }
  }

  /// Talk: what is going on, what to do next.
  package func say(_ line: String) { _ = err(Array((line + "\n").utf8)) }

  /// Talk without a line end, for progress.
  package func sayRaw(_ text: String) { _ = err(Array(text.utf8)) }

  /// Whether any result could not be delivered.
  package var lostResults: Bool { loss.isNoted }

  /// Whether a result was lost. Every object on the process's own streams shares one, because the command that writes and
  /// the place that ends the process each have their own.
  private final class Loss: Sendable {
    static let ofProcess = Loss()
    private let noted = Mutex(false)

    var isNoted: Bool { noted.withLock { $0 } }
    func note() { noted.withLock { $0 = true } }
  }
}

private func writeAll(_ descriptor: Int32, _ bytes: [UInt8]) -> Bool {
  var rest = bytes[...]
  while !rest.isEmpty {
    let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    if written < 0 && errno == EINTR { continue }
    guard written > 0 else { return false }
    rest = rest.dropFirst(written)
  }
  return true
}

private func terminalWidth() -> Int? {
  var size = winsize()
  guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
  return Int(size.ws_col)
}
