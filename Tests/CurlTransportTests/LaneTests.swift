import HandoverModel
import OEMAdapterKit
import Testing

@testable import CurlTransport

/// What a provider's queue does as a whole: retries, pauses, isolation, the circuit, cancellation.
@Suite struct LaneTests {
  @Test(arguments: [500, 502, 503, 504, 429]) func aTransientStatusOfAReadIsRetried(status: Int) async throws {
    let server = ScriptedServer([.send(answer(status)), .send(answer(status)), .send(answer(200, "[1]"))])
    let transport = try transport(to: server)
    #expect(try await transport.send(read()).text == "[1]")
    let statistics = transport.statistics()[maker]
    #expect(statistics?.calls == 1)
    #expect(statistics?.retries == 2)
    #expect(statistics?.throttled == (status == 429 ? 2 : 0))
    #expect(statistics?.answers == 3)
    #expect(statistics?.failures == 0)
    #expect(statistics?.bytesReceived == 7)
  }

  @Test(arguments: [400, 401, 403, 404, 409, 410, 423, 430, 501]) func anyOtherStatusIsAnAnswer(status: Int)
    async throws
  {
    let server = ScriptedServer([.send(answer(status, "no"))])
    let response = try await transport(to: server).send(read())
    #expect(response.status == status)
    #expect(response.text == "no")
    #expect(server.requests.count == 1)
  }

  @Test(arguments: [429, 430, 500, 503]) func theAnswerToAnEffectfulCallIsGivenToItsAdapter(status: Int) async throws {
    let server = ScriptedServer([.send(answer(status, "{}", ["Retry-After: 0"]))])
    let response = try await transport(to: server).send(deletion())
    #expect(response.status == status)
    #expect(response.header("retry-after") == "0")
    #expect(server.requests.count == 1)
  }

  @Test func theLastAnswerIsGivenWhenRetriesAreUsedUp() async throws {
    let server = ScriptedServer([.send(answer(503, "later"))])
    #expect(try await transport(to: server).send(read()).status == 503)
    #expect(server.requests.count == 4)
  }

  @Test func aSessionCallIsRepeatedOnlyWhereItIsDeclaredSafe() async throws {
    let server = ScriptedServer { _, index in index % 2 == 0 ? .resetAfterReading : .send(answer(200)) }
    var renewal = HTTPRequest(.post, "/token", provider: maker, service: "api", body: Array("a=b".utf8))
    renewal.headers = [HTTPField("Content-Type", "application/x-www-form-urlencoded")]
    let failure = try await transport(to: server).failure(of: renewal)
    #expect(failure?.certainty == .mayHaveBeenDone)
    #expect(server.requests.count == 1)
    #expect(server.requests[0].body == "a=b")

    let again = ScriptedServer { _, index in index == 0 ? .resetAfterReading : .send(answer(200)) }
    var options = quickOptions()
    options.repeatable = [maker: [SessionRoute(.post, service: "api", path: "/token")]]
    #expect(try await transport(to: again, options: options).send(renewal).status == 200)
    #expect(again.requests.map(\.body) == ["a=b", "a=b"])
  }

