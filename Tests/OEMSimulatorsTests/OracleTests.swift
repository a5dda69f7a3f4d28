import OEMSimulators
import Testing

@Suite struct OracleTests {
  /// Random endings under cruel faults: whatever the replies were, the truth is the start without what the history calls
  /// applied (and acts), for many seeds.
  @Test func theTruthIsTheStartWithoutWhatTheHistoryCallsApplied() throws {
    for seed in UInt64(1)...12 {
      let bench = try Bench(
        vehicles: 12, accesses: 4, seed: seed, profile: .cruel,
        faults: [
          .reappearance: 0, .newAccess: 0, .unstableID: 0, .movedVehicle: 0, .tokenExpired: 0, .forbiddenVehicle: 0,
        ])
      let token = try bench.machineToken()
      for car in bench.world.vehicles {
        for connection in car.smartcar?.connections ?? [] {
          for _ in 0..<2 { _ = bench.smartcar("DELETE", "/v3/connections/\(connection.id)", bearer: token) }
        }
        for guest in car.skoda?.guests ?? [] {
          let target = "/api/v2/garage/vehicles/\(car.vin)/users/guests/\(guest.id)"
          for _ in 0..<2 { _ = bench.skoda("DELETE", target, bearer: car.skoda?.seller.accessToken) }
        }
      }
      let ended = Set(bench.state.history.filter(\.applied).compactMap(\.access))
      for car in bench.world.vehicles {
        let start = (car.smartcar?.connections.map(\.id) ?? []) + (car.skoda?.guests.map(\.id) ?? [])
        let left = bench.truth(car.vin, "connection") + bench.truth(car.vin, "guest")
        #expect(Set(left) == Set(start).subtracting(ended), "seed \(seed), \(car.vin)")
      }
    }
  }

  @Test func theHistoryIsNumberedWithoutGapsAndItsTimesDoNotRunBackwards() throws {
    let bench = try Bench(profile: .unkind)
    let token = try bench.machineToken()
    for _ in 0..<50 { _ = bench.smartcar("GET", "/v3/connections", bearer: token) }
    let history = bench.state.history
    #expect(history.map(\.sequence) == Array(1...history.count))
    #expect(zip(history, history.dropFirst()).allSatisfy { $0.monotonic <= $1.monotonic })
  }

  @Test func everyCarHasAHiddenAccessAndAllLayersHaveOne() throws {
    let bench = try Bench(vehicles: 42, profile: .unkind)
    var layers: Set<String> = []
    for vehicle in bench.world.vehicles {
      let hidden = (bench.state.truth(vin: vehicle.vin)?["accesses"]?.items ?? []).filter { $0["kind"] == "hidden" }
      #expect(!hidden.isEmpty)
      #expect(hidden.allSatisfy { $0["shown_by"] == .null })
      layers.formUnion(hidden.compactMap { $0["layer"]?.text })
    }
    #expect(layers == Set(LayerCodes.all))
  }

  @Test func peoplesActsChangeTheTruth() throws {
    let bench = try Bench(vehicles: 20)
    let skoda = bench.skodaCar
    let smartcar = bench.smartcarCar
    let act = { (name: String, vin: String, id: String?) -> Int in
      bench.post(.skoda, "/_sim/act", ["act": .string(name), "vin": .string(vin), "id": .optional(id)]).status
    }
    let guest = try #require(skoda.skoda?.guests.first?.id)
    #expect(act("remove_guest", skoda.vin, guest) == 200)
    #expect(act("remove_guest", skoda.vin, guest) == 400)
    #expect(!bench.truth(skoda.vin, "guest").contains(guest))
    #expect(act("delete_api_keys", skoda.vin, nil) == 200)
    #expect(bench.truth(skoda.vin, "api_key") == [])
    #expect(act("in_car_reset", skoda.vin, nil) == 200)
    #expect(bench.truth(skoda.vin, "car_user") == [])
    #expect(act("remove_car", skoda.vin, nil) == 200)
    #expect(bench.truth(skoda.vin, "tie") == [])
    #expect(act("relink", skoda.vin, nil) == 200)
    #expect(bench.truth(skoda.vin, "tie") == [skoda.skoda?.seller.userID])
    #expect(act("revoke_all_apps", smartcar.vin, nil) == 200)
    #expect(bench.truth(smartcar.vin, "connection") + bench.truth(smartcar.vin, "other_application") == [])
    #expect(act("new_connection", smartcar.vin, nil) == 200)
    #expect(bench.truth(smartcar.vin, "connection").count == 1)
    #expect(act("no_such_act", skoda.vin, nil) == 400)
    #expect(act("remove_car", "NOSUCHVIN", nil) == 400)
  }

  @Test func aResetPutsTheWorldBack() throws {
    let bench = try Bench()
    let before = bench.world.vehicles.map { bench.state.truth(vin: $0.vin) }
    let token = try bench.machineToken()
    for id in bench.smartcarCar.smartcar?.connections.map(\.id) ?? [] {
      _ = bench.smartcar("DELETE", "/v3/connections/\(id)", bearer: token)
    }
    #expect(bench.world.vehicles.map { bench.state.truth(vin: $0.vin) } != before)
    _ = bench.post(.smartcar, "/_sim/reset", [:])
    #expect(bench.world.vehicles.map { bench.state.truth(vin: $0.vin) } == before)
    #expect(bench.state.history.isEmpty)
    #expect(bench.smartcar("GET", "/v3/connections", bearer: token).status == 401)
  }
}
