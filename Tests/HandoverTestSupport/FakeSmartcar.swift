package import HandoverModel
package import OEMAdapterKit
import Synchronization

/// The smallest Smartcar v3 that behaves as the reference says, in memory: one application, pages, and no VIN filter.
package final class FakeSmartcar: HTTPTransport {
  package struct Item: Hashable, Sendable {
    package var id: String
    package var vehicle: String
    package var user: String
    package var permissions: [String]

    package init(_ id: String, vehicle: String, user: String, permissions: [String] = ["read_vin", "read_location"]) {
      self.id = id
      self.vehicle = vehicle
      self.user = user
      self.permissions = permissions
    }
  }

  package struct World: Sendable {
    /// Newest first.
    package var connections: [Item] = []
    package var subscriptions: [Item] = []
    /// Vehicle id to VIN; a vehicle that is not here does not tell its VIN.
    package var vins: [String: String] = [:]
    /// The most items of a page, however many were asked for.
    package var pageLimit = 100
    package var token = 0
    package var tokensGiven = 0
  }

  private let world = Mutex(World())

  package init() {}

  package func change(_ edit: (inout sending World) -> Void) { world.withLock { edit(&$0) } }

  package var state: World { world.withLock { $0 } }

  package func mode(of provider: ProviderID) -> HandoverMode { .simulated }

  package func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
    world.withLock { Self.answer(request, &$0) }
  }

  private static func answer(_ request: HTTPRequest, _ world: inout World) -> HTTPResponse {
    if request.path == "/oauth2/token" {
      world.token += 1
      world.tokensGiven += 1
      return .json(#"{"access_token":"canary-app-\#(world.token)","token_type":"Bearer","expires_in":3600}"#)
    }
    guard request.authorization?.reveal() == "Bearer canary-app-\(world.token)" else {
      return error(401, "UNAUTHORIZED")
    }
    let parts = request.path.split(separator: "/").map(String.init)
    switch (request.method, parts.first, parts.count) {
    case (.get, "connections", 1): return page(of: world.connections, request, world, connection)
    case (.get, "subscriptions", 1): return page(of: world.subscriptions, request, world, subscription)
    case (.get, "connections", 2): return one(parts[1], of: world.connections, connection)
    case (.get, "subscriptions", 2): return one(parts[1], of: world.subscriptions, subscription)
    case (.get, "vehicles", 4) where parts[3] == "vehicleidentification-vin":
      guard let vin = world.vins[parts[1]] else { return error(403, "ACCESS_DENIED") }
      return .json(
        #"{"data":{"attributes":{"code":"vehicleidentification-vin","body":{"value":"\#(vin)"}}}}"#)
    case (.delete, "connections", 2): return remove(parts[1], from: &world.connections)
    case (.delete, "subscriptions", 2): return remove(parts[1], from: &world.subscriptions)
    default: return error(404, "INVALID_PATH")
    }
  }

  private static func page(
    of items: [Item], _ request: HTTPRequest, _ world: World, _ text: (Item) -> String
  ) -> HTTPResponse {
    func query(_ name: String) -> String? { request.query.first { $0.name == name }?.value }
    let wanted = items.filter { query("filter[vehicleId]") == nil || $0.vehicle == query("filter[vehicleId]") }
    let size = min(world.pageLimit, Int(query("page[size]") ?? "10") ?? 10)
    let start = ((Int(query("page[number]") ?? "1") ?? 1) - 1) * size
    let shown = wanted.dropFirst(start).prefix(size)
    let next = start + size < wanted.count ? #""/v3/next""# : "null"
    let meta = #"{"pageNumber":\#(start / size + 1),"pageSize":\#(size),"totalCount":\#(wanted.count)}"#
    return .json(#"{"data":[\#(shown.map(text).joined(separator: ","))],"meta":\#(meta),"links":{"next":\#(next)}}"#)
  }

  private static func one(_ id: String, of items: [Item], _ text: (Item) -> String) -> HTTPResponse {
    items.first { $0.id == id }.map { .json(#"{"data":\#(text($0))}"#) } ?? error(404, "NOT_FOUND")
  }

  private static func remove(_ id: String, from items: inout [Item]) -> HTTPResponse {
    guard let place = items.firstIndex(where: { $0.id == id }) else { return error(404, "NOT_FOUND") }
    items.remove(at: place)
    return HTTPResponse(status: 204)
  }

  private static func error(_ status: Int, _ code: String) -> HTTPResponse {
    let type = status == 404 ? "RESOURCE_NOT_FOUND" : "AUTHENTICATION"
    return .json(#"{"errors":[{"status":"\#(status)","type":"\#(type)","code":"\#(code)"}]}"#, status: status)
  }

  private static func connection(_ item: Item) -> String {
    let permissions = item.permissions.map { "\"\($0)\"" }.joined(separator: ",")
    return #"{"id":"\#(item.id)","type":"connection","attributes":{"permissions":[\#(permissions)],"#
      + #""vehicle":{"make":"BMW","mode":"live"}},"relationships":{"vehicle":{"data":{"id":"\#(item.vehicle)"}},"#
      + #""user":{"data":{"id":"\#(item.user)"}}},"meta":{"createdAt":"2026-01-01T00:00:00Z"}}"#
  }

  private static func subscription(_ item: Item) -> String {
    #"{"id":"\#(item.id)","type":"subscription","attributes":{"webhookId":"w-1","userId":"\#(item.user)","#
      + #""vehicleId":"\#(item.vehicle)"}}"#
  }
}
