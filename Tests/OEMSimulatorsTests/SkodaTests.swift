import OEMSimulators
import Testing

@Suite struct SkodaTests {
  private func car(_ bench: Bench) throws -> (vin: String, car: SkodaVehicle, token: String) {
    let car = try #require(bench.skodaCar.skoda)
    return (bench.skodaCar.vin, car, car.seller.accessToken)
  }

  @Test func everyReadOfACarHasItsShape() throws {
    let bench = try Bench()
    let (vin, car, token) = try car(bench)
    let base = "/api/v2/garage/vehicles/\(vin)"
    let garage = bench.skoda("GET", "/api/v2/garage?connectivityGenerations=MOD1", bearer: token).json
    #expect(garage?["vehicles"]?.items?.compactMap { $0["vin"]?.text } == [vin])
    #expect(garage?["vehicles"]?.items?.first?["state"] == "ACTIVATED")
    #expect(bench.skoda("GET", base, bearer: token).json?["vin"]?.text == vin)
    #expect(bench.skoda("GET", base + "/fleet", bearer: token).json?["partOfFleet"] == false)
    #expect(bench.skoda("GET", base + "/users/primary", bearer: token).json?["id"]?.text == car.seller.userID)
    #expect(bench.ids(bench.skoda("GET", base + "/users/guests", bearer: token), "users") == car.guests.map(\.id))
    #expect(bench.skoda("GET", base + "/users/guests/count", bearer: token).json?["count"] == .int(car.guests.count))
    let certificates = bench.skoda("GET", "/api/v1/charging/\(vin)/certificates", bearer: token)
    #expect(bench.ids(certificates, "certificates") == car.certificates.map(\.id))
    for path in [
      "/api/v1/vehicle-services-backups", "/api/v3/maps/places/favourites", "/api/v1/users/me/account/parking",
    ] {
      #expect(bench.skoda("GET", path, bearer: token).status == 200)
    }
  }

