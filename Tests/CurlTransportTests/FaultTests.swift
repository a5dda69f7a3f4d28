import HandoverModel
import OEMAdapterKit
import Testing

@testable import CurlTransport

/// The fault catalogue's transport faults as far as plain HTTP can show them, each for a read and for an effectful call.
@Suite struct FaultTests {
  /// A fault that every send meets, with what must come of it.
  struct Fault: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var reply: Reply
    var kind: TransportFailure.Kind
    var code: String
    var isTransient: Bool
  }

  static let faults: [Fault] = [
    Fault(
      testDescription: "A2 reset after reading", reply: .resetAfterReading, kind: .notRead, code: "transport.reset",
      isTransient: true),
    Fault(
      testDescription: "A2 closed after reading", reply: .closeAfterReading, kind: .notRead, code: "transport.reset",
      isTransient: true),
    Fault(
      testDescription: "A6 body shorter than its length",
      reply: .sendThenClose("HTTP/1.1 200 X\r\nContent-Length: 20\r\n\r\n[]"), kind: .notRead,
      code: "transport.truncated", isTransient: true),
    Fault(
      testDescription: "A6 chunks without an end",
      reply: .sendThenClose("HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n"), kind: .notRead,
      code: "transport.truncated", isTransient: true),
    Fault(
      testDescription: "A6 success that only the connection's end ends",
      reply: .sendThenClose("HTTP/1.1 200 X\r\n\r\n[]"), kind: .notRead, code: "transport.framing", isTransient: false),
    Fault(
      testDescription: "A7 two lengths",
      reply: .send("HTTP/1.1 200 X\r\nContent-Length: 2\r\nContent-Length: 4\r\n\r\n[]{}"), kind: .notRead,
      code: "transport.framing", isTransient: false),
    Fault(
      testDescription: "A7 a length beside chunks",
      reply: .send("HTTP/1.1 200 X\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
      kind: .notRead,
      code: "transport.framing", isTransient: false),
    Fault(
      testDescription: "A7 one header of 1 MB",
      reply: .sendThenClose("HTTP/1.1 200 X\r\nX: " + String(repeating: "a", count: 1 << 20) + "\r\n\r\n"),
      kind: .notAllowed, code: "transport.headers-too-large", isTransient: false),
    Fault(
      testDescription: "A7 10,000 headers",
      reply: .sendThenClose("HTTP/1.1 200 X\r\n" + String(repeating: "X: a\r\n", count: 10_000) + "\r\n"),
      kind: .notAllowed, code: "transport.headers-too-large", isTransient: false),
    Fault(
      testDescription: "A8 unasked encoding",
      reply: .send(answer(200, "gzip bomb", ["Content-Encoding: gzip"])), kind: .notAllowed,
      code: "transport.encoding", isTransient: false),
    Fault(
      testDescription: "A8 stated body above the limit",
      reply: .sendThenClose("HTTP/1.1 200 X\r\nContent-Length: 9000000\r\n\r\n[]"), kind: .notAllowed,
      code: "transport.body-too-large", isTransient: false),
    Fault(
      testDescription: "A8 chunks above the limit",
      reply: .sendThenClose(
        "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n200000\r\n" + String(repeating: " ", count: 0x200000)
          + "\r\n0\r\n\r\n"), kind: .notAllowed, code: "transport.body-too-large", isTransient: false),
    Fault(
      testDescription: "no HTTP at all", reply: .sendThenClose("hello\r\n\r\n"), kind: .notRead,
      code: "transport.framing", isTransient: false),
  ]

  @Test(arguments: faults) func aReadFailsAndNothingWasChanged(fault: Fault) async throws {
    let server = ScriptedServer([fault.reply])
    let failure = try await transport(to: server).failure(of: read())
    #expect(failure?.kind == fault.kind)
    #expect(failure?.code == fault.code)
    #expect(failure?.certainty == .notDone)
    #expect(server.requests.count == (fault.isTransient ? 4 : 1))
  }

  @Test(arguments: faults) func anEffectfulCallArrivesOnceAndMayHaveBeenDone(fault: Fault) async throws {
    let server = ScriptedServer([fault.reply])
    let failure = try await transport(to: server).failure(of: deletion())
    #expect(failure?.kind == fault.kind)
    #expect(failure?.code == fault.code)
    #expect(failure?.certainty == .mayHaveBeenDone)
    #expect(server.requests.count == 1)
  }

  @Test(arguments: [301, 302, 303, 307, 308, 304])
  func aRedirectIsReportedAndNotFollowed(status: Int) async throws {
    let other = ScriptedServer([.send(answer(200))])
    let target = "Location: http://127.0.0.1:\(other.port)/v3/connections"
    let server = ScriptedServer([.send(answer(status, "", [target]))])
    let transport = try transport(to: server)
    let ofRead = await transport.failure(of: read())
    let ofDeletion = await transport.failure(of: deletion())
    #expect(ofRead?.kind == .notAllowed)
    #expect(ofRead?.code == "transport.redirect")
    #expect(ofRead?.certainty == .notDone)
    #expect(ofDeletion?.code == "transport.redirect")
    #expect(ofDeletion?.certainty == .mayHaveBeenDone)
    #expect(server.requests.count == 2)
    #expect(other.connections == 0)
  }

  @Test func refusedConnectionsAreNotDoneForEveryMethod() async throws {
    let dead = DeadPort()
    let transport = try CurlTransport(providers: [hosts(port: dead.number)], options: quickOptions())
    for request in [read(), deletion()] {
      let failure = await transport.failure(of: request)
      #expect(failure?.kind == .notSent)
      #expect(failure?.code == "transport.refused")
      #expect(failure?.certainty == .notDone)
      #expect(failure?.retryAfter != nil)
    }
    #expect(transport.statistics()[maker]?.calls == 2)
    #expect(transport.statistics()[maker]?.retries == 3)
    #expect(transport.statistics()[maker]?.failures == 5)
    withExtendedLifetime(dead) {}
  }

  @Test func aResetBeforeReadingIsRetriedForAReadOnly() async throws {
    let server = ScriptedServer(resetUnread: [0, 1]) { _, _ in .send(answer(200, "[1]")) }
    let transport = try transport(to: server)
    let failure = await transport.failure(of: deletion())
    #expect(failure?.certainty == .mayHaveBeenDone)
    #expect(server.requests.isEmpty)
    #expect(try await transport.send(read()).text == "[1]")
    #expect(server.requests.count == 1)
  }

  @Test func silenceEndsAtTheLimit() async throws {
    let server = ScriptedServer([.silence])
    var options = quickOptions()
    options.retry.attempts = 1
    let transport = try transport(to: server, limits: shortLimits(timeout: 0.3), options: options)
    let ofRead = await transport.failure(of: read())
    let ofDeletion = await transport.failure(of: deletion())
    #expect(ofRead?.code == "transport.timeout")
    #expect(ofRead?.certainty == .notDone)
    #expect(ofDeletion?.code == "transport.timeout")
    #expect(ofDeletion?.certainty == .mayHaveBeenDone)
  }

  @Test func aTrickleEndsLongBeforeTheLimit() async throws {
    let server = ScriptedServer([.trickle("HTTP/1.1 200 X\r\nContent-Length: 1000\r\n\r\n")])
    var options = quickOptions()
    options.retry.attempts = 1
    let transport = try transport(to: server, limits: shortLimits(timeout: 60), options: options)
    let failure = await transport.failure(of: read())
    #expect(failure?.code == "transport.timeout")
    #expect(server.requests.count == 1)
  }

  @Test func aKeptConnectionThatDiesOnReuseDoesNotRepeatADeletion() async throws {
    let server = ScriptedServer { request, _ in
      request.line.hasPrefix("DELETE") ? .closeAfterReading : .send(answer(200))
    }
    let transport = try transport(to: server)
    _ = try await transport.send(read())
    let failure = await transport.failure(of: deletion())
    #expect(failure?.code == "transport.reset")
    #expect(failure?.certainty == .mayHaveBeenDone)
    #expect(server.requests.filter { $0.line.hasPrefix("DELETE") }.count == 1)
    #expect(server.requests.map(\.connection) == [0, 1])
  }

  @Test func extraBytesNeverBecomeTheAnswerToAnotherRequest() async throws {
    let server = ScriptedServer { _, index in
      .send(index == 0 ? answer(200, "[1]") + answer(200, "[]") : answer(200, "[2]"))
    }
    let transport = try transport(to: server, limits: shortLimits(concurrency: 1))
    #expect(try await transport.send(read()).text == "[1]")
    #expect(try await transport.send(read()).text == "[2]")
  }

  @Test func anAnswerSentInAdvanceIsNotTakenForTheNextOne() async throws {
    let server = ScriptedServer { request, index in
      if request.line.contains("wake") { return .send(answer(200)) }
      return index == 0 ? .sendThenHold(answer(200, "[1]"), answer(200, "[]")) : .send(answer(200, "[2]"))
    }
    let transport = try transport(to: server, limits: shortLimits(concurrency: 1))
    #expect(try await transport.send(read()).text == "[1]")
    server.release()
    // A second client's answer shows that the server has let the early answer go.
    _ = try await CurlTransport(providers: [hosts(port: server.port)]).send(read("/wake"))
    #expect(try await transport.send(read()).text == "[2]")
  }
}
