import Foundation
import HandoverModel
import HandoverTestSupport
import OEMAdapterKit
import OEMAdapters
import Testing

/// The examination that every adapter of the registry has to pass. A new adapter is found here by itself.
@Suite struct AdapterConformanceTests {
  @Test(arguments: adapterRegistry) func findsEverythingThatCanBeListed(_ descriptor: AdapterDescriptor) async throws {
    let examined = try Examination(descriptor)
    let sighting = await examined.look()
    #expect(Examination.names(sighting) == examined.stage.planted)
    #expect(Set(sighting.kinds.map(\.kind)) == Set(descriptor.kinds.map(\.name)))
  }

  @Test(arguments: adapterRegistry) func claimsNoMoreThanItsDescriptor(_ descriptor: AdapterDescriptor) async throws {
    let examined = try Examination(descriptor)
    let seen = await examined.adapter.look(at: examined.stage.vin, purpose: .find, through: examined.guarded())
    let ranks: [Sight] = [.cannotList, .partial, .complete]
    for kind in seen.kinds {
      let declared = try #require(descriptor.kind(kind.kind), "\(kind.kind) is not declared")
      #expect(kind.layer == declared.layer)
      #expect(try #require(ranks.firstIndex(of: kind.sight)) <= #require(ranks.firstIndex(of: declared.sight)))
      #expect(kind.accesses.allSatisfy { $0.key.provider == descriptor.id && $0.layer == declared.layer })
    }
  }

  @Test(arguments: adapterRegistry) func looksByReadsAloneAndOnlyByListedRoutes(
    _ descriptor: AdapterDescriptor
  ) async throws {
    let examined = try Examination(descriptor)
    let first = await examined.look()
    _ = await examined.look(.second, confirming: first.accesses.map(\.key))
    for request in examined.wire.requests where !examined.isSession(request) {
      #expect(request.method == .get, "\(request.method) \(request.path)")
      #expect(descriptor.names(request, of: first), "no endpoint proof for \(request.method) \(request.path)")
    }
  }

  /// Design rule 10: no journeys, positions, contacts, and no other car.
  @Test(arguments: adapterRegistry) func asksForNothingThatIsNobodysBusiness(
    _ descriptor: AdapterDescriptor
  ) async throws {
    let examined = try Examination(descriptor)
    let first = await examined.look()
    _ = await examined.look(.second, confirming: first.accesses.map(\.key))
    let forbidden = ["trip", "position", "location", "favourite", "history", "profile", "contact", "notification"]
    for request in examined.wire.requests {
      let words = (request.path + request.query.map(\.value).joined(separator: " ")).lowercased()
      #expect(!forbidden.contains { words.contains($0) }, "\(request.path)")
      #expect(!words.uppercased().contains(Stage.otherVIN))
    }
  }

  @Test(arguments: adapterRegistry) func everyEndingIsExactlyTheGrantedRequest(
    _ descriptor: AdapterDescriptor
  ) async throws {
    let examined = try Examination(descriptor)
    let first = await examined.look()
    for access in first.accesses.sorted(by: descriptor.endsBefore) {
      let (report, sent, grant) = try await examined.end(access)
      #expect(report.certainty == .done && report.code == "accepted")
      let effectful = sent.filter { !$0.method.isSafe }
      #expect(effectful.count == 1, "an adapter may look once more before, and ends once")
      let request = try #require(effectful.first)
      #expect(request.method == grant.method && request.path == grant.path && request.service == grant.service)
      #expect(request.query.isEmpty && request.body.isEmpty)
    }
  }

  @Test(arguments: adapterRegistry) func aSecondLookSeesEachEndingWithAControl(
    _ descriptor: AdapterDescriptor
  ) async throws {
    let examined = try Examination(descriptor)
    let first = await examined.look()
    for access in first.accesses.sorted(by: descriptor.endsBefore) {
      let before = await examined.look(.second, confirming: [access.key])
      #expect(before.accesses.contains { $0.key == access.key }, "seen while it is there: \(access.key)")
      _ = try await examined.end(access)
      let after = await examined.look(.second, confirming: [access.key])
      let kind = try #require(after.kind(access.key.kind))
      #expect(kind.failure == nil && !kind.accesses.contains { $0.key == access.key })
      guard case .seen = kind.control else { Issue.record("no control for \(access.key)"); continue }
    }
  }

  @Test(arguments: adapterRegistry) func withoutAControlTheLastEndingIsNotSeen(
    _ descriptor: AdapterDescriptor
  ) async throws {
    let examined = try Examination(descriptor)
    let first = await examined.look()
    examined.stage.leaveNoControl()
    let ordered = first.accesses.sorted(by: descriptor.endsBefore)
    for access in ordered { _ = try await examined.end(access) }
    let last = try #require(ordered.last)
    let after = await examined.look(.second, confirming: ordered.map(\.key))
    #expect(!after.saysNothingThere(last.key.kind))
  }

  @Test(arguments: adapterRegistry) func secretsAreNeverPrinted(_ descriptor: AdapterDescriptor) async throws {
    let examined = try Examination(descriptor)
    let first = await examined.look()
    examined.stage.expire()
    let access = try #require(first.accesses.min(by: descriptor.endsBefore))
    let (report, _, _) = try await examined.end(access)
    var text = "\(first) \(report) \(examined.adapter) \(String(reflecting: examined.adapter))"
    dump(examined.adapter, to: &text)
    dump(first, to: &text)
    for secret in examined.stage.secrets { #expect(!text.contains(secret)) }
  }
}

extension AdapterDescriptor {
  /// The order in which a plan ends things.
  func endsBefore(_ one: Access, _ other: Access) -> Bool {
    (kind(one.key.kind)?.order ?? 0, one.key) < (kind(other.key.kind)?.order ?? 0, other.key)
  }

  /// Whether an endpoint with its proof stands in the descriptor for this request.
  func names(_ request: HTTPRequest, of sighting: Sighting) -> Bool {
    let version = hosts.services[request.service]?.split(separator: "/").last.map(String.init) ?? ""
    let path = (version.hasPrefix("v") ? ["v3"] : []) + request.path.split(separator: "/").map(String.init)
    return endpoints.contains { proof in
      let words = proof.endpoint.split(separator: " ").map(String.init)
      let pattern = words[1].split(separator: "/").map(String.init)
      guard words[0] == request.method.rawValue, pattern.count == path.count else { return false }
      return zip(pattern, path).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }
  }
}

extension AdapterDescriptor: CustomTestStringConvertible {
  /// The provider, in a test's list of arguments.
  public var testDescription: String { id.rawValue }
}
