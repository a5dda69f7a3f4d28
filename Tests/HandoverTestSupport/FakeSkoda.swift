package import HandoverModel
package import OEMAdapterKit
import Synchronization

/// The smallest Škoda app service that behaves as the reference says, in memory: for what an adapter's tests plant themselves.
/// The simulator is the unkind one.
package final class FakeSkoda: HTTPTransport {
  package struct World: Sendable {
    package var vin: VIN
    package var state = "ACTIVATED"
    package var otherCars: [String] = []
    package var guests: [String] = ["guest-aaaa-1", "guest-bbbb-2"]
    package var certificates: [String] = ["cert-cccc-3"]
    package var partOfFleet = false
    package var ownsCar = true
    package var userID: String? = "user-dddd-4"
    package var accessToken = "canary-access-1"
    package var refreshToken = "canary-refresh-1"
    /// Every refresh token that was ever used.
    package var spent: [String] = []
  }

  private let world: Mutex<World>

  package init(vin: VIN) { world = Mutex(World(vin: vin)) }

  package func change(_ edit: (inout sending World) -> Void) { world.withLock { edit(&$0) } }

  package var state: World { world.withLock { $0 } }

  package func mode(of provider: ProviderID) -> HandoverMode { .simulated }

  package func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
    world.withLock { Self.answer(request, &$0) }
  }

  private static func answer(_ request: HTTPRequest, _ world: inout World) -> HTTPResponse {
    if request.path == "/v1/authentication/refresh-token" { return refresh(request, &world) }
    guard request.authorization?.reveal() == "Bearer \(world.accessToken)" else { return .json("{}", status: 401) }
    let car = "/v2/garage/vehicles/\(world.vin.text)"
    switch (request.method, request.path) {
    case (.post, "/v1/authentication/revoke-token"):
      world.accessToken = ""
      return HTTPResponse(status: 204)
    case (.get, "/v2/garage"): return .json(garage(world))
    case (.get, "/v1/users"): return world.userID.map { .json(#"{"id":"\#($0)"}"#) } ?? .json("{}", status: 404)
    case _ where !world.ownsCar: return .json("{}", status: 404)
    case (.get, car): return .json(#"{"vin":"\#(world.vin.text)"}"#)
    case (.get, "\(car)/fleet"): return .json(#"{"partOfFleet":\#(world.partOfFleet)}"#)
    case (.get, "\(car)/users/guests"): return .json(#"{"users":[\#(people(world.guests))]}"#)
    case (.get, "\(car)/users/guests/count"): return .json(#"{"count":\#(world.guests.count)}"#)
    case (.get, "/v1/charging/\(world.vin.text)/certificates"):
      return .json(#"{"certificates":[\#(contracts(world.certificates))]}"#)
    case (.delete, car):
      world.ownsCar = false
      return HTTPResponse(status: 204)
    case (.delete, let path): return remove(String(path.split(separator: "/").last ?? ""), from: &world)
    default: return .json("{}", status: 404)
    }
  }

  private static func remove(_ id: String, from world: inout World) -> HTTPResponse {
    let before = world.guests.count + world.certificates.count
    world.guests.removeAll { $0 == id }
    world.certificates.removeAll { $0 == id }
    return HTTPResponse(status: world.guests.count + world.certificates.count < before ? 204 : 404)
  }

  private static func refresh(_ request: HTTPRequest, _ world: inout World) -> HTTPResponse {
    guard String(decoding: request.body, as: UTF8.self) == #"{"token":"\#(world.refreshToken)"}"# else {
      return .json("{}", status: 400)
    }
    world.spent.append(world.refreshToken)
    let number = world.spent.count + 1
    world.accessToken = "canary-access-\(number)"
    world.refreshToken = "canary-refresh-\(number)"
    return .json(#"{"accessToken":"\#(world.accessToken)","refreshToken":"\#(world.refreshToken)","idToken":"i"}"#)
  }

  private static func garage(_ world: World) -> String {
    var cars = world.otherCars.map { #"{"vin":"\#($0)","state":"ACTIVATED","name":"Her other car"}"# }
    if world.ownsCar { cars.append(#"{"vin":"\#(world.vin.text)","state":"\#(world.state)","name":"Eva's car"}"#) }
    return #"{"vehicles":[\#(cars.joined(separator: ","))],"errors":[]}"#
  }

  private static func people(_ ids: [String]) -> String {
    ids.map { #"{"id":"\#($0)","firstName":"Jan","lastName":"Horak","knownToVehicle":true}"# }.joined(separator: ",")
  }

  private static func contracts(_ ids: [String]) -> String {
    ids.map { #"{"id":"\#($0)","issuer":"ELLI","state":"ORDERED"}"# }.joined(separator: ",")
  }
}
