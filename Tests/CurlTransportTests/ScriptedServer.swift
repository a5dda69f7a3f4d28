import Glibc
import Synchronization

/// What the server does with one request it has read.
enum Reply: Sendable {
  case send(String)
  case sendThenClose(String)
  /// Sends the text when `release` is called.
  case held(String)
  /// Sends the first text now and the second when `release` is called.
  case sendThenHold(String, String)
  case resetAfterReading
  case closeAfterReading
  case silence
  /// The text, then one space after another for ever.
  case trickle(String)
}

/// One request as it arrived.
struct Received: Sendable {
  var connection: Int
  var head: String
  var body: String

  var line: String { head.split(separator: "\r\n").first.map(String.init) ?? "" }

  func header(_ name: String) -> String? {
    for line in head.split(separator: "\r\n").dropFirst() where line.lowercased().hasPrefix(name.lowercased() + ":") {
      return line.split(separator: ":", maxSplits: 1).last.map { String($0.drop { $0 == " " }) }
    }
    return nil
  }
}

/// A server on a port of this machine that does exactly what a script says, down to bytes that no honest server sends.
final class ScriptedServer: Sendable {
  typealias Script = @Sendable (_ request: Received, _ index: Int) -> Reply

  let port: Int
  private let log: ServerLog
  private let wake: Int32

  /// - Parameters:
  ///   - resetUnread: connections, counted from 0, that are reset as soon as bytes arrive, without reading them.
  init(resetUnread: Set<Int> = [], _ script: @escaping Script) {
    let listener = listeningSocket()
    port = portOf(listener)
    var ends: [Int32] = [0, 0]
    precondition(pipe(&ends) == 0)
    wake = ends[1]
    let log = ServerLog()
    self.log = log
    let wakeEnd = ends[0]
    startThread {
      ServerLoop(listener: listener, wake: wakeEnd, log: log, resetUnread: resetUnread, script: script).run()
    }
  }

  /// Answers request after request from a list, the last one again and again.
  convenience init(_ replies: [Reply]) {
    self.init { _, index in replies[min(index, replies.count - 1)] }
  }

  deinit {
    close(wake)
  }

  var requests: [Received] { log.requests }
  var connections: Int { log.connections }

  /// Waits until so many requests have been read.
  func waitFor(requests count: Int) async { await log.waitFor(count) }

  /// Lets every held reply go.
  func release() {
    var byte: UInt8 = 1
    _ = write(wake, &byte, 1)
  }
}

/// An answer with a right length.
func answer(_ status: Int, _ body: String = "{}", _ headers: [String] = []) -> String {
  let lines = ["HTTP/1.1 \(status) X", "Content-Length: \(body.utf8.count)"] + headers
  return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
}

/// A port of this machine on which nobody listens, and on which nobody can while this value lives: it is held, or the next
/// server of a test beside this one would be given it.
final class DeadPort: Sendable {
  private let held = boundSocket()
  var number: Int { portOf(held) }

  deinit { close(held) }
}

/// What the server saw, for any thread.
final class ServerLog: Sendable {
  private struct State {
    var requests: [Received] = []
    var connections = 0
    var waiters: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let state = Mutex(State())

  var requests: [Received] { state.withLock { $0.requests } }
  var connections: Int { state.withLock { $0.connections } }

  func noteConnection() { state.withLock { $0.connections += 1 } }

  func note(_ request: Received) -> Int {
    state.withLock { state in
      state.requests.append(request)
      let count = state.requests.count
      for waiter in state.waiters where waiter.count <= count { waiter.continuation.resume() }
      state.waiters.removeAll { $0.count <= count }
      return count - 1
    }
  }

  func waitFor(_ count: Int) async {
    await withCheckedContinuation { continuation in
      state.withLock { state in
        if state.requests.count >= count {
          continuation.resume()
        } else {
          state.waiters.append((count, continuation))
        }
      }
    }
  }
}

private func listeningSocket() -> Int32 {
  let listener = boundSocket()
  precondition(listen(listener, 128) == 0)
  return listener
}

private func boundSocket() -> Int32 {
  let bound = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  let size = socklen_t(MemoryLayout<sockaddr_in>.size)
  let result = withUnsafePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(bound, $0, size) }
  }
  precondition(result == 0)
  return bound
}

private func portOf(_ listener: Int32) -> Int {
  var address = sockaddr_in()
  var size = socklen_t(MemoryLayout<sockaddr_in>.size)
  _ = withUnsafeMutablePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &size) }
  }
  return Int(UInt16(bigEndian: address.sin_port))
}

private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void
  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

private func startThread(_ run: @escaping @Sendable () -> Void) {
  var thread = pthread_t()
  let context = Unmanaged.passRetained(ThreadBody(run)).toOpaque()
  let started = pthread_create(
    &thread, nil,
    { context in
      if let context { Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run() }
      return nil
    }, context)
  precondition(started == 0)
  pthread_detach(thread)
}
