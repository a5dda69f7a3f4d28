import Glibc

/// The scripted server's thread: one poll over everything.
final class ServerLoop {
  private struct Connection {
    var number: Int
    var bytes: [UInt8] = []
    var held: [String] = []
    var trickles = false
  }

  private let listener: Int32
  private let wake: Int32
  private let log: ServerLog
  private let resetUnread: Set<Int>
  private let script: ScriptedServer.Script
  private var open: [Int32: Connection] = [:]
  private var accepted = 0
  private var isOver = false

  init(listener: Int32, wake: Int32, log: ServerLog, resetUnread: Set<Int>, script: @escaping ScriptedServer.Script) {
    self.listener = listener
    self.wake = wake
    self.log = log
    self.resetUnread = resetUnread
    self.script = script
  }

  func run() {
    while !isOver {
      var watched = ([listener, wake] + open.keys).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      let anyTrickle = open.values.contains { $0.trickles }
      _ = poll(&watched, nfds_t(watched.count), anyTrickle ? 50 : -1)
      for item in watched where item.revents != 0 { serve(item.fd) }
      for (socket, connection) in open where connection.trickles { write(" ", to: socket) }
    }
    for socket in open.keys { close(socket) }
    close(listener)
    close(wake)
  }

  private func serve(_ socket: Int32) {
    switch socket {
    case listener: take()
    case wake: hear()
    default: read(from: socket)
    }
  }

  private func take() {
    let socket = accept(listener, nil, nil)
    guard socket >= 0 else { return }
    open[socket] = Connection(number: accepted)
    accepted += 1
    log.noteConnection()
  }

  private func hear() {
    var byte: UInt8 = 0
    guard Glibc.read(wake, &byte, 1) == 1 else {
      isOver = true
      return
    }
    for (socket, connection) in open {
      for text in connection.held { write(text, to: socket) }
      open[socket]?.held = []
    }
  }

  private func read(from socket: Int32) {
    guard let connection = open[socket] else { return }
    if resetUnread.contains(connection.number) { return reset(socket) }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = Glibc.read(socket, &buffer, buffer.count)
    guard count > 0 else { return end(socket) }
    open[socket]?.bytes += buffer[..<count]
    while let request = takeRequest(from: socket) { answer(request, on: socket) }
  }

  private func takeRequest(from socket: Int32) -> Received? {
    guard let connection = open[socket],
      let end = connection.bytes.firstRange(of: Array("\r\n\r\n".utf8))
    else { return nil }
    var request = Received(
      connection: connection.number, head: String(decoding: connection.bytes[..<end.lowerBound], as: UTF8.self),
      body: "")
    let length = request.header("Content-Length").flatMap { Int($0) } ?? 0
    guard connection.bytes.count >= end.upperBound + length else { return nil }
    request.body = String(decoding: connection.bytes[end.upperBound..<(end.upperBound + length)], as: UTF8.self)
    open[socket]?.bytes.removeFirst(end.upperBound + length)
    return request
  }

  private func answer(_ request: Received, on socket: Int32) {
    switch script(request, log.note(request)) {
    case .send(let text): write(text, to: socket)
    case .sendThenClose(let text):
      write(text, to: socket)
      end(socket)
    case .held(let text): open[socket]?.held.append(text)
    case .sendThenHold(let text, let later):
      write(text, to: socket)
      open[socket]?.held.append(later)
    case .resetAfterReading: reset(socket)
    case .closeAfterReading: end(socket)
    case .silence: break
    case .trickle(let text):
      write(text, to: socket)
      open[socket]?.trickles = true
    }
  }

  private func write(_ text: String, to socket: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let sent = bytes.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard sent > 0 else { return }
      bytes = bytes.dropFirst(sent)
    }
  }

  private func reset(_ socket: Int32) {
    var hard = linger(l_onoff: 1, l_linger: 0)
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &hard, socklen_t(MemoryLayout<linger>.size))
    end(socket)
  }

  private func end(_ socket: Int32) {
    close(socket)
    open[socket] = nil
  }
}