  @Test func aProviderNeverHasMoreInFlightThanItAllows() async throws {
    let server = ScriptedServer([.held(answer(200))])
    let transport = try transport(
      to: server, limits: shortLimits(concurrency: 3, timeout: 3_600), options: patientOptions())
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<12 { group.addTask { _ = try await transport.send(read()) } }
      for round in 1...4 {
        await server.waitFor(requests: 3 * round)
        #expect(server.requests.count == 3 * round)
        server.release()
      }
      try await group.waitForAll()
    }
    #expect(server.connections == 3)
  }

  @Test func aStalledProviderHoldsUpNobodyElse() async throws {
    let slow = ProviderID("slow")
    let stalled = ScriptedServer([.held(answer(200))])
    let server = ScriptedServer([.send(answer(200))])
    let transport = try CurlTransport(
      providers: [
        hosts(slow, port: stalled.port, limits: shortLimits(concurrency: 2, timeout: 3_600)),
        hosts(port: server.port, limits: shortLimits(timeout: 3_600)),
      ],
      options: patientOptions())
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<20 { group.addTask { _ = try await transport.send(read(of: slow)) } }
      await stalled.waitFor(requests: 2)
      for _ in 0..<200 { _ = try await transport.send(read()) }
      #expect(stalled.requests.count == 2)
      #expect(transport.statistics()[maker]?.answers == 200)
      transport.shutDown()
      group.cancelAll()
      while let end = await group.nextResult() {
        guard case .failure(let error) = end else { continue }
        #expect(["transport.closed", "transport.cancelled"].contains((error as? TransportFailure)?.code ?? ""))
      }
    }
  }

  @Test func a429PausesEveryCallOfTheProvider() async throws {
    let server = ScriptedServer { _, index in
      .send(index == 0 ? answer(429, "{}", ["Retry-After: 3000"]) : answer(200))
    }
    let other = ScriptedServer([.send(answer(200))])
    let second = ProviderID("second")
    let transport = try CurlTransport(
      providers: [hosts(port: server.port), hosts(second, port: other.port)], options: quickOptions())
    #expect(try await transport.send(read()).status == 429)
    let paused = await transport.failure(of: deletion())
    #expect(paused?.kind == .notNow)
    #expect(paused?.code == "transport.paused")
    #expect(paused?.certainty == .notDone)
    #expect((1_000...3_000).contains(paused?.retryAfter ?? 0))
    #expect(server.requests.count == 1)
    #expect(try await transport.send(read(of: second)).status == 200)
  }

  @Test func endless429sStayWithinTheBudgetToo() async throws {
    let server = ScriptedServer([.send(answer(429))])
    let transport = try transport(to: server, limits: shortLimits(concurrency: 2))
    for _ in 0..<50 { #expect(try await transport.send(read()).status == 429) }
    #expect(server.requests.count <= 50 + 2 + 10 + 10)
  }

  @Test func theCircuitOpensWhenEverythingFailsAndStaysWithinTheBudget() async throws {
    let server = ScriptedServer([.resetAfterReading])
    var options = quickOptions()
    options.circuitPause = 1_000
    options.circuitLongestPause = 1_000
    let transport = try transport(to: server, options: options)
    var codes: [String] = []
    for _ in 0..<100 {
      let failure = await transport.failure(of: read())
      codes.append(failure?.code ?? "")
      if failure?.code == "transport.circuit-open" {
        #expect(failure?.kind == .notNow)
        #expect(failure?.certainty == .notDone)
        #expect((failure?.retryAfter ?? 0) > 900)
      }
    }
    #expect(codes.last == "transport.circuit-open")
    #expect(await transport.failure(of: deletion())?.code == "transport.circuit-open")
    let statistics = transport.statistics()[maker]
    #expect((statistics?.retries ?? 99) <= 11)
    #expect(server.requests.count == (statistics?.calls ?? 0) + (statistics?.retries ?? 0))
    #expect(server.requests.count < 20)
  }

  @Test func aReadThatSucceedsClosesTheCircuitAndADeletionNeverTries() async throws {
    let server = ScriptedServer { _, index in index < 5 ? .resetAfterReading : .send(answer(200)) }
    var options = quickOptions()
    options.retry.attempts = 10
    options.retryMinimum = 4
    options.circuitPause = 0
    let transport = try transport(to: server, options: options)
    #expect(await transport.failure(of: read())?.code == "transport.reset")
    #expect(server.requests.count == 5)
    #expect(await transport.failure(of: deletion())?.code == "transport.circuit-open")
    #expect(server.requests.count == 5)
    #expect(try await transport.send(read()).status == 200)
    #expect(try await transport.send(deletion()).status == 200)
  }

  @Test func cancellingBeforeTheSendSendsNothing() async throws {
    let server = ScriptedServer([.held(answer(200))])
    let transport = try transport(
      to: server, limits: shortLimits(concurrency: 1, timeout: 3_600), options: patientOptions())
    let first = Task { try await transport.send(deletion("/first")) }
    await server.waitFor(requests: 1)
    let second = Task { await transport.failure(of: deletion("/second")) }
    second.cancel()
    let failure = await second.value
    #expect(failure?.kind == .notSent)
    #expect(failure?.code == "transport.cancelled")
    #expect(failure?.certainty == .notDone)
    server.release()
    #expect(try await first.value.status == 200)
    #expect(server.requests.count == 1)
  }

  @Test func anEffectfulCallInFlightIsAwaitedThroughCancellationAndShutDown() async throws {
    let server = ScriptedServer([.held(answer(200, "gone"))])
    let transport = try transport(to: server)
    let call = Task { try await transport.send(deletion()) }
    await server.waitFor(requests: 1)
    call.cancel()
    transport.shutDown()
    #expect(await transport.failure(of: read())?.code == "transport.closed")
    server.release()
    #expect(try await call.value.text == "gone")
  }

  @Test func aReadInFlightIsBrokenOffByCancellation() async throws {
    let server = ScriptedServer([.silence])
    let transport = try transport(to: server, limits: shortLimits(timeout: 60))
    let call = Task { await transport.failure(of: read()) }
    await server.waitFor(requests: 1)
    call.cancel()
    #expect(await call.value?.code == "transport.cancelled")
  }
}
