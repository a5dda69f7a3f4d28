import Synchronization

/// The one lock of a run.
package final class SimulatorState: Sendable {
  private let simulation: Mutex<Simulation>
  let latencyMilliseconds: Int

  package init(_ world: SimulatedWorld, _ settings: SimulationSettings) throws(SimulatorFailure) {
    simulation = Mutex(try Simulation(world, settings))
    latencyMilliseconds = settings.latencyMilliseconds
  }

  /// Serves a call, of a provider or of management.
  package func serve(_ call: Call) -> Reply {
    simulation.withLock { simulation in
      if let answer = ManagementRoutes.answer(&simulation, call) { return Reply(answer: answer) }
      var call = call
      return simulation.serve(&call)
    }
  }

  /// The history so far.
  package var history: [HistoryEntry] { simulation.withLock { $0.history.entries } }

  /// What really exists on a car; nil for an unknown VIN.
  package func truth(vin: String) -> JSON? { simulation.withLock { $0.truth(vin: vin) } }

  /// Something that people or tests do with the run.
  package func change<Value: Sendable>(_ body: (inout Simulation) throws -> Value) rethrows -> Value {
    try simulation.withLock { try body(&$0) }
  }
}
