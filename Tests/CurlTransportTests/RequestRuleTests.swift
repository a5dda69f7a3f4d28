import HandoverModel
import HandoverTestSupport
import OEMAdapterKit
import Testing

@testable import CurlTransport

@Suite struct RequestRuleTests {
  static let badServices = [
    "http://api.maker.example", "https://127.0.0.1", "https://localhost", "https://api", "https://10.0.0.1",
    "https://[::1]", "https://[2606:4700::1111]", "https://api.maker.example/", "https://user@api.maker.example",
    "https://api.maker.example?x=1", "https://api.maker.example#x", "https://api.maker.example:0",
    "https://api.maker.example:65536", "https://API.maker.example", "https://api..example", "https://-a.example",
    "https://api.maker.example/../x", "https://api.maker.example/a b", "ftp://api.maker.example",
    "https://printer.local",
    "https://metadata.internal", "https://0x7f.1", "https://2130706433", "https://api.maker.example\\@evil.example", "",
    "https://", "https:///v3", "https://api.maker.example\r\nHost: evil",
  ]

  @Test(arguments: badServices) func aServiceIsHTTPSToAPublicNameOrRefused(text: String) {
    #expect(throws: TransportSetupError.self) { try ServiceBase.live(text) }
  }

  @Test(arguments: [
    "http://example.com", "http://127.0.0.1.example.com", "http://localhost.example.com", "https://127.1",
    "http://0.0.0.0:80", "http://[::]:80", "http://127.0.0.256", "http://user@127.0.0.1",
    "http://127.0.0.1:80@evil.example",
    "file:///etc/passwd", "http://2130706433", "http://169.254.169.254",
  ])
  func anOverrideIsThisMachineOrRefused(text: String) {
    #expect(throws: TransportSetupError.self) { try ServiceBase.override(text) }
  }

  @Test(arguments: [
    "http://127.0.0.1:8080/v3", "https://localhost:1", "http://[::1]:65535", "http://127.200.3.4", "http://localhost",
  ])
  func anOverrideReadsBackTheSame(text: String) throws {
    let base = try ServiceBase.override(text)
    #expect(base.origin + base.path == text)
  }

  @Test func theModeComesFromTheOverridesAlone() throws {
    var live = hosts(ProviderID("live"), port: 1)
    live.overrides = [:]
    let transport = try CurlTransport(providers: [live, hosts(port: 1)])
    #expect(transport.mode(of: ProviderID("live")) == .live)
    #expect(transport.mode(of: maker) == .simulated)
    #expect(transport.mode(of: ProviderID("nobody")) == .live)
  }

  @Test func aWrongTableOfHostsMakesNoTransport() {
    var extra = hosts(port: 1)
    extra.overrides["other"] = "http://127.0.0.1:1"
    #expect(throws: TransportSetupError.self) { try CurlTransport(providers: [extra]) }
    #expect(throws: TransportSetupError.self) { try CurlTransport(providers: [hosts(port: 1), hosts(port: 2)]) }
  }

  @Test func anUnknownProviderOrServiceIsNeverCalled() async throws {
    let server = ScriptedServer([.send(answer(200))])
    let transport = try transport(to: server)
    var other = read()
    other.service = "elsewhere"
    for request in [other, read(of: ProviderID("nobody"))] {
      let failure = await transport.failure(of: request)
      #expect(failure?.kind == .notAllowed)
      #expect(failure?.code == "transport.host")
      #expect(failure?.certainty == .notDone)
    }
    #expect(server.connections == 0)
  }

  static let badHeaders: [HTTPField] = [
    HTTPField("X", "a\r\nHost: evil"), HTTPField("X", "a\nb"), HTTPField("X", "a\u{0}b"), HTTPField("X\r\nY", "a"),
    HTTPField("X ", "a"), HTTPField("", "a"), HTTPField("X", "\u{7F}"), HTTPField("Host", "evil.example"),
    HTTPField("content-length", "0"), HTTPField("Transfer-Encoding", "chunked"), HTTPField("AUTHORIZATION", "Bearer x"),
    HTTPField("Cookie", "a=b"), HTTPField("Accept-Encoding", "gzip"), HTTPField("Connection", "close"),
    HTTPField("Ünicode", "a"),
  ]

  @Test(arguments: badHeaders) func aHeaderThatCouldChangeTheRequestIsRefused(header: HTTPField) throws {
    var request = read()
    request.headers = [header]
    expect(request, refusedAs: "transport.header")
  }

  @Test(arguments: [
    "", "v3", "/a b", "/a?b", "/a#b", "/../x", "/a/%2E%2e/b", "/a/./b", "/%zz", "/%1", "/a\r\n", "/ü", "//[", "/a\\b",
    "@evil.example/", ".evil.example",
  ])
  func aPathThatIsNotPlainIsRefused(path: String) {
    expect(read(path), refusedAs: "transport.request")
  }

  @Test func anAuthorizationWithALineBreakIsRefused() {
    var request = read()
    request.authorization = Secret("Bearer a\r\nX: b")
    expect(request, refusedAs: "transport.header")
    request.authorization = Secret("")
    expect(request, refusedAs: "transport.header")
  }

  @Test(arguments: [UInt64](1...100)) func whateverAQuerySaysItStaysAQuery(seed: UInt64) throws {
    var chance = SeededChance(seed: seed)
    let random = { (chance: inout SeededChance) in
      String(decoding: (0..<12).map { _ in UInt8.random(in: 0...255, using: &chance) }, as: UTF8.self)
    }
    var request = read()
    request.query = [HTTPField(random(&chance), random(&chance)), HTTPField("a", random(&chance))]
    let target = try outgoing(request).target
    let tail = target.split(separator: "?", maxSplits: 1)[1].utf8
    #expect(target.hasPrefix("/v3/connections?"), "seed \(seed)")
    #expect(tail.allSatisfy { isLetter($0) || isDigit($0) || "-._~%=&".utf8.contains($0) }, "seed \(seed): \(target)")
    #expect(tail.count { $0 == UInt8(ascii: "=") } == 2 && tail.count { $0 == UInt8(ascii: "&") } == 1, "seed \(seed)")
  }

  private func outgoing(_ request: HTTPRequest) throws -> OutgoingRequest {
    let base = try ServiceBase.override("http://127.0.0.1:1/v3")
    return try OutgoingRequest(request, base: base, isRepeatable: true, userAgent: "handover")
  }

  private func expect(_ request: HTTPRequest, refusedAs code: String) {
    do {
      _ = try outgoing(request)
      Issue.record("nothing was refused")
    } catch {
      let failure = error as? TransportFailure
      #expect(failure?.code == code)
      #expect(failure?.kind == .notAllowed)
      #expect(failure?.certainty == .notDone)
    }
  }
}
