import HandoverModel
import OEMAdapterKit

/// One car looked at by other reads than the shared listing: by its vehicle ids, by each access's own id, and by the
/// newest page of the whole application, in which something else must stand.
struct SmartcarFreshLook: Sendable {
  var api: SmartcarAPI
  /// The vehicle ids that are this car.
  var vehicles: Set<String>
  /// What should be gone.
  var absent: [AccessKey]

  typealias Seen<Item> = (items: [Item], control: PositiveControl)

  func result<Item: SmartcarItem>(
    of type: Item.Type, through transport: any HTTPTransport
  ) async -> Result<Seen<Item>, CouldNotLook> {
    do throws(CouldNotLook) {
      return .success(try await look(for: type, through: transport))
    } catch {
      return .failure(error)
    }
  }

  /// Whatever any of the reads still shows counts as there: replicas may disagree, and the pessimist is right.
  private func look<Item: SmartcarItem>(
    for type: Item.Type, through transport: any HTTPTransport
  ) async throws(CouldNotLook) -> Seen<Item> {
    let ended = absent.filter { $0.provider == .smartcar && $0.kind == Item.objectKind.name }
    guard !ended.isEmpty else {
      return (try await ofVehicles(type, through: transport).values.sorted { $0.id < $1.id }, .notSeen)
    }
    // Side by side: a look that takes less time is lost less often when a run dies.
    async let newestOrWhyNot = newest(type, through: transport)
    var seen = try await ofVehicles(type, through: transport)
    let newest = try await newestOrWhyNot.get()
    for item in newest where vehicles.contains(item.vehicleID) { seen[item.id] = item }
    for key in ended where seen[key.id] == nil {
      if let item = try await api.item(type, id: key.id, through: transport) { seen[item.id] = item }
    }
    return (seen.values.sorted { $0.id < $1.id }, control(among: newest + seen.values, besides: ended))
  }

  /// What the listing shows of each vehicle that is this car, by id.
  private func ofVehicles<Item: SmartcarItem>(
    _ type: Item.Type, through transport: any HTTPTransport
  ) async throws(CouldNotLook) -> [String: Item] {
    var seen: [String: Item] = [:]
    for vehicle in vehicles.sorted() {
      for item in try await api.all(type, vehicleID: vehicle, through: transport) {
        guard item.vehicleID == vehicle else {
          throw CouldNotLook("smartcar.other-vehicle", "the answer is about another vehicle than the one asked for")
        }
        seen[item.id] = item
      }
    }
    return seen
  }

  private func newest<Item: SmartcarItem>(
    _ type: Item.Type, through transport: any HTTPTransport
  ) async -> Result<[Item], CouldNotLook> {
    do throws(CouldNotLook) {
      return .success(try await api.page(type, number: 1, size: 10, vehicleID: nil, through: transport).items)
    } catch {
      return .failure(error)
    }
  }

  /// Another item of our application proves that the listing shows what there is: one of another car first, else one of this
  /// car that was not ended. Where there is none, nothing can prove it, and the look says so.
  private func control<Item: SmartcarItem>(among items: [Item], besides ended: [AccessKey]) -> PositiveControl {
    let others = items.filter { item in item.id.utf8.count >= 4 && !ended.contains { $0.id == item.id } }
    let control = others.first { !vehicles.contains($0.vehicleID) } ?? others.min { $0.id < $1.id }
    return control.map { .seen(what: "another \(Item.objectKind.name) of this application", value: $0.id) } ?? .notSeen
  }
}
