import OEMSimulators
import Testing

@Suite struct SmartcarTests {
  @Test func aConnectionIsListedReadAndEnded() throws {
    let bench = try Bench()
    let token = try bench.machineToken()
    let car = try #require(bench.smartcarCar.smartcar)
    let connection = try #require(car.connections.first)
    let list = "/v3/connections?page[size]=100&filter[vehicleId]=\(car.vehicleID)"

    let before = bench.smartcar("GET", list, bearer: token)
    #expect(Set(bench.ids(before, "data")) == Set(car.connections.map(\.id)))
    let first = try #require(before.json?["data"]?.items?.first { $0["id"]?.text == connection.id })
    #expect(first["relationships"]?["vehicle"]?["data"]?["id"]?.text == car.vehicleID)
    #expect(first["relationships"]?["user"]?["data"]?["id"]?.text == connection.userID)
    #expect(first["attributes"]?["permissions"]?.items?.compactMap(\.text) == connection.permissions)
    #expect(before.json?["meta"]?["totalCount"] == .int(car.connections.count))

    let path = "/v3/connections/\(connection.id)"
    #expect(bench.smartcar("GET", path, bearer: token).json?["data"]?["id"]?.text == connection.id)
    #expect(bench.smartcar("DELETE", path, bearer: token).status == 204)
    #expect(bench.smartcar("DELETE", path, bearer: token).status == 404)
    #expect(bench.smartcar("GET", path, bearer: token).status == 404)
    #expect(!bench.ids(bench.smartcar("GET", list, bearer: token), "data").contains(connection.id))
    #expect(!bench.truth(bench.smartcarCar.vin, "connection").contains(connection.id))
  }

  @Test func pagesTogetherShowEveryConnectionOnceAndNewestFirst() throws {
    let bench = try Bench(vehicles: 40, pageLimit: 3)
    let token = try bench.machineToken()
    var found: [String] = []
    var times: [String] = []
    var target: String? = "/v3/connections?page[number]=1&page[size]=100"
    var pages = 0
    while let next = target, pages < 100 {
      let reply = bench.smartcar("GET", next, bearer: token)
      let items = try #require(reply.json?["data"]?.items)
      #expect(items.count <= 3)
      found += items.compactMap { $0["id"]?.text }
      times += items.compactMap { $0["meta"]?["createdAt"]?.text }
      target = reply.json?["links"]?["next"]?.text
      pages += 1
    }
    let wanted = bench.world.vehicles.compactMap(\.smartcar).flatMap(\.connections).map(\.id)
    #expect(found.count == wanted.count)
    #expect(Set(found) == Set(wanted))
    #expect(times == times.sorted(by: >))
    #expect(pages == (wanted.count + 2) / 3)
  }

  @Test func aPageSizeOutOfRangeIsRefused() throws {
    let bench = try Bench()
    let token = try bench.machineToken()
    for query in ["page[size]=0", "page[size]=101", "page[number]=0", "page[number]=x"] {
      #expect(bench.smartcar("GET", "/v3/connections?\(query)", bearer: token).status == 400)
    }
    #expect(bench.smartcar("GET", "/v3/connections?page%5Bsize%5D=2", bearer: token).json?["meta"]?["pageSize"] == 2)
  }

  @Test func simulatedConnectionsAreListedOnlyWhenAskedFor() throws {
    var world = SimulatedWorld.generated(vehicles: 4, seed: 3)
    let place = try #require(world.vehicles.firstIndex { $0.smartcar != nil })
    world.vehicles[place].smartcar?.connections[0].mode = "simulated"
    let id = try #require(world.vehicles[place].smartcar?.connections[0].id)
    var settings = SimulationSettings()
    settings.profile = .kind
    let state = try SimulatorState(world, settings)
    let token = try machineToken(state, world)
    var call = Call(provider: .smartcar, method: "GET", target: "/v3/connections?page[size]=100")
    call.authorization = "Bearer " + token
    #expect(!state.serve(call).answer.text.contains(id))
    call = Call(
      provider: .smartcar, method: "GET", target: "/v3/connections?page[size]=100&filter[vehicle.mode]=simulated")
    call.authorization = "Bearer " + token
    #expect(state.serve(call).answer.text.contains(id))
  }

  @Test func noKindOfTokenWorksInThePlaceOfAnother() throws {
    let bench = try Bench()
    let car = try #require(bench.smartcarCar.smartcar)
    let owner = try #require(car.connections.first?.owner?.accessToken)
    let machine = try bench.machineToken()
    let management = bench.world.smartcar.managementToken
    let basic = "Basic " + base64("default:" + management)
    let routes: [(target: String, kind: String)] = [
      ("/v2.0/user", "owner"), ("/v2.0/vehicles/\(car.vehicleID)/vin", "owner"), ("/v3/connections", "machine"),
      ("/v3/vehicles/\(car.vehicleID)", "machine"), ("/v3/subscriptions", "machine"),
      ("/v2.0/management/connections/", "management"),
    ]
    let tokens = [("owner", "Bearer " + owner), ("machine", "Bearer " + machine), ("management", basic)]
    for route in routes {
      for (kind, authorization) in tokens {
        var call = Call(provider: .smartcar, method: "GET", target: route.target)
        call.authorization = authorization
        #expect(bench.state.serve(call).status == (kind == route.kind ? 200 : 401), "\(kind) at \(route.target)")
      }
      #expect(bench.smartcar("GET", route.target, bearer: nil).status == 401)
    }
  }

