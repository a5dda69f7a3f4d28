import OEMSimulators
import Testing

@Suite struct WorldTests {
  @Test func aWorldFileReadsBackAsItWasWritten() throws {
    let world = SimulatedWorld.generated(vehicles: 9, seed: 4)
    #expect(try SimulatedWorld.read(world.file()) == world)
    #expect(SimulatedWorld.generated(vehicles: 9, seed: 4) == world)
    #expect(SimulatedWorld.generated(vehicles: 9, seed: 5) != world)
  }

  @Test func membersThatMayBeLeftOutHaveTheirDefaults() throws {
    let text = """
      {"format": 1, "vehicles": [{"vin": "TMBJB9NX0PY000001", "make": "Škoda", "model": "Octavia", "year": 2023,
       "skoda": {"seller": {"userID": "u", "email": "e", "accessToken": "a", "refreshToken": "r"}}}]}
      """
    let world = try SimulatedWorld.read(Array(text.utf8))
    #expect(world.vehicles.first?.skoda?.state == "ACTIVATED")
    #expect(world.smartcar.clientID == "client_simulated")
  }

  @Test func aWorldOfAnotherFormatIsRefused() {
    #expect(throws: DecodingError.self) { try SimulatedWorld.read(Array(#"{"format": 2, "vehicles": []}"#.utf8)) }
    #expect(throws: (any Error).self) { try SimulatedWorld.read(Array("not JSON".utf8)) }
  }

  @Test func madeUpVINsDifferAndHaveRightCheckDigits() {
    let vins = SimulatedWorld.generated(vehicles: 500, seed: 1).vehicles.map(\.vin)
    #expect(Set(vins).count == 500)
    for vin in vins {
      #expect(vin.count == 17 && !vin.contains { "IOQ".contains($0) })
      #expect(VINMaker.checkDigit(Array(vin)) == Array(vin)[8])
    }
    // A published example (49 CFR 565 worked example in common use), so that the weights are not only right for themselves.
    #expect(VINMaker.checkDigit(Array("1M8GDM9A_KP042788")) == "X")
    #expect(VINMaker.checkDigit(Array("11111111111111111")) == "1")
  }

  @Test func eachCarHasTheAccessesAskedFor() {
    for accesses in [0, 1, 2, 19] {
      for vehicle in SimulatedWorld.generated(vehicles: 8, seed: 2, accessesPerVehicle: accesses).vehicles {
        let skoda = vehicle.skoda.map { $0.guests.count + $0.certificates.count }
        let smartcar = vehicle.smartcar.map { $0.connections.count + $0.subscriptions.count }
        #expect((skoda ?? 0) + (smartcar ?? 0) == accesses)
      }
    }
  }

  @Test func theLotFileHasARowForEveryCarAndTheSessionsFileALineForEverySkoda() {
    let world = SimulatedWorld.generated(vehicles: 10, seed: 1)
    #expect(world.lotFile().split(separator: "\n").count == 11)
    let lines = world.sessionsFile().split(separator: "\n").map { JSON.read(Array($0.utf8)) }
    #expect(lines.count == 5)
    #expect(lines.first??["provider"] == "skoda")
    #expect(lines.first??["vin"]?.text == world.vehicles.first?.vin)
  }

  @Test func jsonIsWrittenSafely() {
    let hostile = HostileNames.all.map { JSON.string($0) }
    for value in hostile { #expect(JSON.read(JSON.array([value]).bytes) == .array([value])) }
  }

  @Test func everyEndpointHasANameOfItsOwnAndASource() {
    let endpoints = SimulatedProvider.allCases.flatMap { EndpointTable.all[$0] ?? [] }
    #expect(Set(endpoints.map(\.id)).count == endpoints.count)
    #expect(endpoints.allSatisfy { !$0.source.isEmpty })
    #expect(UndoneFault.all.allSatisfy { !$0.reason.isEmpty })
  }
}