  @Test func guestsAndCertificatesEndOneByOne() throws {
    let bench = try Bench()
    let (vin, car, token) = try car(bench)
    let guest = try #require(car.guests.first)
    let path = "/api/v2/garage/vehicles/\(vin)/users/guests"
    #expect(bench.skoda("DELETE", path + "/" + guest.id, bearer: token).status == 204)
    #expect(bench.ids(bench.skoda("GET", path, bearer: token), "users") == car.guests.dropFirst().map(\.id))
    #expect(bench.skoda("DELETE", path + "/" + guest.id, bearer: token).status == 404)
    let certificate = try #require(car.certificates.first)
    #expect(
      bench.skoda("DELETE", "/api/v1/charging/\(vin)/certificates/\(certificate.id)", bearer: token).status == 204)
    #expect(bench.truth(vin, "certificate") == [])
    #expect(bench.truth(vin, "guest") == car.guests.dropFirst().map(\.id))
  }

  @Test func afterTheCarIsGivenUpTheSessionSeesTheGarageButNotTheCar() throws {
    let bench = try Bench()
    let (vin, car, token) = try car(bench)
    #expect(bench.skoda("DELETE", "/api/v2/garage/vehicles/\(vin)", bearer: token).status == 204)
    let garage = bench.skoda("GET", "/api/v2/garage", bearer: token)
    #expect(garage.status == 200)
    #expect(garage.json?["vehicles"]?.items?.count == 0)
    for rest in ["", "/users/guests", "/users/primary", "/fleet"] {
      #expect([403, 404].contains(bench.skoda("GET", "/api/v2/garage/vehicles/\(vin)\(rest)", bearer: token).status))
    }
    #expect(bench.truth(vin, "tie") == [])
    #expect(bench.truth(vin, "guest") == [])
    #expect(bench.truth(vin, "certificate") == car.certificates.map(\.id))
  }

  @Test func aSessionSeesNoOtherSellersCar() throws {
    let bench = try Bench()
    let (_, _, token) = try car(bench)
    let other = try #require(bench.world.vehicles.last { $0.skoda != nil })
    #expect(bench.skoda("GET", "/api/v2/garage/vehicles/\(other.vin)/users/guests", bearer: token).status == 404)
    #expect(bench.skoda("GET", "/api/v2/garage", bearer: "nobody").status == 401)
  }

  @Test func aRefreshTokenUsedTwiceRevokesTheWholeFamily() throws {
    let bench = try Bench()
    let (_, car, token) = try car(bench)
    let refresh = { (token: String) in
      bench.post(.skoda, "/api/v1/authentication/refresh-token?tokenType=CONNECT", ["token": .string(token)])
    }
    let first = refresh(car.seller.refreshToken)
    let newer = try #require(first.json?["accessToken"]?.text)
    let next = try #require(first.json?["refreshToken"]?.text)
    #expect(bench.skoda("GET", "/api/v2/garage", bearer: newer).status == 200)
    #expect(refresh(car.seller.refreshToken).status == 401)
    for dead in [token, newer] { #expect(bench.skoda("GET", "/api/v2/garage", bearer: dead).status == 401) }
    #expect(refresh(next).status == 401)
  }

  @Test func aSessionGivenBackIsDead() throws {
    let bench = try Bench()
    let (_, car, token) = try car(bench)
    let revoked = bench.post(
      .skoda, "/api/v1/authentication/revoke-token", ["token": .string(car.seller.refreshToken)])
    #expect(revoked.status == 204)
    #expect(bench.skoda("GET", "/api/v2/garage", bearer: token).status == 401)
  }

  @Test func aCodeIsExchangedOnce() throws {
    let bench = try Bench()
    let (vin, car, _) = try car(bench)
    let body: JSON = ["code": .optional(car.seller.code), "redirectUri": "x", "verifier": "y"]
    let first = bench.post(.skoda, "/api/v1/authentication/exchange-authorization-code", body)
    let token = try #require(first.json?["accessToken"]?.text)
    #expect(bench.skoda("GET", "/api/v2/garage/vehicles/\(vin)", bearer: token).status == 200)
    #expect(bench.post(.skoda, "/api/v1/authentication/exchange-authorization-code", body).status == 401)
  }

  @Test func aGuestsSessionMayNotManageOtherUsers() throws {
    var world = SimulatedWorld.generated(vehicles: 1, seed: 5)
    world.vehicles[0].skoda?.state = "GUEST_USER"
    world.vehicles[0].skoda?.primary = SkodaPerson(id: "p", firstName: "P", lastName: "Q", email: "p@example.test")
    var settings = SimulationSettings()
    settings.profile = .kind
    let state = try SimulatorState(world, settings)
    let vin = world.vehicles[0].vin
    let serve = { (method: String, rest: String) -> Int in
      var call = Call(provider: .skoda, method: method, target: "/api/v2/garage/vehicles/\(vin)\(rest)")
      call.authorization = "Bearer " + (world.vehicles[0].skoda?.seller.accessToken ?? "")
      return state.serve(call).answer.status
    }
    #expect(serve("GET", "/users/guests") == 403)
    #expect(serve("GET", "/users/primary") == 200)
    #expect(serve("DELETE", "") == 204)
    let kinds = state.truth(vin: vin)?["accesses"]?.items?.compactMap { $0["kind"]?.text } ?? []
    #expect(kinds.contains("primary") && kinds.contains("guest") && !kinds.contains("tie"))
  }

  @Test func apiKeysAndUsersKnownOnlyToTheCarAreInNoAnswer() throws {
    let bench = try Bench(vehicles: 20)
    let (vin, car, token) = try car(bench)
    #expect(!car.apiKeys.isEmpty && !car.carUsers.isEmpty)
    var seen = ""
    for endpoint in EndpointTable.all[.skoda] ?? [] where endpoint.method == "GET" {
      seen += bench.skoda("GET", endpoint.path.replacing("{vin}", with: vin), bearer: token).answer.text
    }
    for id in car.apiKeys + car.carUsers { #expect(!seen.contains(id)) }
    #expect(!seen.contains("hidden-"))
    #expect(bench.truth(vin, "api_key") == car.apiKeys)
  }
}
