import Foundation
import HandoverModel
import OEMAdapterKit
import OEMAdapters
import OEMSimulators
import Testing

/// Every adapter against its own simulator, through the real transport.
@Suite(.serialized) struct SimulatorConformanceTests {
  /// A world in which one Škoda seller has two cars, so that the garage can show that it works when one car has left it.
  static func world(_ seed: UInt64, vehicles: Int) -> SimulatedWorld {
    var world = SimulatedWorld.generated(vehicles: vehicles, seed: seed, accessesPerVehicle: 3)
    if let seller = world.vehicles.first(where: { $0.skoda != nil })?.skoda?.seller {
      for place in world.vehicles.indices { world.vehicles[place].skoda?.seller = seller }
    }
    return world
  }

  func kind(_ descriptor: AdapterDescriptor, pageLimit: Int? = nil) async throws -> SimulatedRun {
    var settings = SimulationSettings()
    settings.profile = .kind
    settings.settlingMilliseconds = 0
    settings.pageLimit = pageLimit
    return try await SimulatedRun(descriptor, Self.world(11, vehicles: 8), settings)
  }

  @Test(arguments: adapterRegistry) func findsWhatIsPlantedInEveryCar(_ descriptor: AdapterDescriptor) async throws {
    let run = try await kind(descriptor, pageLimit: 3)
    for car in try run.cars() { #expect(Examination.names(await car.look()) == car.planted) }
    await run.stop()
  }

  /// Found, ended by one request each, seen gone, and really gone: and the simulator's history agrees.
  @Test(arguments: adapterRegistry) func endsEachAccessOnceAndSeesItGone(_ descriptor: AdapterDescriptor) async throws {
    let run = try await kind(descriptor)
    let car = try #require(try run.cars().first)
    let first = await car.look()
    for access in first.accesses.sorted(by: descriptor.endsBefore) {
      #expect(try await car.end(access).code == "accepted")
      let after = await car.look(.second, confirming: [access.key])
      let seen = try #require(after.kind(access.key.kind))
      #expect(seen.failure == nil && !seen.accesses.contains { $0.key == access.key })
      guard case .seen = seen.control else { Issue.record("no control for \(access.key.kind)"); continue }
    }
    for kind in descriptor.kinds where kind.sight != .cannotList { #expect(car.really(kind.name).isEmpty) }
    let effects = run.simulators.state.history.filter { $0.event == "request" && $0.effectful }
    #expect(effects.count == first.accesses.count && effects.allSatisfy { $0.applied && $0.vin == car.car.vin })
    await run.stop()
  }

  /// Design rule 10, by the simulator's own record of what was asked.
  @Test(arguments: adapterRegistry) func asksForNothingThatIsNobodysBusiness(
    _ descriptor: AdapterDescriptor
  ) async throws {
    let run = try await kind(descriptor)
    let cars = try run.cars()
    let car = try #require(cars.first)
    let first = await car.look()
    _ = await car.look(.second, confirming: first.accesses.map(\.key))
    let others = run.world.vehicles.map(\.vin).filter { $0 != car.car.vin }
    for entry in run.simulators.state.history {
      #expect(!["profiles", "history", "backups", "favourites", "parking"].contains { entry.target.contains($0) })
      #expect(!others.contains { entry.target.contains($0) })
      #expect(entry.method == "GET" || entry.endpoint.contains("token"))
    }
    await run.stop()
  }

  /// Whatever an unkind provider does, an adapter never says of something that is there that it is gone.
  @Test(arguments: adapterRegistry, [FaultProfile.unkind, .cruel])
  func anUnkindProviderNeverMakesItSayGone(_ descriptor: AdapterDescriptor, _ profile: FaultProfile) async throws {
    var saidGone = 0
    for seed in UInt64(100)..<106 {
      var settings = SimulationSettings()
      settings.seed = seed
      settings.profile = profile
      settings.settlingMilliseconds = 50
      // What only costs time is left to the transport's own tests.
      settings.changes = [.slowBody: 0, .rateLimited: 0, .commandQuota: 0, .decompressionBomb: 0]
      let run = try await SimulatedRun(descriptor, Self.world(seed, vehicles: 4), settings)
      for car in try run.cars() {
        let first = await car.look()
        #expect(Examination.names(first).isSubset(of: car.everPlanted), "seed \(seed)")
        for access in first.accesses.sorted(by: descriptor.endsBefore) {
          _ = try await car.end(access)
          run.pass(milliseconds: 100)
          if await saysGone(car, access.key, seed) { saidGone += 1 }
        }
      }
      await run.stop()
    }
    #expect(saidGone > 0, "a look that never sees an ending would prove nothing here")
  }

  /// Whether a look says "gone"; when it does, the oracle has to agree before or after it: the world may move during a look.
  private func saysGone(_ car: SimulatedCar, _ key: AccessKey, _ seed: UInt64) async -> Bool {
    let before = isReally(key, at: car)
    let kind = await car.look(.second, confirming: [key]).kind(key.kind)
    guard let kind, kind.failure == nil, case .seen = kind.control, !kind.accesses.contains(where: { $0.key == key })
    else { return false }
    #expect(!before || !isReally(key, at: car), "seed \(seed): a \(key.kind) is there and was said to be gone")
    return true
  }

  /// The oracle knows the tie to the car by its account, the adapter by the VIN.
  private func isReally(_ key: AccessKey, at car: SimulatedCar) -> Bool {
    let ids = car.really(key.kind)
    return key.id == car.car.vin ? !ids.isEmpty : ids.contains(key.id)
  }
}

extension SimulatedCar {
  /// Everything that was ever there: planted, or come during the run.
  var everPlanted: Set<String> {
    let now = run.descriptor.kinds.flatMap { kind in really(kind.name).map { "\(kind.name)/\($0)" } }
    return planted.union(now)
  }
}
