import Glibc

/// Reads a line from the terminal without showing it.
enum HiddenLine {
  /// Ctrl-C, Ctrl-D, or the terminal went away.
  struct Cancelled: Error {}

  /// Shows the prompt on stderr and reads from stdin, which must be a terminal. Keys are taken one by one, so that Ctrl-C
  /// ends the question and not the program while nothing is shown; a signal that ends the program shows them again first.
  static func read(_ prompt: String, streams: Streams) throws -> [UInt8] {
    var before = termios()
    guard tcgetattr(STDIN_FILENO, &before) == 0 else { throw Cancelled() }
    var hidden = before
    hidden.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
    return try ShownAgain.asBefore(before) {
      // First nothing is shown any more, then the question is asked.
      guard tcsetattr(STDIN_FILENO, TCSADRAIN, &hidden) == 0 else { throw Cancelled() }
      streams.sayRaw(prompt)
      defer {
        _ = tcsetattr(STDIN_FILENO, TCSADRAIN, &before)
        streams.say("")
      }
      return try line()
    }
  }

  private static func line() throws -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      var byte: UInt8 = 0
      let count = Glibc.read(STDIN_FILENO, &byte, 1)
      if count < 0 && errno == EINTR { continue }
      guard count == 1 else { throw Cancelled() }
      switch byte {
      case 0x0A, 0x0D: return bytes
      case 0x03, 0x04: throw Cancelled()
      case 0x08, 0x7F: dropCharacter(&bytes)
      case 0x15: bytes = []
      default: bytes.append(byte)
      }
    }
  }

  /// A character of UTF-8 is its first byte and those that follow it.
  private static func dropCharacter(_ bytes: inout [UInt8]) {
    while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
  }
}
