import ChecklistFormat
import CurlTransport
import Enumeration
import HandoverModel
import OEMAdapterKit
import OEMAdapters
import Synchronization

/// The providers that this run may talk to, with the authority at hand: which adapters are on, over which hosts, with whose
/// credentials or session.
struct Providers {
  /// The adapters in use, with simulated hosts where those were given.
  let descriptors: [AdapterDescriptor]
  /// Live, simulated or mixed. A practice run is never live, whatever else is on.
  let mode: HandoverMode
  private let shared: [ProviderID: LookSource]
  private let lent: LentSources

  init(_ options: ProviderOptions) throws {
    let simulators = try options.simulators.map { try SimulatorHosts(file: $0) }
    lent = LentSources(try SecretFiles.sessions(options))
    let application = try options.smartcar.map { try SecretFiles.application(at: $0) }
    var inUse: [AdapterDescriptor] = []
    var shared: [ProviderID: LookSource] = [:]
    for known in adapterRegistry where Self.isOn(known, options, application) {
      let descriptor = try Self.placed(known, simulators, options)
      inUse.append(descriptor)
      if let application, descriptor.authority == .ownApplication {
        let context = AdapterContext(credentials: application, sessionKeeper: NoSessionKeeper())
        shared[descriptor.id] = LookSource(descriptor: descriptor, adapter: descriptor.makeAdapter(context))
      }
    }
    descriptors = inUse
    self.shared = shared
    mode = Self.mode(of: inUse, practising: simulators != nil)
  }

  /// Session calls that may be sent again after a failure: fetching a token with the application's own credentials gives another
  /// one each time. A seller's refresh token works once, so renewing a lent session is never repeated.
  var repeatable: [ProviderID: Set<SessionRoute>] {
    let own = descriptors.filter { $0.authority == .ownApplication }
    return Dictionary(own.map { ($0.id, Set($0.sessionRoutes)) }) { first, _ in first }
  }

  /// The sources that can be asked about this car.
  func sources(for vehicle: Vehicle) -> [LookSource] {
    let make = foldedName(vehicle.make)
    return descriptors.compactMap { descriptor in
      guard descriptor.makes.isEmpty || descriptor.makes.contains(make) else { return nil }
      if let source = shared[descriptor.id] { return source }
      return lent.source(SessionKey(vin: vehicle.vin, provider: descriptor.id), descriptor)
    }
  }

  private static func isOn(
    _ descriptor: AdapterDescriptor, _ options: ProviderOptions, _ application: AdapterCredentials?
  ) -> Bool {
    if descriptor.standing == .unofficial && !options.unofficial.contains(descriptor.id.rawValue) { return false }
    return descriptor.authority == .sellerSession || application != nil
  }

  private static func placed(
    _ descriptor: AdapterDescriptor, _ simulators: SimulatorHosts?, _ options: ProviderOptions
  ) throws -> AdapterDescriptor {
    var descriptor = descriptor
    if let simulators { descriptor.hosts = try simulators.overriding(descriptor.hosts) }
    guard !descriptor.hosts.overrides.isEmpty else { return descriptor }
    if let settling = options.settling {
      for place in descriptor.kinds.indices { descriptor.kinds[place].settling = settling }
    }
    if let concurrency = options.concurrency { descriptor.hosts.limits.concurrency = concurrency }
    return descriptor
  }

  private static func mode(of descriptors: [AdapterDescriptor], practising: Bool) -> HandoverMode {
    let simulated = descriptors.map { !$0.hosts.overrides.isEmpty }
    if !practising && !simulated.contains(true) { return .live }
    return simulated.allSatisfy(\.self) ? .simulated : .mixed
  }
}

/// The adapters that act on lent sessions, one for each session of the run: a refresh token works once, so an adapter made
/// a second time from the session as it was lent would end the session for good.
private final class LentSources: Sendable {
  /// A session, or what was made of it: the adapter alone, because a copy of the provider's descriptor for every car would
  /// be most of what is kept.
  private enum Entry {
    indirect case lent(SellerSession)
    case made(any OEMAdapter)
  }

  private let entries: Mutex<[SessionKey: Entry]>

  init(_ sessions: [SessionKey: SellerSession]) { entries = Mutex(sessions.mapValues(Entry.lent)) }

  func source(_ key: SessionKey, _ descriptor: AdapterDescriptor) -> LookSource? {
    let adapter = entries.withLock { entries -> (any OEMAdapter)? in
      switch entries[key] {
      case nil: return nil
      case .made(let adapter): return adapter
      case .lent(let session):
        let context = AdapterContext(credentials: .sellerSession(session), sessionKeeper: NoSessionKeeper())
        let adapter = descriptor.makeAdapter(context)
        entries[key] = .made(adapter)
        return adapter
      }
    }
    return adapter.map { LookSource(descriptor: descriptor, adapter: $0) }
  }
}
