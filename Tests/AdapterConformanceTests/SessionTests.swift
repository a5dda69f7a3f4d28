import Foundation
import HandoverModel
import HandoverTestSupport
import OEMAdapterKit
import OEMAdapters
import Testing

/// Tokens that run out while many wait for them.
@Suite struct SessionTests {
  @Test(arguments: adapterRegistry) func aTokenThatRanOutIsRenewedOnceForAllWhoWait(
    _ descriptor: AdapterDescriptor
  ) async throws {
    let examined = try Examination(descriptor)
    let crowd = 12
    _ = await examined.look()
    examined.stage.expire()
    examined.wire.forget()
    // A renewal lets everybody else go first, so that a second one would have its chance.
    let relay = ScriptedRelay { request in
      if examined.isSession(request) { for _ in 0..<500 { await Task.yield() } }
      return try await examined.wire.send(request)
    }
    let found = await withTaskGroup(of: Set<String>.self) { group in
      for _ in 0..<crowd {
        group.addTask {
          let look = await examined.adapter.look(at: examined.stage.vin, purpose: .confirmAbsent([]), through: relay)
          return Set(look.kinds.flatMap(\.accesses).map { "\($0.key.kind)/\($0.key.id)" })
        }
      }
      return await group.reduce(into: [Set<String>]()) { $0.append($1) }
    }
    #expect(found.allSatisfy { $0 == examined.stage.planted })
    #expect(examined.wire.requests.count { examined.isSession($0) } == 1)
  }

  /// The resend after a renewed token belongs to the engine, which writes an intent for it. An adapter that looks once more
  /// before it ends has its token renewed by that look.
  @Test(arguments: adapterRegistry) func anEndingRefusedForItsTokenIsLeftToTheEngine(
    _ descriptor: AdapterDescriptor
  ) async throws {
    let examined = try Examination(descriptor)
    let access = try #require(await examined.look().accesses.min(by: descriptor.endsBefore))
    examined.stage.expire()
    let (report, sent, _) = try await examined.end(access)
    #expect(sent.filter { !$0.method.isSafe && !examined.isSession($0) }.count == 1)
    guard report.code != "accepted" else {
      #expect(sent.contains { $0.method.isSafe }, "the look before was refused, not the ending")
      return
    }
    #expect(report.certainty == .notDone && report.code == "token-renewed" && report.retryAfter == 0)
    #expect(try await examined.end(access).report.code == "accepted")
  }

  @Test(arguments: adapterRegistry) func aProviderThatRefusesEveryTokenIsNotAskedForEver(
    _ descriptor: AdapterDescriptor
  ) async throws {
    let examined = try Examination(descriptor) { request, answer in
      request.path.contains("token") ? answer : .json("{}", status: 401)
    }
    let sighting = await examined.look()
    #expect(examined.listable.allSatisfy { sighting.kind($0.name)?.failure?.passing == false })
    #expect(examined.wire.requests.count <= 6)
  }

  @Test(arguments: adapterRegistry) func aFailingTransportIsNoLook(_ descriptor: AdapterDescriptor) async throws {
    let make = try #require(stages[descriptor.id])
    let stage = make()
    let adapter = descriptor.makeAdapter(
      AdapterContext(credentials: stage.credentials, sessionKeeper: NoSessionKeeper()))
    let dead = ScriptedTransport { _ in
      throw TransportFailure(.notRead, code: "transport.reset", reason: "reset", certainty: .mayHaveBeenDone)
    }
    let seen = await adapter.look(at: stage.vin, purpose: .find, through: dead)
    #expect(seen.kinds.allSatisfy { $0.failure != nil && $0.accesses.isEmpty })
  }
}
