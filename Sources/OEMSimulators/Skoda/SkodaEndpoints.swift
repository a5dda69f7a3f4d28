/// Škoda's simulated endpoints with their proof (Volkswagen Group notes, Škoda part). "Seen in the app" means a list of paths
/// found in it: success status and bodies of those are not confirmed.
enum SkodaEndpoints {
  static let all: [Endpoint] = tokens + garage + charging

  private static let client = "myskoda 2.17.2"
  private static let app = "myskoda docs/api_endpoints.md (path seen in the app; status and body not confirmed)"
  private static let authentication = "/api/v1/authentication/"
  private static let car = "/api/v2/garage/vehicles/{vin}"

  // `myskoda` needs Python 3.13; where that is absent its run is skipped and these rest on reading its source.
  private static let tokens: [Endpoint] = [
    Endpoint(
      "skoda.token.refresh", "POST", authentication + "refresh-token", .token, .thirdParty,
      client + " authorize_refresh_token",
      extraFaults: [.refreshAnswerLost], run: SkodaTokenRoutes.refresh),
    Endpoint(
      "skoda.token.revoke", "POST", authentication + "revoke-token", .token, .thirdParty, app,
      run: SkodaTokenRoutes.revoke),
    Endpoint(
      "skoda.token.exchange", "POST", authentication + "exchange-authorization-code", .token, .thirdParty,
      client + " authorize",
      run: SkodaTokenRoutes.exchange),
  ]

  private static let garage: [Endpoint] = [
    Endpoint(
      "skoda.user.get", "GET", "/api/v1/users", .read, .thirdParty, client + " get_user", run: SkodaUserRoutes.own),
    Endpoint(
      "skoda.garage.list", "GET", "/api/v2/garage", .listing, .thirdParty, client + " get_garage",
      extraFaults: [.otherVehicle], run: SkodaGarageRoutes.list),
    Endpoint(
      "skoda.garage.get", "GET", car, .read, .thirdParty, client + " get_info", extraFaults: [.otherVehicle],
      run: SkodaGarageRoutes.read),
    Endpoint(
      "skoda.garage.delete", "DELETE", car, .ending, .thirdParty, app, extraFaults: [.busy, .endedByHand],
      run: SkodaGarageRoutes.delete),
    Endpoint("skoda.fleet.get", "GET", car + "/fleet", .read, .thirdParty, app, run: SkodaGarageRoutes.fleet),
    Endpoint("skoda.primary.get", "GET", car + "/users/primary", .read, .thirdParty, app, run: SkodaUserRoutes.primary),
    Endpoint(
      "skoda.guests.list", "GET", car + "/users/guests", .listing, .thirdParty, app, run: SkodaUserRoutes.guests),
    Endpoint(
      "skoda.guests.count", "GET", car + "/users/guests/count", .read, .thirdParty, app, extraFaults: [.wrongTotal],
      run: SkodaUserRoutes.count),
    Endpoint(
      "skoda.guests.delete", "DELETE", car + "/users/guests/{guest}", .ending, .thirdParty, app,
      extraFaults: [.busy, .endedByHand], run: SkodaUserRoutes.delete),
  ]

  private static let charging: [Endpoint] = [
    Endpoint(
      "skoda.certificates.list", "GET", "/api/v1/charging/{vin}/certificates", .listing, .thirdParty, app,
      run: SkodaChargingRoutes.certificates),
    Endpoint(
      "skoda.certificates.delete", "DELETE", "/api/v1/charging/{vin}/certificates/{certificate}", .ending, .thirdParty,
      app,
      extraFaults: [.busy, .endedByHand], run: SkodaChargingRoutes.delete),
    Endpoint(
      "skoda.profiles.list", "GET", "/api/v1/charging/{vin}/profiles", .read, .thirdParty,
      client + " get_charging_profiles",
      run: SkodaChargingRoutes.store("profiles", "chargingProfiles")),
    Endpoint(
      "skoda.history.list", "GET", "/api/v1/charging/{vin}/history", .read, .thirdParty,
      client + " get_charging_history",
      run: SkodaChargingRoutes.store("history", "periods")),
    Endpoint(
      "skoda.backups.list", "GET", "/api/v1/vehicle-services-backups", .read, .thirdParty, app,
      run: SkodaChargingRoutes.accountStore("backups", "backups")),
    Endpoint(
      "skoda.favourites.list", "GET", "/api/v3/maps/places/favourites", .read, .thirdParty, app,
      run: SkodaChargingRoutes.accountStore("favourites", "favourites")),
    Endpoint(
      "skoda.parking.get", "GET", "/api/v1/users/me/account/parking", .read, .thirdParty, app,
      run: SkodaChargingRoutes.accountStore("parking", "vehicles")),
  ]
}
