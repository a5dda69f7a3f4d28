import Enumeration
import Foundation
import HandoverModel
import HandoverTestSupport
import OEMAdapterKit
import OEMAdapters
import Testing

/// An adapter that lies is caught by the engine: its claims are held against its descriptor and the bytes that came back.
@Suite struct LyingAdapterTests {
  /// Answers a look from a closure that may ask the real adapter.
  struct Liar: OEMAdapter {
    var honest: any OEMAdapter
    var lie: @Sendable (AdapterLook) -> AdapterLook
    var asks = true

    func look(at vin: VIN, purpose: LookPurpose, through transport: any HTTPTransport) async -> AdapterLook {
      guard asks else { return lie(AdapterLook(kinds: [])) }
      return lie(await honest.look(at: vin, purpose: purpose, through: transport))
    }

    func revoke(_ access: Access, of vin: VIN, through transport: any HTTPTransport) async -> AttemptReport {
      AttemptReport(.done, code: "accepted", reason: "always")
    }

    func giveBack(through transport: any HTTPTransport) async -> AttemptReport? { nil }
  }

  /// Everything gone, with a control made up or borrowed.
  static func allGone(_ descriptor: AdapterDescriptor, control: String) -> AdapterLook {
    AdapterLook(
      kinds: descriptor.kinds.map { kind in
        KindSighting(
          kind: kind.name, layer: kind.layer, read: "GET /everything", sight: .complete,
          control: .seen(what: "the session's own role on this car", value: control), accesses: [])
      })
  }

  func look(
    _ examined: Examination, _ absent: [AccessKey], asks: Bool = true,
    lie: @escaping @Sendable (AdapterLook) -> AdapterLook
  ) async -> Sighting {
    let liar = Liar(honest: examined.adapter, lie: lie, asks: asks)
    return await Enumeration.look(
      at: examined.stage.vin, in: LookSource(descriptor: examined.descriptor, adapter: liar), pass: .second,
      confirming: absent, through: examined.guarded(), now: { Date() })
  }

  @Test(arguments: adapterRegistry) func goneWithoutAskingIsNoLook(_ descriptor: AdapterDescriptor) async throws {
    let examined = try Examination(descriptor)
    let keys = await examined.look().accesses.map(\.key)
    let sighting = await look(examined, keys, asks: false) { _ in Self.allGone(descriptor, control: Stage.vin.text) }
    for kind in descriptor.kinds { #expect(!sighting.saysNothingThere(kind.name)) }
  }

  @Test(arguments: adapterRegistry) func goneWithAMadeUpControlHasNone(_ descriptor: AdapterDescriptor) async throws {
    let examined = try Examination(descriptor)
    let keys = await examined.look().accesses.map(\.key)
    let sighting = await look(examined, keys) { _ in Self.allGone(descriptor, control: "made-up-control") }
    for kind in descriptor.kinds { #expect(!sighting.saysNothingThere(kind.name)) }
  }

  @Test(arguments: adapterRegistry) func goneThoughTheAnswerStillNamesItIsRefused(
    _ descriptor: AdapterDescriptor
  ) async throws {
    let examined = try Examination(descriptor)
    let keys = await examined.look().accesses.map(\.key)
    let sighting = await look(examined, keys) { honest in
      var look = honest
      for place in look.kinds.indices { look.kinds[place].accesses = [] }
      return look
    }
    for key in keys {
      let kind = try #require(sighting.kind(key.kind))
      #expect(kind.failure?.code == "look.still-in-answer", "\(key.kind)")
    }
  }

  @Test(arguments: adapterRegistry) func aForgottenKindIsNotAnEmptyOne(_ descriptor: AdapterDescriptor) async throws {
    let examined = try Examination(descriptor)
    let sighting = await look(examined, []) { _ in AdapterLook(kinds: []) }
    #expect(Set(sighting.kinds.map(\.kind)) == Set(descriptor.kinds.map(\.name)))
    #expect(sighting.kinds.allSatisfy { $0.failure != nil })
  }

  @Test(arguments: adapterRegistry) func moreSightThanDeclaredIsCutBack(_ descriptor: AdapterDescriptor) async throws {
    let examined = try Examination(descriptor)
    let sighting = await look(examined, []) { honest in
      var look = honest
      for place in look.kinds.indices where look.kinds[place].failure == nil { look.kinds[place].sight = .complete }
      return look
    }
    for kind in sighting.kinds where descriptor.kind(kind.kind)?.sight == .partial {
      #expect(kind.sight != .complete, "\(kind.kind)")
    }
  }

  /// A look that tries to end something is stopped before anything leaves.
  @Test(arguments: adapterRegistry) func aLookThatEndsSomethingIsStopped(_ descriptor: AdapterDescriptor) async throws {
    let examined = try Examination(descriptor)
    let access = try #require(await examined.look().accesses.first)
    examined.wire.forget()
    let report = await examined.adapter.revoke(access, of: examined.stage.vin, through: examined.guarded())
    #expect(report.code == "scope.refused" && report.certainty == .notDone)
    #expect(!examined.wire.requests.contains { $0.method == .delete })
  }
}
