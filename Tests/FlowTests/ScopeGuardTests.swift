import HandoverModel
import OEMAdapterKit
import Synchronization
import Testing

@Suite struct ScopeGuardTests {
  /// Counts what really left.
  final class Wire: HTTPTransport {
    let sent = Mutex(0)
    func mode(of provider: ProviderID) -> HandoverMode { .simulated }
    func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
      sent.withLock { $0 += 1 }
      return HTTPResponse(status: 204)
    }
  }

  let route = EffectRoute(.delete, service: "api", path: "/v2/vehicles/{vin}/users/guests/{access}")
  let key = AccessKey(provider: Case.maker, kind: "guest", id: "g-1")

  func send(_ request: HTTPRequest, grant: ScopeGrant?) async -> (refused: Bool, sent: Int) {
    let wire = Wire()
    let guarded = GuardedTransport(
      wire, provider: Case.maker, sessionRoutes: [SessionRoute(.post, service: "iam", path: "/token")], vin: Case.vin,
      grant: grant)
    do {
      _ = try await guarded.send(request)
      return (false, wire.sent.withLock { $0 })
    } catch {
      return (error.code == "scope.refused" && error.certainty == .notDone, wire.sent.withLock { $0 })
    }
  }

  func request(_ method: HTTPRequest.Method, _ path: String, service: String = "api") -> HTTPRequest {
    HTTPRequest(method, path, provider: Case.maker, service: service)
  }

  var grant: ScopeGrant? { ScopeGrant(provider: Case.maker, vin: Case.vin, route: route, access: key) }

  @Test func exactlyTheGrantedRequestPasses() async {
    let passed = await send(request(.delete, "/v2/vehicles/\(Case.vin.text)/users/guests/g-1"), grant: grant)
    #expect(passed == (false, 1))
  }

  @Test(arguments: [
    "/v2/vehicles/TMBJB9NX0PY000001/users/guests", "/v2/vehicles/TMBJB9NX0PY000001/users/guests/g-2",
    "/v2/vehicles/TMBJB9NX0PY000001", "/v2/vehicles/TMBJB9NX0PY000001/users/guests/g-1/",
    "/v2//vehicles/TMBJB9NX0PY000001/users/guests/g-1", "/v2/x/../vehicles/TMBJB9NX0PY000001/users/guests/g-1",
    "/v2/vehicles/TMBJB9NX0PY000001/users/guests/g-1?all=true", "/v2/vehicles/TMBJB9NX0PY000002/users/guests/g-1",
    "/v2/vehicles/TMBJB9NX0PY000001/users/guests/%2E%2E",
  ])
  func anythingElseIsRefusedUnsent(path: String) async {
    #expect(await send(request(.delete, path), grant: grant) == (true, 0))
  }

  @Test func queryBodyMethodAndServiceAreComparedToo() async {
    let path = "/v2/vehicles/\(Case.vin.text)/users/guests/g-1"
    var query = request(.delete, path)
    query.query = [HTTPField("user_id", "u")]
    var body = request(.delete, path)
    body.body = [1]
    for wider in [query, body, request(.post, path), request(.delete, path, service: "other")] {
      #expect(await send(wider, grant: grant) == (true, 0))
    }
    #expect(await send(request(.delete, path), grant: nil) == (true, 0))
  }

  @Test func aReadOfAnotherCarIsRefused() async {
    #expect(await send(request(.get, "/v2/vehicles/TMBJB9NX0PY000002"), grant: nil) == (true, 0))
    #expect(await send(request(.get, "/v2/vehicles/\(Case.vin.text)"), grant: nil) == (false, 1))
  }

  @Test func onlyDeclaredSessionRequestsPassWithoutAGrant() async {
    #expect(await send(request(.post, "/token", service: "iam"), grant: nil) == (false, 1))
    #expect(await send(request(.post, "/users", service: "iam"), grant: nil) == (true, 0))
  }

  @Test(arguments: ["", ".", "..", "a b", "a\u{0}b", "ä", String(repeating: "x", count: 201)])
  func anIdThatCannotStandInAPathGetsNoGrant(id: String) {
    let key = AccessKey(provider: Case.maker, kind: "guest", id: id)
    #expect(ScopeGrant(provider: Case.maker, vin: Case.vin, route: route, access: key) == nil)
  }

  @Test func aSlashInAnIdIsEncodedNotObeyed() {
    let key = AccessKey(provider: Case.maker, kind: "guest", id: "a/../b")
    let grant = ScopeGrant(provider: Case.maker, vin: Case.vin, route: route, access: key)
    #expect(grant?.path.hasSuffix("/guests/a%2F..%2Fb") == true)
  }
}
