import HandoverModel
import OEMAdapterKit

/// Lists and ends what our own Smartcar application still has of a car. One adapter serves every car of a run.
struct SmartcarAdapter: OEMAdapter {
  private let api: SmartcarAPI?
  private let fleet: SmartcarFleetKeeper?

  init(_ context: AdapterContext) {
    guard case .application(let id, let secret) = context.credentials else {
      api = nil
      fleet = nil
      return
    }
    let api = SmartcarAPI(client: ProviderClient(.smartcar, tokens: SmartcarToken(id: id, secret: secret)))
    self.api = api
    fleet = SmartcarFleetKeeper(api)
  }

  func look(at vin: VIN, purpose: LookPurpose, through transport: any HTTPTransport) async -> AdapterLook {
    guard let api, let fleet else {
      return everyKind(CouldNotLook("smartcar.no-authority", "no Smartcar application was given"))
    }
    switch purpose {
    case .find:
      let vehicles = await fleet.knownVehicleIDs(of: vin)
      guard await fleet.isChanged(vin), !vehicles.isEmpty else { return await shared(vin, fleet, transport) }
      return await fresh(vin, absent: [], vehicles, api, transport)
    case .confirmAbsent(let absent):
      let named = absent.compactMap { smartcarVehicleID(inMark: $0.mark) }
      let vehicles = await fleet.knownVehicleIDs(of: vin).union(named)
      if !vehicles.isEmpty { return await fresh(vin, absent: absent, vehicles, api, transport) }
      guard absent.allSatisfy({ $0.provider != .smartcar }) else {
        return everyKind(
          CouldNotLook("smartcar.vehicle-not-known", "it is not known which vehicle to ask Smartcar for"))
      }
      return await shared(vin, fleet, transport)
    }
  }

  func revoke(_ access: Access, of vin: VIN, through transport: any HTTPTransport) async -> AttemptReport {
    guard let api, let fleet, case .automatic(let route)? = AdapterDescriptor.smartcar.kind(access.key.kind)?.capability
    else { return AttemptReport(.notDone, code: "not-sendable", reason: "this cannot be ended through Smartcar") }
    await fleet.noteChange(of: vin)
    do throws(CouldNotLook) {
      try await confirmVehicle(of: access.key, api, through: transport)
    } catch {
      return AttemptReport(notSent: error)
    }
    return await api.client.end(access.key, of: vin, by: route, through: transport)
  }

  /// Reads the item once more by its own id: what one page of a listing said about its vehicle may have been another car's
  /// (fault C7), and ending it would then reach a stranger. An item that is not there any more is left to the ending's answer.
  private func confirmVehicle(
    of key: AccessKey, _ api: SmartcarAPI, through transport: any HTTPTransport
  ) async throws(CouldNotLook) {
    guard let planned = smartcarVehicleID(inMark: key.mark) else { return }
    let found =
      key.kind == SmartcarConnection.objectKind.name
      ? try await api.item(SmartcarConnection.self, id: key.id, through: transport)?.vehicleID
      : try await api.item(SmartcarSubscription.self, id: key.id, through: transport)?.vehicleID
    guard found == nil || found == planned else {
      throw CouldNotLook("smartcar.other-vehicle", "the provider now names another vehicle for it than the plan's")
    }
  }

  /// The application's own token is not lent, so there is nothing to give back.
  func giveBack(through transport: any HTTPTransport) async -> AttemptReport? { nil }
}

// The look that all cars of a run share.
extension SmartcarAdapter {
  private func shared(_ vin: VIN, _ fleet: SmartcarFleetKeeper, _ transport: any HTTPTransport) async -> AdapterLook {
    do throws(CouldNotLook) {
      let fleet = try await fleet.fleet(through: transport)
      return AdapterLook(kinds: [
        kind(fleet.subscriptions.map { $0[vin] ?? [] }, someUnknown: fleet.hasUnknownSubscriptions),
        kind(.success(fleet.connections[vin] ?? []), someUnknown: fleet.hasUnknownConnections),
      ])
    } catch {
      return everyKind(error)
    }
  }

  private func kind<Item: SmartcarItem>(
    _ result: Result<[Item], CouldNotLook>, someUnknown: Bool
  ) -> KindSighting {
    let read = "GET /v3\(Item.path)"
    switch result {
    case .failure(let cause): return sighting(of: Item.self, read: read, .failure(cause))
    case .success(let items):
      guard items.isEmpty && someUnknown else {
        return sighting(of: Item.self, read: read, .success((items, .notSeen)))
      }
      return sighting(
        of: Item.self, read: read,
        .failure(
          CouldNotLook(
            "smartcar.unresolved-vehicle",
            "a \(Item.objectKind.name) of our application does not tell which car it belongs to; it may be this one")))
    }
  }

  private func everyKind(_ cause: CouldNotLook) -> AdapterLook {
    AdapterLook(kinds: AdapterDescriptor.smartcar.kinds.map { .failed($0, read: "none", cause) })
  }
}

// The look at one car afresh.
extension SmartcarAdapter {
  /// Asks for this car's vehicles alone, for each access by its id, and for the newest of the application as a control.
  private func fresh(
    _ vin: VIN, absent: [AccessKey], _ vehicles: Set<String>, _ api: SmartcarAPI, _ transport: any HTTPTransport
  ) async -> AdapterLook {
    let look = SmartcarFreshLook(api: api, vehicles: vehicles, absent: absent)
    async let subscriptions = look.result(of: SmartcarSubscription.self, through: transport)
    async let connections = look.result(of: SmartcarConnection.self, through: transport)
    return await AdapterLook(kinds: [
      sighting(of: SmartcarSubscription.self, read: Self.freshRead(SmartcarSubscription.self), subscriptions),
      sighting(of: SmartcarConnection.self, read: Self.freshRead(SmartcarConnection.self), connections),
    ])
  }

  private static func freshRead<Item: SmartcarItem>(_ type: Item.Type) -> String {
    "GET /v3\(Item.path)?filter[vehicleId], GET /v3\(Item.path)/{access}"
  }

  private func sighting<Item: SmartcarItem>(
    of type: Item.Type, read: String, _ result: Result<(items: [Item], control: PositiveControl), CouldNotLook>
  ) -> KindSighting {
    let kind = Item.objectKind
    switch result {
    case .failure(let cause): return .failed(kind, read: read, cause)
    case .success(let seen):
      return KindSighting(
        kind: kind.name, layer: kind.layer, read: read, sight: .partial, control: seen.control,
        accesses: seen.items.map(\.access))
    }
  }
}
