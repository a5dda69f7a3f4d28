import Dispatch

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Waits for SIGTERM or SIGINT, or for the end of another process.
struct StopSignals {
  private let signals: AsyncStream<Void>
  private let send: AsyncStream<Void>.Continuation
  private let sources: [any DispatchSourceSignal]

  init() {
    let (signals, send) = AsyncStream.makeStream(of: Void.self)
    self.signals = signals
    self.send = send
    sources = [SIGTERM, SIGINT].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler { send.yield() }
      source.resume()
      return source
    }
  }

  /// Returns when it is time to stop. The other process is looked at four times a second.
  func wait(orGone pid: Int32?) async {
    let send = send
    let watch = pid.map { pid in
      Task {
        while kill(pid, 0) == 0 || errno == EPERM { try await Task.sleep(for: .milliseconds(250)) }
        send.yield()
      }
    }
    for await _ in signals { break }
    watch?.cancel()
    for source in sources { source.cancel() }
  }
}
