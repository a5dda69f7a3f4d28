import Foundation
import Glibc

/// One HTTP call to a port of this machine: what the harness needs to speak to the simulators' own routes.
enum LoopbackCall {
  /// The body of an answer with status 200.
  static func send(_ method: String, _ url: String, body: String = "") throws -> [UInt8] {
    guard let parts = URLComponents(string: url), let port = parts.port, parts.host == "127.0.0.1" else {
      throw ChaosProblem("\(url) is no address of this machine")
    }
    let path = parts.percentEncodedPath + (parts.percentEncodedQuery.map { "?\($0)" } ?? "")
    let head =
      "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
      + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
    let answer = try exchange(Array((head + body).utf8), port: UInt16(port))
    guard let end = answer.firstRange(of: Array("\r\n\r\n".utf8)) else { throw ChaosProblem("\(url): no answer") }
    guard answer.starts(with: Array("HTTP/1.1 200".utf8)) else {
      throw ChaosProblem("\(method) \(url): \(String(decoding: answer.prefix(120), as: UTF8.self))")
    }
    return Array(answer[end.upperBound...])
  }

  private static func exchange(_ request: [UInt8], port: UInt16) throws -> [UInt8] {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw ChaosProblem("no socket") }
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw ChaosProblem("port \(port) does not answer") }
    var rest = request[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { throw ChaosProblem("port \(port) does not listen") }
      rest = rest.dropFirst(count)
    }
    return readToEnd(descriptor)
  }

  private static func readToEnd(_ descriptor: Int32) -> [UInt8] {
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return answer }
      answer += buffer[..<count]
    }
  }
}
