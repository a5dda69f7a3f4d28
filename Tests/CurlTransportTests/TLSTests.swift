import Foundation
import Glibc
import HandoverModel
import OEMAdapterKit
import Testing

@testable import CurlTransport

/// Against `openssl s_server` with a certificate that nobody vouches for.
@Suite struct TLSTests {
  @Test func aSelfSignedCertificateIsRefusedWithoutARetryOrARequest() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("handover-tls-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let key = folder.appendingPathComponent("key.pem").path
    let certificate = folder.appendingPathComponent("certificate.pem").path
    let made = try openssl(
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out",
      certificate, "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1")
    made.process.waitUntilExit()
    let server = try openssl("s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-www")
    defer {
      // Not `terminate`: the child inherits the blocked signals of the thread that started it.
      kill(server.process.processIdentifier, SIGKILL)
      server.process.waitUntilExit()
    }
    let port = try #require(portSpoken(by: server.output))
    let transport = try CurlTransport(providers: [hosts(port: port, scheme: "https")], options: quickOptions())
    for request in [read(), deletion()] {
      let failure = await transport.failure(of: request)
      #expect(failure?.kind == .notTrusted)
      #expect(failure?.code == "transport.tls")
      #expect(failure?.certainty == .notDone)
    }
    #expect(transport.statistics()[maker]?.retries == 0)
  }

  private func openssl(_ arguments: String...) throws -> (process: Process, output: FileHandle) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = Pipe()
    try process.run()
    return (process, output.fileHandleForReading)
  }

  /// Reads `ACCEPT 127.0.0.1:PORT`.
  private func portSpoken(by output: FileHandle) -> Int? {
    var text = ""
    while !text.contains("\n") || !text.contains("ACCEPT") {
      let data = output.availableData
      guard !data.isEmpty else { return nil }
      text += String(decoding: data, as: UTF8.self)
    }
    guard let mark = text.range(of: "ACCEPT 127.0.0.1:") else { return nil }
    return Int(text[mark.upperBound...].prefix { $0.isNumber })
  }
}
