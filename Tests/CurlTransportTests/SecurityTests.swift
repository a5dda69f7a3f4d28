import HandoverModel
import OEMAdapterKit
import Testing

@testable import CurlTransport

@Suite struct SecurityTests {
  @Test func aRequestArrivesAsItWasMeantAndCarriesNothingElse() async throws {
    let server = ScriptedServer([.send(answer(200))])
    var request = HTTPRequest(
      .patch, "/users/a%2Fb", provider: maker, service: "api", query: [HTTPField("q", "a b&c")],
      headers: [HTTPField("Content-Type", "application/json"), HTTPField("Accept", "application/json")],
      authorization: Secret("Bearer canary"), body: Array("{}".utf8))
    let transport = try transport(to: server)
    _ = try await transport.send(request)
    let received = server.requests[0]
    #expect(received.line == "PATCH /v3/users/a%2Fb?q=a%20b%26c HTTP/1.1")
    #expect(received.body == "{}")
    let names = received.head.split(separator: "\r\n").dropFirst().map { $0.prefix { $0 != ":" }.lowercased() }
    #expect(
      names.sorted() == ["accept", "authorization", "content-length", "content-type", "host", "user-agent"])
    #expect(received.header("Authorization") == "Bearer canary")
    #expect(received.header("Host") == "127.0.0.1:\(server.port)")

    request = HTTPRequest(.put, "/empty", provider: maker, service: "api")
    _ = try await transport.send(request)
    #expect(server.requests[1].header("Content-Length") == "0")
    #expect(server.requests[1].header("Authorization") == nil)
    #expect(server.requests[1].header("Content-Type") == nil)
  }

  @Test func anAuthorizationStaysWithItsRequest() async throws {
    let server = ScriptedServer([.send(answer(200))])
    let transport = try transport(to: server, limits: shortLimits(concurrency: 1))
    _ = try await transport.send(read())
    var plain = read()
    plain.authorization = nil
    _ = try await transport.send(plain)
    #expect(server.requests.map { $0.header("Authorization") } == ["Bearer canary", nil])
    #expect(server.connections == 1)
  }

  @Test(arguments: ["127.0.0.1", "10.0.0.1", "169.254.169.254", "[::1]"])
  func aPublicHostThatLeadsToAPrivateAddressIsNotCalled(address: String) async throws {
    let server = ScriptedServer([.send(answer(200))])
    var options = quickOptions()
    options.resolve = ["api.maker.example:\(server.port):\(address)"]
    let live = ProviderHosts(
      provider: maker, services: ["api": "https://api.maker.example:\(server.port)"], limits: shortLimits())
    let transport = try CurlTransport(providers: [live], options: options)
    for request in [read(), deletion()] {
      let failure = await transport.failure(of: request)
      #expect(failure?.kind == .notAllowed)
      #expect(failure?.code == "transport.address")
      #expect(failure?.certainty == .notDone)
    }
    #expect(server.connections == 0)
    #expect(transport.statistics()[maker]?.retries == 0)
  }

  @Test func aConnectionCutDuringTheTLSHandshakeIsNotDone() async throws {
    let server = ScriptedServer(resetUnread: [0]) { _, _ in .silence }
    let transport = try CurlTransport(providers: [hosts(port: server.port, scheme: "https")], options: quickOptions())
    let failure = await transport.failure(of: deletion())
    #expect(failure?.kind == .notSent)
    #expect(failure?.code == "transport.refused")
    #expect(failure?.certainty == .notDone)
  }

  @Test func aBodyOfExactlyTheLimitIsTaken() async throws {
    let server = ScriptedServer([.send(answer(200, String(repeating: "a", count: 1_000)))])
    let enough = try await transport(to: server, limits: shortLimits(maximumBody: 1_000)).send(read())
    #expect(enough.body.count == 1_000)
    let failure = try await transport(to: server, limits: shortLimits(maximumBody: 999)).failure(of: read())
    #expect(failure?.code == "transport.body-too-large")
  }

  @Test func noFailureSpeaksOfTheToken() async throws {
    let server = ScriptedServer([.resetAfterReading])
    let failure = try await transport(to: server).failure(of: deletion())
    #expect(!String(reflecting: failure).contains("canary"))
  }
}
