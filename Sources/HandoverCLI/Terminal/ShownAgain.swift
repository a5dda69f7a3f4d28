import Glibc

/// Shows what is typed again before a signal ends the program: a terminal left silent is a riddle to whoever types next.
enum ShownAgain {
  /// How the terminal is to be left. Read in a signal handler, written while none can run.
  private nonisolated(unsafe) static var before = termios()
  private static let signals = [SIGTERM, SIGINT, SIGQUIT, SIGHUP]

  /// Runs this, during which nothing that is typed may be shown.
  static func asBefore<Value>(_ terminal: termios, _ body: () throws -> Value) rethrows -> Value {
    before = terminal
    var handler = sigaction()
    handler.__sigaction_handler.sa_handler = { number in
      // Each of these calls is allowed in a handler (signal-safety(7)).
      _ = tcsetattr(STDIN_FILENO, TCSANOW, &ShownAgain.before)
      signal(number, SIG_DFL)
      raise(number)
    }
    let earlier = signals.map { number in
      var old = sigaction()
      sigaction(number, &handler, &old)
      return old
    }
    defer {
      for (number, old) in zip(signals, earlier) {
        var old = old
        sigaction(number, &old, nil)
      }
    }
    return try body()
  }
}
