import Hummingbird
import Logging
import NIOCore
import Synchronization

/// Starts the simulators inside a process, for tests and for the executable.
package enum SimulatorServer {
  /// Binds one port of 127.0.0.1 for each provider and serves until `stop`. Throws where a port cannot be bound or the
  /// history file cannot be opened.
  package static func start(
    _ world: SimulatedWorld, settings: SimulationSettings = SimulationSettings()
  ) async throws -> RunningSimulators {
    let state = try SimulatorState(world, settings)
    let smartcar = try await ProviderServer.start(.smartcar, state)
    do {
      let skoda = try await ProviderServer.start(.skoda, state)
      return RunningSimulators(state: state, seed: settings.seed, world: world, smartcar: smartcar, skoda: skoda)
    } catch {
      await smartcar.stop()
      throw error
    }
  }
}

/// Simulators that run: where they are, and the oracle.
package struct RunningSimulators: Sendable {
  /// History, truth and acts, without going through HTTP.
  package let state: SimulatorState
  /// The seed, to be printed by whoever runs them.
  package let seed: UInt64
  package let world: SimulatedWorld
  private let smartcar: ProviderServer
  private let skoda: ProviderServer

  init(state: SimulatorState, seed: UInt64, world: SimulatedWorld, smartcar: ProviderServer, skoda: ProviderServer) {
    self.state = state
    self.seed = seed
    self.world = world
    self.smartcar = smartcar
    self.skoda = skoda
  }

  /// `http://127.0.0.1:P` of Smartcar: token server, and the v2.0 root.
  package var smartcarOrigin: String { "http://127.0.0.1:\(smartcar.port)" }
  /// Smartcar's v3 base, for vehicles and for management.
  package var smartcarBase: String { smartcarOrigin + "/v3" }
  /// `http://127.0.0.1:P` of Škoda.
  package var skodaOrigin: String { "http://127.0.0.1:\(skoda.port)" }
  /// Škoda's base.
  package var skodaBase: String { skodaOrigin + "/api" }

  /// The line that tells other programs where to find what.
  package func ready(pid: Int32) -> JSON {
    [
      "pid": .int(Int(pid)), "seed": .int(Int(truncatingIfNeeded: seed)),
      "smartcar": [
        "iam": .string(smartcarOrigin), "vehicle": .string(smartcarBase), "management": .string(smartcarBase),
        "v2": .string(smartcarOrigin), "client_id": .string(world.smartcar.clientID),
        "client_secret": .string(world.smartcar.clientSecret),
      ],
      "skoda": ["api": .string(skodaBase)],
    ]
  }

  /// Stops serving. Connections that are open are closed.
  package func stop() async {
    await smartcar.stop()
    await skoda.stop()
  }
}

/// One provider's port.
struct ProviderServer: Sendable {
  let port: Int
  private let task: Task<Void, any Error>
  private let connections: OpenConnections

  static func start(_ provider: SimulatedProvider, _ state: SimulatorState) async throws -> ProviderServer {
    let (ports, found) = AsyncStream.makeStream(of: Int.self)
    var logger = Logger(label: "simulator")
    logger.logLevel = .critical
    let connections = OpenConnections()
    let application = Application(
      responder: ProviderResponder(provider: provider, state: state),
      server: .http1(
        configuration: .init(additionalChannelHandlers: [ConnectionCounter(), ConnectionKeeper(connections)])),
      configuration: .init(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { channel in
        found.yield(channel.localAddress?.port ?? 0)
        found.finish()
      },
      logger: logger)
    let task = Task {
      defer { found.finish() }
      try await application.run()
    }
    for await port in ports where port > 0 { return ProviderServer(port: port, task: task, connections: connections) }
    task.cancel()
    try await task.value
    throw SimulatorFailure("no port could be bound on 127.0.0.1")
  }

  func stop() async {
    task.cancel()
    connections.closeAll()
    _ = try? await task.value
  }
}

/// The connections of a port that are open, so that stopping waits for no client.
final class OpenConnections: Sendable {
  private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

  func add(_ channel: any Channel) { channels.withLock { $0[ObjectIdentifier(channel)] = channel } }
  func remove(_ channel: any Channel) { channels.withLock { $0[ObjectIdentifier(channel)] = nil } }
  func closeAll() {
    for channel in channels.withLock({ Array($0.values) }) { channel.close(promise: nil) }
  }
}

/// Enters a connection in the list and takes it out.
final class ConnectionKeeper: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = Never
  private let connections: OpenConnections

  init(_ connections: OpenConnections) { self.connections = connections }

  func handlerAdded(context: ChannelHandlerContext) { connections.add(context.channel) }

  func channelInactive(context: ChannelHandlerContext) {
    connections.remove(context.channel)
    context.fireChannelInactive()
  }
}