  @Test func anotherApplicationsConnectionsAndHiddenAccessesAreInNoAnswer() throws {
    let bench = try Bench(vehicles: 60)
    let token = try bench.machineToken()
    let others = bench.world.vehicles.compactMap(\.smartcar).flatMap(\.otherConnections)
    #expect(!others.isEmpty)
    var seen = ""
    for car in bench.world.vehicles.compactMap(\.smartcar) {
      for path in [
        "/v3/connections?page[size]=100&filter[vehicleId]=\(car.vehicleID)", "/v3/vehicles/\(car.vehicleID)",
      ] {
        seen += bench.smartcar("GET", path, bearer: token).answer.text
      }
    }
    for other in others { #expect(!seen.contains(other.id) && !seen.contains(other.userID)) }
    #expect(!seen.contains("hidden-"))
  }

  @Test func aRotatedRefreshTokenWorksUntilItsGraceIsOver() throws {
    let bench = try Bench()
    let refresh = try #require(bench.smartcarCar.smartcar?.connections.first?.owner?.refreshToken)
    let client = "Basic " + base64("\(bench.world.smartcar.clientID):\(bench.world.smartcar.clientSecret)")
    let body: JSON = ["grant_type": "refresh_token", "refresh_token": .string(refresh)]
    let first = bench.post(.smartcar, "/oauth/token", body, authorization: client)
    #expect(first.json?["refresh_token"]?.text != refresh)
    #expect(bench.post(.smartcar, "/oauth/token", body, authorization: client).status == 200)
    bench.advance(milliseconds: 61_000)
    let late = bench.post(.smartcar, "/oauth/token", body, authorization: client)
    #expect(late.status == 400)
    #expect(late.json?["error"]?.text == "invalid_grant")
  }

  @Test func signalsNeedTheUserAndGiveOnlyTheVIN() throws {
    let bench = try Bench()
    let token = try bench.machineToken()
    let car = try #require(bench.smartcarCar.smartcar)
    let path = "/v3/vehicles/\(car.vehicleID)/signals/vehicleidentification-vin"
    #expect(bench.smartcar("GET", path, bearer: token).status == 400)
    #expect(bench.smartcar("GET", path, bearer: token, user: "nobody").status == 403)
    let signal = bench.smartcar("GET", path, bearer: token, user: car.connections.first?.userID)
    #expect(signal.json?["data"]?["attributes"]?["body"]?["value"]?.text == bench.smartcarCar.vin)
  }

  @Test func aSubscriptionIsListedAndEnded() throws {
    let bench = try Bench()
    let token = try bench.machineToken()
    let car = try #require(bench.smartcarCar.smartcar)
    let subscription = try #require(car.subscriptions.first)
    let list = "/v3/subscriptions?filter[vehicleId]=\(car.vehicleID)"
    #expect(bench.ids(bench.smartcar("GET", list, bearer: token), "data") == [subscription.id])
    #expect(bench.smartcar("DELETE", "/v3/subscriptions/\(subscription.id)", bearer: token).status == 204)
    #expect(bench.ids(bench.smartcar("GET", list, bearer: token), "data") == [])
    #expect(bench.smartcar("DELETE", "/v3/subscriptions/\(subscription.id)", bearer: token).status == 404)
  }

  @Test func v3ErrorsAreListsWithAStringStatusAndV2ErrorsAreFlat() throws {
    let bench = try Bench()
    let modern = try #require(bench.smartcar("GET", "/v3/connections").json?["errors"]?.items?.first)
    #expect(modern["status"] == "401")
    #expect(modern["type"] == "AUTHENTICATION")
    let old = try #require(bench.smartcar("GET", "/v2.0/user").json)
    #expect(old["statusCode"] == 401)
    #expect(old["resolution"]?["type"] == "REAUTHENTICATE")
    #expect(bench.smartcar("GET", "/v3/nothing").status == 404)
  }

  @Test func aSpentPlanAnswersTheNonStandard430() throws {
    let bench = try Bench(faults: [.billing: 1])
    let token = try bench.machineToken()
    let reply = bench.smartcar("GET", "/v3/connections", bearer: token)
    #expect(reply.status == 430)
    #expect(reply.json?["errors"]?.items?.first?["type"] == "BILLING")
  }
}
