import OEMSimulators
import Testing

/// What the faults look like on a real connection.
@Suite struct WireTests {
  private func running(_ faults: [Fault: Double] = [:]) async throws -> RunningSimulators {
    var settings = SimulationSettings()
    settings.profile = .kind
    settings.changes = faults
    settings.seed = 3
    settings.slowBodyMilliseconds = 150
    return try await SimulatorServer.start(.generated(vehicles: 4, seed: 3), settings: settings)
  }

  private func port(_ origin: String) -> UInt16 { UInt16(origin.split(separator: ":").last ?? "") ?? 0 }

  private func request(_ running: RunningSimulators, _ target: String = "/api/v2/garage", close: Bool = true) -> String
  {
    let token = running.world.vehicles.compactMap(\.skoda).first?.seller.accessToken ?? ""
    return "GET \(target) HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer \(token)\r\n"
      + (close ? "Connection: close\r\n\r\n" : "\r\n")
  }

  private func answers(_ faults: [Fault: Double], calls: Int = 1, count: Int = 12) async throws -> [(
    text: String, end: RawClient.End, form: String?
  )] {
    let running = try await running(faults)
    let client = RawClient(port: port(running.skodaOrigin))
    var seen: [(String, RawClient.End, String?)] = []
    for number in 0..<count {
      let target = "/api/v2/garage?try=\(number)"
      let requests = (0..<calls).map { request(running, target, close: $0 == calls - 1) }
      let (bytes, end) = await client.converse(requests)
      seen.append((String(decoding: bytes, as: UTF8.self), end, running.state.history.last?.form))
    }
    await running.stop()
    return seen
  }

  @Test func aKindServerAnswersOnBothPorts() async throws {
    let running = try await running()
    let skoda = await RawClient(port: port(running.skodaOrigin)).converse([request(running)])
    #expect(String(decoding: skoda.bytes, as: UTF8.self).hasPrefix("HTTP/1.1 200 OK"))
    let token =
      "POST /oauth2/token HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
    let smartcar = await RawClient(port: port(running.smartcarOrigin)).converse([token])
    #expect(String(decoding: smartcar.bytes, as: UTF8.self).hasPrefix("HTTP/1.1 400"))
    #expect(running.ready(pid: 1)["skoda"]?["api"]?.text == running.skodaBase)
    await running.stop()
    let refused = await RawClient(port: port(running.skodaOrigin)).converse([request(running)])
    #expect(refused.bytes.isEmpty)
  }

  @Test func aResetGivesNoByte() async throws {
    for answer in try await answers([.resetAfterEffect: 1], count: 3) {
      #expect(answer.text.isEmpty && answer.end == .reset)
    }
  }

  @Test func aReusedConnectionIsClosedWithoutAnAnswer() async throws {
    let fresh = try await answers([.closedReusedConnection: 1], calls: 1, count: 3)
    #expect(fresh.allSatisfy { $0.text.hasPrefix("HTTP/1.1 200") })
    let reused = try await answers([.closedReusedConnection: 1], calls: 2, count: 6)
    #expect(reused.allSatisfy { $0.text.isEmpty && $0.end == .closed })
    #expect(Set(reused.compactMap(\.form)) == ["before the effect", "after the effect"])
  }

  @Test func aCutBodyIsShortOfItsLengthOrHasNoEnd() async throws {
    let seen = try await answers([.cutBody: 1])
    for answer in seen {
      let body = answer.text.split(separator: "\r\n\r\n", maxSplits: 1).last ?? ""
      if answer.form == "chunked without end" {
        #expect(answer.text.lowercased().contains("transfer-encoding: chunked") && !answer.text.hasSuffix("0\r\n\r\n"))
      } else {
        #expect(body.utf8.count > 0 && body.utf8.count < length(answer.text))
      }
    }
    #expect(Set(seen.compactMap(\.form)).count == 2)
  }

  @Test func aSlowBodyIsCutInTheEnd() async throws {
    let seen = try await answers([.slowBody: 1], count: 4)
    for answer in seen { #expect(answer.text.hasPrefix("HTTP/1.1 200") && answer.end == .closed) }
    #expect(
      seen.allSatisfy { ($0.text.split(separator: "\r\n\r\n", maxSplits: 1).dropFirst().first?.utf8.count ?? 0) < 4 })
  }

  @Test func oddHeadsAreOdd() async throws {
    let seen = try await answers([.oddHead: 1], count: 16)
    for answer in seen {
      switch answer.form {
      case "extraBytes": #expect(answer.text.hasSuffix("HTTP/1.1 200 OK\r\n\r\n"))
      case "twoLengths": #expect(answer.text.components(of: "content-length") == 2)
      case "hugeHeader": #expect(answer.text.utf8.count > 1 << 20)
      case "manyHeaders": #expect(answer.text.components(of: "\r\nx-") == 10_000)
      default: Issue.record("an unknown form \(answer.form ?? "none")")
      }
    }
    #expect(Set(seen.compactMap(\.form)).count == 4)
  }

  @Test func aBombIsAMegabyteThatCallsItselfGzip() async throws {
    let seen = try await answers([.decompressionBomb: 1], count: 6)
    let bomb = try #require(seen.first { $0.form == "gzip bomb" })
    #expect(bomb.text.contains("content-encoding: gzip") && bomb.text.utf8.count > 1 << 20)
    #expect(seen.contains { $0.form == "unasked encoding" && $0.text.contains("content-encoding: br") })
  }

  @Test func redirectsPointAwayAndAreNeverSilent() async throws {
    let seen = try await answers([.redirect: 1], count: 24)
    #expect(seen.allSatisfy { $0.text.contains("location: ") })
    #expect(Set(seen.compactMap(\.form)).count == 6)
  }

  @Test func rateLimitsComeWithEveryFormOfRetryAfter() async throws {
    let seen = try await answers([.rateLimited: 1], count: 40)
    #expect(seen.allSatisfy { $0.text.hasPrefix("HTTP/1.1 429") })
    let forms = Set(seen.compactMap(\.form))
    #expect(forms == ["seconds", "date", "absent", "ten years", "negative", "word"])
    #expect(seen.filter { $0.form == "absent" }.allSatisfy { !$0.text.contains("retry-after") })
  }
}

extension String {
  /// How often a part occurs.
  func components(of part: String) -> Int { ranges(of: part).count }
}
