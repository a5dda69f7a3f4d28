package import ChecklistFormat
package import Enumeration
package import FoundationEssentials
package import HandoverLedger
package import HandoverModel
package import OEMAdapterKit
package import Revocation
package import TransferRules

/// Everything the flow needs from outside, as values: a test replaces any of them.
package struct FlowEnvironment: Sendable {
  package var ledger: Ledger
  package var transport: any HTTPTransport
  /// The sources that can be asked about a car with the authority at hand.
  package var sources: @Sendable (Vehicle) -> [LookSource]
  package var catalog: SheetCatalog
  package var table: RuleTable
  /// Live, simulated or mixed: from the transport's hosts (design rule 7).
  package var mode: HandoverMode
  package var patience: FlowPatience
  package var now: @Sendable () -> Date
  package var pause: @Sendable (Double) async -> Void
  /// Whether a person asked to stop: no new step is begun, what is in flight is awaited.
  package var isDraining: @Sendable () -> Bool
  /// When the interrupted run began that this one goes on with; nil where there is none.
  package var takeUpSince: Date?
  /// Shared by all cars of the run.
  let places: ProviderPlaces

  package init(
    ledger: Ledger, transport: any HTTPTransport, sources: @escaping @Sendable (Vehicle) -> [LookSource],
    catalog: SheetCatalog, table: RuleTable, mode: HandoverMode, patience: FlowPatience = FlowPatience(),
    now: @escaping @Sendable () -> Date = { Date() },
    pause: @escaping @Sendable (Double) async -> Void = { try? await Task.sleep(for: .seconds($0)) },
    isDraining: @escaping @Sendable () -> Bool = { false }
  ) {
    self.ledger = ledger
    self.transport = transport
    let places = ProviderPlaces()
    self.places = places
    self.sources = { vehicle in sources(vehicle).map { $0.placed(in: places, on: transport.executor) } }
    self.catalog = catalog
    self.table = table
    self.mode = mode
    self.patience = patience
    self.now = now
    self.pause = pause
    self.isDraining = isDraining
  }

  /// The source's way out, which lets nothing pass but reads about this car, session calls, and the one granted ending.
  func guarded(_ source: LookSource, for vin: VIN, grant: ScopeGrant? = nil) -> GuardedTransport {
    GuardedTransport(
      transport, provider: source.descriptor.id, sessionRoutes: source.descriptor.sessionRoutes, vin: vin, grant: grant)
  }
}

/// How patiently a run sends and looks.
package struct FlowPatience: Hashable, Sendable {
  package var revoke: RevokePatience
  /// Seconds between two second looks at first.
  package var gap: Double
  /// Seconds after the settling time at which looking again ends for this run.
  package var deadline: Double
  /// Seconds after which a first look is too old to act upon and is made again.
  package var lookAge: Double

  package init(
    revoke: RevokePatience = RevokePatience(), gap: Double = 1, deadline: Double = 60, lookAge: Double = 900
  ) {
    self.revoke = revoke
    self.gap = gap
    self.deadline = deadline
    self.lookAge = lookAge
  }
}
