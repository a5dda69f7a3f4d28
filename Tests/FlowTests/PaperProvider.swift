import Enumeration
import Foundation
import HandoverModel
import HandoverTestSupport
import OEMAdapterKit
import Synchronization

/// A provider made for tests: objects of one car by kind, each kind listed and each object ended by a route of its own.
final class PaperProvider: HTTPTransport {
  static let id = ProviderID("paper")
  static let role = "role-of-main-user"

  /// What becomes of a request that ends something.
  enum Ending: Sendable {
    case works
    /// Answered with success, and nothing happens.
    case ignored
    /// No answer comes back.
    case lost(withEffect: Bool)
    case status(Int)
  }

  struct World: Sendable {
    var objects: [String: [String]]
    var ending = Ending.works
    /// How many listings from now on show the session's own role: what must be there.
    var roles = Int.max
    /// What is answered instead, to everything.
    var instead: String?
    var requests: [HTTPRequest] = []
  }

  private let world: Mutex<World>

  init(_ objects: [String: [String]]) { world = Mutex(World(objects: objects)) }

  var state: World { world.withLock { $0 } }

  func change(_ edit: (inout sending World) -> Void) { world.withLock { edit(&$0) } }

  /// The requests that would change something, in order.
  var endings: [HTTPRequest] { state.requests.filter { !$0.method.isSafe } }

  func mode(of provider: ProviderID) -> HandoverMode { .simulated }

  func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
    let answer = world.withLock { Self.answer(request, &$0) }
    return try answer.get()
  }

  private static func answer(_ request: HTTPRequest, _ world: inout World) -> Result<HTTPResponse, TransportFailure> {
    world.requests.append(request)
    if let instead = world.instead { return .success(.json(instead)) }
    let parts = request.path.split(separator: "/").map(String.init)
    let kind = parts[request.method == .delete ? 1 : 2]
    guard request.method == .delete else {
      world.roles -= 1
      let role = world.roles >= 0 ? #""role":"\#(role)","# : ""
      let ids = (world.objects[kind] ?? []).map { "\"\($0)\"" }.joined(separator: ",")
      return .success(.json("{\(role)\"ids\":[\(ids)]}"))
    }
    switch world.ending {
    case .works: world.objects[kind]?.removeAll { $0 == parts[2] }
    case .ignored: break
    case .status(let status): return .success(HTTPResponse(status: status))
    case .lost(let withEffect):
      if withEffect { world.objects[kind]?.removeAll { $0 == parts[2] } }
      return .failure(
        TransportFailure(.notRead, code: "transport.reset", reason: "the line was cut", certainty: .mayHaveBeenDone))
    }
    return .success(HTTPResponse(status: 204))
  }
}

extension PaperProvider {
  /// One kind for each of these layers, named after it, as an adapter's descriptor declares it.
  static func descriptor(
    _ layers: [Layer], sight: Sight = .complete, settling: Double = 0, diesWith: [DiesWith] = [],
    authority: AuthorityKind = .ownApplication
  ) -> AdapterDescriptor {
    let source = FactSource("made up for a test", seen: "2026-11", confirmed: true)
    let kinds = layers.map { layer in
      ObjectKind(
        name: layer.rawValue, layer: layer, sight: sight, sightReason: "made up",
        capability: .automatic(EffectRoute(.delete, service: "api", path: "/cars/\(layer.rawValue)/{access}")),
        source: source, settling: settling, order: layer == .ownerAccount ? 90 : 10)
    }
    return AdapterDescriptor(
      id: id, name: "Paper", standing: .official, authority: authority, makes: [], kinds: kinds,
      hosts: ProviderHosts(
        provider: id, services: ["api": "https://paper.example"], limits: ProviderLimits(concurrency: 4)),
      sessionRoutes: [], diesWith: diesWith, endpoints: [], lastConfirmed: "2026-11",
      makeAdapter: { _ in PaperAdapter(layers: layers) })
  }

  /// A run's sources: this provider's adapter, or another one under its descriptor.
  static func sources(
    _ descriptor: AdapterDescriptor, adapter: (any OEMAdapter)? = nil
  ) -> @Sendable (Vehicle) -> [LookSource] {
    let layers = descriptor.kinds.map(\.layer)
    let adapter = adapter ?? PaperAdapter(layers: layers)
    return { _ in [LookSource(descriptor: descriptor, adapter: adapter)] }
  }
}

/// The honest adapter of the paper provider.
struct PaperAdapter: OEMAdapter {
  var layers: [Layer]

  private struct Listing: Decodable {
    var role: String?
    var ids: [String]
  }

  func look(at vin: VIN, purpose: LookPurpose, through transport: any HTTPTransport) async -> AdapterLook {
    var kinds: [KindSighting] = []
    for layer in layers { kinds.append(await look(at: layer, through: transport)) }
    return AdapterLook(kinds: kinds)
  }

  private func look(at layer: Layer, through transport: any HTTPTransport) async -> KindSighting {
    let kind = layer.rawValue
    let path = "/cars/all/\(kind)"
    do {
      let answer = try await transport.send(HTTPRequest(.get, path, provider: PaperProvider.id, service: "api"))
      let listing = try JSONDecoder().decode(Listing.self, from: Data(answer.body))
      let control = listing.role.map { PositiveControl.seen(what: "own role", value: $0) } ?? .notSeen
      return KindSighting(
        kind: kind, layer: layer, read: "GET \(path)", sight: .complete, control: control,
        accesses: listing.ids.map { access($0, layer) })
    } catch {
      let failure = LookFailure(code: "paper.unreadable", reason: "the answer cannot be read", passing: false)
      return .couldNotLook(kind: kind, layer: layer, read: "GET \(path)", because: failure)
    }
  }

  private func access(_ id: String, _ layer: Layer) -> Access {
    Access(
      key: AccessKey(provider: PaperProvider.id, kind: layer.rawValue, id: id), layer: layer,
      holder: layer == .ownerAccount ? .previousOwner : .otherPerson, power: .control)
  }

  func revoke(_ access: Access, of vin: VIN, through transport: any HTTPTransport) async -> AttemptReport {
    let path = "/cars/\(access.key.kind)/\(access.key.id)"
    do {
      let answer = try await transport.send(HTTPRequest(.delete, path, provider: PaperProvider.id, service: "api"))
      switch answer.status {
      case 204: return AttemptReport(.done, code: "accepted", reason: "accepted")
      case 429: return AttemptReport(.notDone, code: "too-many-requests", reason: "busy", retryAfter: 1)
      case 403: return AttemptReport(.notDone, code: "refused", reason: "refused")
      default: return AttemptReport(.mayHaveBeenDone, code: "unclear-answer", reason: "unclear")
      }
    } catch {
      return AttemptReport(error.certainty, code: error.code, reason: error.reason)
    }
  }

  func giveBack(through transport: any HTTPTransport) async -> AttemptReport? { nil }
}
