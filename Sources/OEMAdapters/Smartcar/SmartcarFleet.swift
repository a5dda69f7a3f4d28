import FoundationEssentials
import HandoverModel
import OEMAdapterKit

/// The application's whole listing, read once and shared by every car of a run.
///
/// Smartcar has no VIN filter, so a listing per car would cost the whole application each time. One reading gives every
/// car's connections by VIN; a car then costs a look into a dictionary.
struct SmartcarFleet: Sendable {
  var connections: [VIN: [SmartcarConnection]]
  var subscriptions: Result<[VIN: [SmartcarSubscription]], CouldNotLook>
  /// Every vehicle id of ours that is this car.
  var vehicleIDs: [VIN: [String]]
  /// Whether a connection, or a subscription, could not be told to which car it belongs. Then no car without a match may be
  /// said to have none.
  var hasUnknownConnections: Bool
  var hasUnknownSubscriptions: Bool
}

/// Keeps the shared listing: one reading for all who wait, used again while it is young.
actor SmartcarFleetKeeper {
  /// Seconds for which a reading serves first looks, and for which a failure is not tried again.
  private static let goodFor = (reading: 900.0, failure: 15.0)

  private typealias Answer = Result<SmartcarFleet, CouldNotLook>

  private let api: SmartcarAPI
  private var kept: (answer: Answer, since: ContinuousClock.Instant)?
  private var flight: Task<Answer, Never>?
  /// VINs do not change, so each vehicle id is asked once in a run: by two reads that have to agree.
  private var vins: [String: VIN] = [:]
  /// The cars to which an ending was sent since the reading: they are looked at afresh.
  private var changed: Set<VIN> = []

  init(_ api: SmartcarAPI) { self.api = api }

  func noteChange(of vin: VIN) { changed.insert(vin) }

  func isChanged(_ vin: VIN) -> Bool { changed.contains(vin) }

  /// The vehicle ids known to be this car, without asking anybody.
  func knownVehicleIDs(of vin: VIN) -> Set<String> {
    guard case .success(let fleet) = kept?.answer else { return [] }
    return Set(fleet.vehicleIDs[vin] ?? [])
  }

  /// The shared listing.
  func fleet(through transport: any HTTPTransport) async throws(CouldNotLook) -> SmartcarFleet {
    if let kept, .now - kept.since < .seconds(Self.life(of: kept.answer)) { return try kept.answer.get() }
    if let flight { return try await flight.value.get() }
    let task = Task(executorPreference: transport.executor) { await self.read(through: transport.forManyCars) }
    flight = task
    let answer = await task.value
    flight = nil
    kept = (answer, .now)
    return try answer.get()
  }

  private static func life(of answer: Answer) -> Double {
    switch answer {
    case .success: goodFor.reading
    case .failure: goodFor.failure
    }
  }

  private func read(through transport: any HTTPTransport) async -> Answer {
    do throws(CouldNotLook) {
      let connections = try await api.all(SmartcarConnection.self, through: transport)
      let subscriptions = await api.allOrWhyNot(SmartcarSubscription.self, through: transport)
      let users =
        connections.map { ($0.vehicleID, $0.userID) }
        + ((try? subscriptions.get()) ?? []).map { ($0.vehicleID, $0.userID) }
      await learnVINs(of: Dictionary(users) { first, _ in first }, through: transport)
      return .success(assemble(connections, subscriptions))
    } catch {
      return .failure(error)
    }
  }

  private func assemble(
    _ connections: [SmartcarConnection], _ subscriptions: Result<[SmartcarSubscription], CouldNotLook>
  ) -> SmartcarFleet {
    let (byCar, unknown) = sorted(connections)
    var hasUnknownSubscriptions = false
    let streams = subscriptions.map { items in
      let (byCar, unknown) = sorted(items)
      hasUnknownSubscriptions = unknown
      return byCar
    }
    var vehicleIDs: [VIN: [String]] = [:]
    for (id, vin) in vins { vehicleIDs[vin, default: []].append(id) }
    return SmartcarFleet(
      connections: byCar, subscriptions: streams, vehicleIDs: vehicleIDs,
      hasUnknownConnections: unknown, hasUnknownSubscriptions: hasUnknownSubscriptions)
  }

  private func sorted<Item: SmartcarItem>(_ items: [Item]) -> (byCar: [VIN: [Item]], unknown: Bool) {
    var byCar: [VIN: [Item]] = [:]
    var unknown = false
    for item in items {
      if let vin = vins[item.vehicleID] { byCar[vin, default: []].append(item) } else { unknown = true }
    }
    return (byCar, unknown)
  }

  /// Asks the VIN of every vehicle not yet known, a few at a time. One wrong answer would have an ending sent to a stranger's
  /// car, so two reads have to agree; a vehicle that does not tell, or tells two things, stays unknown.
  private func learnVINs(of users: [String: String], through transport: any HTTPTransport) async {
    let unknown = users.filter { vins[$0.key] == nil }
    let api = self.api
    await withTaskGroup(of: (String, VIN?).self) { group in
      var waiting = unknown.makeIterator()
      func askNext() {
        guard let (vehicle, user) = waiting.next() else { return }
        group.addTask {
          let first = try? await api.vin(ofVehicle: vehicle, user: user, through: transport)
          let second = try? await api.vin(ofVehicle: vehicle, user: user, through: transport)
          return (vehicle, first == second ? first : nil)
        }
      }
      for _ in 0..<8 { askNext() }
      while let (vehicle, vin) = await group.next() {
        if let vin { vins[vehicle] = vin }
        askNext()
      }
    }
  }
}

extension SmartcarAPI {
  fileprivate func allOrWhyNot<Item: SmartcarItem>(
    _ type: Item.Type, through transport: any HTTPTransport
  ) async -> Result<[Item], CouldNotLook> {
    do throws(CouldNotLook) {
      return .success(try await all(type, through: transport))
    } catch {
      return .failure(error)
    }
  }
}
