/// Smartcar's simulated endpoints with their proof (Smartcar notes, sections 1 to 4 and 6).
enum SmartcarEndpoints {
  static let all: [Endpoint] = version3 + version2

  private static let docs = "smartcar.com/docs"
  private static let sdk = "smartcar 6.19.1 (PyPI)"
  private static let clients = "public v3 clients (plain HTTP)"

  private static let version3: [Endpoint] = [
    Endpoint(
      "smartcar.v3.token", "POST", "/oauth2/token", .token, .thirdParty, clients, run: SmartcarTokenRoutes.machine),
    Endpoint(
      "smartcar.v3.connections.list", "GET", "/v3/connections", .listing, .documented, docs + " list-connections",
      extraFaults: [.badPaging, .wrongTotal, .otherVehicle, .billing], run: SmartcarConnectionRoutes.list),
    Endpoint(
      "smartcar.v3.connections.get", "GET", "/v3/connections/{connection}", .read, .documented,
      docs + " get-connection",
      run: SmartcarConnectionRoutes.read),
    Endpoint(
      "smartcar.v3.connections.delete", "DELETE", "/v3/connections/{connection}", .ending, .documented,
      docs + " (status 204 by analogy with remove-user, repeat 404: inferred)", extraFaults: [.endedByHand],
      run: SmartcarConnectionRoutes.delete),
    Endpoint(
      "smartcar.v3.vehicles.get", "GET", "/v3/vehicles/{vehicle}", .read, .client, sdk + " get_vehicle",
      extraFaults: [.busy, .listDisagrees, .billing], run: SmartcarVehicleRoutes.read),
    Endpoint(
      "smartcar.v3.signals.list", "GET", "/v3/vehicles/{vehicle}/signals", .read, .client,
      sdk + " get_signals (with the sc-user-id header added)", extraFaults: [.busy, .billing],
      run: SmartcarVehicleRoutes.signals),
    Endpoint(
      "smartcar.v3.signals.get", "GET", "/v3/vehicles/{vehicle}/signals/{signal}", .read, .client,
      sdk + " get_signal (with the sc-user-id header added)", extraFaults: [.busy, .otherVehicle, .billing],
      run: SmartcarVehicleRoutes.signal),
    Endpoint(
      "smartcar.v3.webhooks.list", "GET", "/v3/webhooks", .read, .documented, docs + " (body: inferred)",
      run: SmartcarSubscriptionRoutes.webhooks),
    Endpoint(
      "smartcar.v3.subscriptions.list", "GET", "/v3/subscriptions", .listing, .documented, docs + " (body: inferred)",
      extraFaults: [.badPaging, .wrongTotal], run: SmartcarSubscriptionRoutes.list),
    Endpoint(
      "smartcar.v3.subscriptions.get", "GET", "/v3/subscriptions/{subscription}", .read, .documented,
      docs + " (body: inferred)", run: SmartcarSubscriptionRoutes.read),
    Endpoint(
      "smartcar.v3.subscriptions.delete", "DELETE", "/v3/subscriptions/{subscription}", .ending, .documented,
      docs + " (status 204: inferred)", extraFaults: [.endedByHand], run: SmartcarSubscriptionRoutes.delete),
  ]

  private static let vehicle = "/v2.0/vehicles/{vehicle}"
  private static let management = "/v2.0/management/connections"

  private static let version2: [Endpoint] = [
    Endpoint(
      "smartcar.v2.token", "POST", "/oauth/token", .token, .client, sdk + " exchange_code, exchange_refresh_token",
      run: SmartcarTokenRoutes.owner),
    owned("user", "GET", "/v2.0/user", "get_user", SmartcarOwnerRoutes.user),
    owned("vehicles", "GET", "/v2.0/vehicles", "get_vehicles", SmartcarOwnerRoutes.vehicles),
    owned("attributes", "GET", vehicle, "Vehicle.attributes", SmartcarOwnerRoutes.attributes),
    owned("vin", "GET", vehicle + "/vin", "Vehicle.vin", SmartcarOwnerRoutes.vin),
    owned("permissions", "GET", vehicle + "/permissions", "Vehicle.permissions", SmartcarOwnerRoutes.permissions),
    owned("batch", "POST", vehicle + "/batch", "Vehicle.batch", SmartcarOwnerRoutes.batch),
    owned("other", "GET", vehicle + "/{read}", "every other read of Vehicle", SmartcarOwnerRoutes.notCapable),
    owned("other2", "GET", vehicle + "/{group}/{read}", "every other read of Vehicle", SmartcarOwnerRoutes.notCapable),
    owned("command", "POST", vehicle + "/{command}", "every command of Vehicle", SmartcarOwnerRoutes.notCapable),
    owned(
      "subscribe", "POST", vehicle + "/webhooks/{webhook}", "Vehicle.subscribe", SmartcarManagementRoutes.subscribe),
    owned(
      "command2", "POST", vehicle + "/{group}/{command}", "every command of Vehicle", SmartcarOwnerRoutes.notCapable),
    owned(
      "compatibility", "GET", "/v2.0/compatibility", "get_compatibility", SmartcarManagementRoutes.compatibility),
    Endpoint(
      "smartcar.v2.disconnect", "DELETE", vehicle + "/application", .ending, .client, sdk + " Vehicle.disconnect",
      extraFaults: [.endedByHand, .billing], run: SmartcarOwnerRoutes.disconnect),
    Endpoint(
      "smartcar.v2.unsubscribe", "DELETE", vehicle + "/webhooks/{webhook}", .ending, .client,
      sdk + " Vehicle.unsubscribe",
      extraFaults: [.billing], run: SmartcarManagementRoutes.unsubscribe),
    Endpoint(
      "smartcar.v2.connections.list", "GET", management, .listing, .client, sdk + " get_connections",
      extraFaults: [.badPaging], run: SmartcarManagementRoutes.list),
    Endpoint(
      "smartcar.v2.connections.delete", "DELETE", management, .ending, .client, sdk + " delete_connections",
      extraFaults: [.endedByHand], run: SmartcarManagementRoutes.delete),
  ]

  private static func owned(
    _ name: String, _ method: String, _ path: String, _ call: String,
    _ run: @escaping @Sendable (inout Simulation, inout Call) -> Answer
  ) -> Endpoint {
    Endpoint(
      "smartcar.v2." + name, method, path, .read, .client, sdk + " " + call,
      extraFaults: path.hasPrefix(vehicle) ? [.busy, .billing] : [.billing], run: run)
  }
}
