import Enumeration
import Foundation
import HandoverModel
import HandoverTestSupport
import OEMAdapterKit
import Testing

/// One adapter on its stage, with what the suite does to every one of them.
struct Examination: Sendable {
  let descriptor: AdapterDescriptor
  let stage: Stage
  let adapter: any OEMAdapter
  let wire: RecordingTransport

  /// - Parameter change: what becomes of the provider's answers on their way.
  init(
    _ descriptor: AdapterDescriptor, keeper: any SessionKeeper = NoSessionKeeper(),
    change: (@Sendable (HTTPRequest, HTTPResponse) -> HTTPResponse)? = nil
  ) throws {
    let make = try #require(stages[descriptor.id], "add a stage for \(descriptor.id) to Stage.swift")
    self.descriptor = descriptor
    let stage = make()
    self.stage = stage
    adapter = descriptor.makeAdapter(AdapterContext(credentials: stage.credentials, sessionKeeper: keeper))
    wire = RecordingTransport(change.map { TamperingTransport(stage.transport, change: $0) } ?? stage.transport)
  }

  /// The way the engine gives an adapter: guarded for this car, with leave for one ending at most.
  func guarded(_ grant: ScopeGrant? = nil) -> GuardedTransport {
    GuardedTransport(
      wire, provider: descriptor.id, sessionRoutes: descriptor.sessionRoutes, vin: stage.vin, grant: grant)
  }

  /// A look as the engine makes it, with its witness and its review.
  func look(_ pass: LookPass = .first, confirming absent: [AccessKey] = []) async -> Sighting {
    await Enumeration.look(
      at: stage.vin, in: LookSource(descriptor: descriptor, adapter: adapter), pass: pass, confirming: absent,
      through: guarded(), now: { Date() })
  }

  /// Ends one access as the engine does, and gives what was sent for it.
  func end(_ access: Access) async throws -> (report: AttemptReport, sent: [HTTPRequest], grant: ScopeGrant) {
    let kind = try #require(descriptor.kind(access.key.kind))
    guard case .automatic(let route) = kind.capability else { throw NotAutomatic() }
    let grant = try #require(
      ScopeGrant(provider: descriptor.id, vin: stage.vin, route: route, access: access.key))
    wire.forget()
    let report = await adapter.revoke(access, of: stage.vin, through: guarded(grant))
    return (report, wire.requests.filter { !isSession($0) }, grant)
  }

  struct NotAutomatic: Error {}

  func isSession(_ request: HTTPRequest) -> Bool {
    descriptor.sessionRoutes.contains {
      $0.method == request.method && $0.path == request.path && $0.service == request.service
    }
  }

  /// The kinds a look can list, by the descriptor's word.
  var listable: [ObjectKind] { descriptor.kinds.filter { $0.sight != .cannotList } }

  /// The accesses of a sighting as `kind/id`.
  static func names(_ sighting: Sighting) -> Set<String> {
    Set(sighting.accesses.map { "\($0.key.kind)/\($0.key.id)" })
  }
}

extension Sighting {
  func kind(_ name: String) -> KindSighting? { kinds.first { $0.kind == name } }

  /// Whether it could be read as "nothing of this kind is there": looked, with a control, and empty.
  func saysNothingThere(_ kind: String) -> Bool {
    guard let seen = self.kind(kind), seen.failure == nil, seen.sight != .cannotList, seen.accesses.isEmpty else {
      return false
    }
    if case .seen = seen.control { return true }
    return false
  }
}
