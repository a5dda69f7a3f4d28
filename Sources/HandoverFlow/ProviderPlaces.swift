import Enumeration
package import HandoverModel
import OEMAdapterKit
import Synchronization

/// At each provider hardly more looks and endings are under way at once than calls may be in flight to it. More would only be
/// begun and not finished: a look is lost when the run dies in it, and has to be made again. Waiting for a provider to settle
/// holds no place, so that other cars go on meanwhile.
package final class ProviderPlaces: Sendable {
  private struct Desk {
    var taken = 0
    var waiting: [CheckedContinuation<Void, Never>] = []
    var served = 0
  }

  private let desks = Mutex<[ProviderID: Desk]>([:])

  package init() {}

  /// Does `work` when there is a place, in the order in which places were asked for.
  package func with<Value>(
    _ provider: ProviderID, of most: Int, _ work: () async throws -> Value
  ) async rethrows -> Value {
    await take(provider, of: max(1, most))
    defer { give(provider) }
    return try await work()
  }

  /// Whether every place is taken.
  package func isFull(_ provider: ProviderID, of most: Int) -> Bool {
    desks.withLock { $0[provider, default: Desk()].taken >= most }
  }

  /// How many wait for a place.
  package func waiting(for provider: ProviderID) -> Int {
    desks.withLock { desks in
      let desk = desks[provider, default: Desk()]
      return desk.waiting.count - desk.served
    }
  }

  private func take(_ provider: ProviderID, of most: Int) async {
    await withCheckedContinuation { continuation in
      let isFree = desks.withLock { desks in
        guard desks[provider, default: Desk()].taken >= most else {
          desks[provider, default: Desk()].taken += 1
          return true
        }
        desks[provider, default: Desk()].waiting.append(continuation)
        return false
      }
      if isFree { continuation.resume() }
    }
  }

  /// Hands the place to whoever waits longest, or frees it.
  private func give(_ provider: ProviderID) {
    let next = desks.withLock { desks -> CheckedContinuation<Void, Never>? in
      guard var desk = desks.removeValue(forKey: provider) else { return nil }
      defer { desks[provider] = desk }
      guard desk.served < desk.waiting.count else {
        desk.taken -= 1
        desk.waiting = []
        desk.served = 0
        return nil
      }
      desk.served += 1
      return desk.waiting[desk.served - 1]
    }
    next?.resume()
  }
}

/// An adapter whose looks each hold a place at its provider, and that works where answers arrive. An ending takes its place
/// before its intent is written, not here.
private struct PlacedAdapter: OEMAdapter {
  var adapter: any OEMAdapter
  var provider: ProviderID
  var most: Int
  var places: ProviderPlaces
  var executor: (any TaskExecutor)?

  func look(at vin: VIN, purpose: LookPurpose, through transport: any HTTPTransport) async -> AdapterLook {
    await withTaskExecutorPreference(executor) {
      await places.with(provider, of: most) { await adapter.look(at: vin, purpose: purpose, through: transport) }
    }
  }

  func revoke(_ access: Access, of vin: VIN, through transport: any HTTPTransport) async -> AttemptReport {
    await withTaskExecutorPreference(executor) { await adapter.revoke(access, of: vin, through: transport) }
  }

  func giveBack(through transport: any HTTPTransport) async -> AttemptReport? {
    await adapter.giveBack(through: transport)
  }
}

extension LookSource {
  /// Looks and endings under way at once: as many as calls may be in flight, and an eighth more, because an ending sends
  /// nothing while its intent is being made durable.
  var places: Int {
    let calls = max(1, descriptor.hosts.limits.concurrency)
    return calls + calls / 8
  }

  /// The same source, whose looks hold a place.
  /// - Parameter executor: where the transport's answers arrive.
  func placed(in places: ProviderPlaces, on executor: (any TaskExecutor)?) -> LookSource {
    LookSource(
      descriptor: descriptor,
      adapter: PlacedAdapter(
        adapter: adapter, provider: descriptor.id, most: self.places, places: places, executor: executor))
  }
}
