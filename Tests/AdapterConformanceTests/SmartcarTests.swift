import Foundation
import HandoverModel
import HandoverTestSupport
import OEMAdapterKit
import OEMAdapters
import Synchronization
import Testing

/// Smartcar's own oddities: no VIN filter, pages, vehicles that do not tell their VIN.
@Suite struct SmartcarTests {
  let fake = FakeSmartcar()
  let descriptor = AdapterDescriptor.smartcar

  init() { _ = smartcarStage(fake) }

  func adapter() -> any OEMAdapter {
    descriptor.makeAdapter(
      AdapterContext(
        credentials: .application(id: Secret("id"), secret: Secret("secret")), sessionKeeper: NoSessionKeeper()))
  }

  func find(_ vin: VIN = Stage.vin, through transport: (any HTTPTransport)? = nil) async -> KindSighting? {
    let look = await adapter().look(at: vin, purpose: .find, through: transport ?? fake)
    return look.kinds.first { $0.kind == "connection" }
  }

  func fill(_ count: Int) {
    fake.change { world in
      world.connections = (0..<count).map { .init("conn-\($0)", vehicle: "vehicle-\($0)", user: "user-\($0)") }
      for place in 0..<count { world.vins["vehicle-\(place)"] = vin(place).text }
    }
  }

  func vin(_ number: Int) -> VIN { VIN(strict: "WBY73AW06PFM0" + String(String(10_000 + number).suffix(4)))! }

  @Test(arguments: [1, 2, 3, 4, 7, 10, 100, 101, 250]) func everyPageIsRead(count: Int) async throws {
    fill(count)
    fake.change { $0.pageLimit = 3 }
    for place in [0, count / 2, count - 1] {
      #expect(await find(vin(place))?.accesses.map(\.key.id) == ["conn-\(place)"])
    }
  }

  /// Three hundred cars cost one listing, two VIN reads for each vehicle, and one token.
  @Test func allCarsOfARunShareOneListing() async throws {
    fill(300)
    let wire = RecordingTransport(fake)
    let adapter = adapter()
    let found = await withTaskGroup(of: Int.self) { group in
      for place in 0..<300 {
        let vin = vin(place)
        group.addTask {
          let look = await adapter.look(at: vin, purpose: .find, through: wire)
          return look.kinds.flatMap(\.accesses).count
        }
      }
      return await group.reduce(0, +)
    }
    #expect(found == 300)
    #expect(wire.requests.count { $0.path == "/oauth2/token" } == 1)
    #expect(wire.requests.count { $0.path == "/connections" } == 4)
    #expect(
      wire.requests.count { $0.path.hasPrefix("/vehicles/") } == 2 * 302,
      "300 of the connections, 2 of the subscriptions, each asked twice")
  }

  @Test func aCarWithoutAMatchHasNoneOnlyWhenEveryVehicleIsKnown() async throws {
    let stranger = try #require(VIN(strict: "WBY73AW06PFM99999"))
    #expect(await find(stranger)?.failure == nil)
    fake.change { $0.connections.append(.init("conn-mute-9", vehicle: "vehicle-mute", user: "user-9")) }
    #expect(await find(stranger)?.failure?.code == "smartcar.unresolved-vehicle")
    #expect(await find()?.accesses.count == 2, "a car with a match still shows it")
  }

  /// Fault C7: one answer about another car's VIN must never send an ending to a stranger's car.
  @Test(arguments: [0, 1]) func aVINThatTwoReadsDoNotAgreeOnIsNobodys(wrongRead: Int) async throws {
    fill(2)
    let reads = Counted()
    let (own, stranger) = (vin(0).text, vin(1).text)
    let lying = TamperingTransport(fake) { request, answer in
      guard request.path.hasPrefix("/vehicles/vehicle-1/signals"), reads.next() == wrongRead else { return answer }
      return .json(String(decoding: answer.body, as: UTF8.self).replacing(stranger, with: own))
    }
    let seen = try #require(await find(vin(0), through: lying))
    #expect(seen.accesses.map(\.key.id) == ["conn-0"], "the stranger's connection is not this car's")
  }

  /// The same fault in a listing: the item itself is read again before it is ended, and nothing is sent.
  @Test func anItemThatNowBelongsToAnotherVehicleIsNotEnded() async throws {
    fill(2)
    let adapter = adapter()
    let seen = await adapter.look(at: vin(0), purpose: .find, through: fake)
    let access = try #require(seen.kinds.flatMap(\.accesses).first { $0.key.id == "conn-0" })
    fake.change { $0.connections[0].vehicle = "vehicle-1" }
    let wire = RecordingTransport(fake)
    let report = await adapter.revoke(access, of: vin(0), through: wire)
    #expect(report.certainty == .notDone && report.code == "smartcar.other-vehicle")
    #expect(wire.requests.allSatisfy { $0.method.isSafe })
  }

  /// Counts calls from 0.
  final class Counted: Sendable {
    private let count = Mutex(0)
    func next() -> Int {
      count.withLock {
        $0 += 1
        return $0 - 1
      }
    }
  }

  @Test(arguments: [1, -1]) func aTotalThatDisagreesIsNoListing(error: Int) async throws {
    let total = 3 + error
    let lying = TamperingTransport(fake) { request, answer in
      guard request.path == "/connections" else { return answer }
      return .json(
        String(decoding: answer.body, as: UTF8.self).replacing(#""totalCount":3"#, with: #""totalCount":\#(total)"#))
    }
    #expect(await find(through: lying)?.failure?.code == "smartcar.listing-unstable")
  }

  @Test func aListingWhoseEveryPageIsTheFirstEnds() async throws {
    fill(9)
    fake.change { $0.pageLimit = 3 }
    let fake = fake
    let looping = ScriptedRelay { request in
      var request = request
      if let place = request.query.firstIndex(where: { $0.name == "page[number]" }) { request.query[place].value = "1" }
      return try await fake.send(request)
    }
    #expect(await find(vin(0), through: looping)?.failure?.code == "smartcar.listing-unstable")
  }

  /// What is removed between two pages moves the others; none of them is overlooked.
  @Test func aRemovalBetweenTwoPagesHidesNothing() async throws {
    fill(12)
    fake.change { $0.pageLimit = 3 }
    let fake = fake
    let pages = Mutex(0)
    let moving = ScriptedRelay { request in
      let answer = try await fake.send(request)
      if request.path == "/connections",
        pages.withLock({
          $0 += 1; return $0 == 2
        })
      {
        fake.change { $0.connections.removeFirst() }
      }
      return answer
    }
    let adapter = adapter()
    for place in 1..<12 {
      let look = await adapter.look(at: vin(place), purpose: .find, through: moving)
      #expect(look.kinds.flatMap(\.accesses).map(\.key.id) == ["conn-\(place)"])
    }
  }

  @Test func oneIDForTwoConnectionsIsNoListing() async throws {
    fake.change { $0.connections.append(.init("conn-mine-1", vehicle: "vehicle-other", user: "user-2")) }
    #expect(await find()?.failure?.code == "smartcar.listing-unstable")
  }

  @Test func anItemOfAnUnknownTypeMakesTheListingUnusable() async throws {
    let odd = TamperingTransport(fake) { request, answer in
      guard request.path == "/connections" else { return answer }
      return .json(
        String(decoding: answer.body, as: UTF8.self).replacing(#""type":"connection""#, with: #""type":"grant""#))
    }
    #expect(await find(through: odd)?.failure?.code == "smartcar.unknown-shape")
  }

  @Test(arguments: [
    (["read_vin"], ["read_vin"], AccessPower.read), (["required:read_location"], ["read_location"], .locate),
    (["control_frunk"], ["other"], .control), (["\u{1B}[31mread_vin"], ["other"], .read), ([], [], .read),
    (["read_vin", "read_vin", "control_security"], ["control_security", "read_vin"], .control),
  ])
  func permissionsBecomeWordsOfAClosedList(said: [String], rights: [String], power: AccessPower) async throws {
    fake.change { $0.connections[0].permissions = said.map { $0.replacing("\u{1B}", with: "\\u001b") } }
    let access = try #require(await find()?.accesses.first { $0.key.id == "conn-mine-1" })
    #expect(access.rights == rights && access.power == power)
  }

  /// A restart knows nothing but the ledger's keys; their marks say which vehicle to ask for.
  @Test func aSecondLookAfterARestartAsksForTheVehicleInTheMark() async throws {
    let keys = try #require(await find()).accesses.map(\.key)
    fake.change { $0.connections.removeAll { $0.vehicle == "vehicle-mine" } }
    let wire = RecordingTransport(fake)
    let look = await adapter().look(at: Stage.vin, purpose: .confirmAbsent(keys), through: wire)
    let seen = try #require(look.kinds.first { $0.kind == "connection" })
    #expect(seen.failure == nil && seen.accesses.isEmpty)
    #expect(seen.control == .seen(what: "another connection of this application", value: "conn-other-2"))
    #expect(wire.requests.contains { $0.query.contains(HTTPField("filter[vehicleId]", "vehicle-mine")) })
    #expect(keys.allSatisfy { key in wire.requests.contains { $0.path == "/connections/\(key.id)" } })
  }

  /// The last connection of the whole application leaves nothing to prove its absence by; one that was not ended does.
  @Test func onlyWhatWasNotEndedIsAControl() async throws {
    let keys = try #require(await find()).accesses.map(\.key)
    fake.change { $0.connections = [.init("conn-mine-3", vehicle: "vehicle-mine", user: "user-3")] }
    for (ended, control) in [(keys, false), (keys.filter { $0.id == "conn-mine-1" }, true)] {
      let look = await adapter().look(at: Stage.vin, purpose: .confirmAbsent(ended), through: fake)
      #expect((look.kinds.first { $0.kind == "connection" }?.control != .notSeen) == control)
    }
  }

  @Test func aReconnectedOwnerIsSeenInTheSecondLook() async throws {
    let keys = try #require(await find()).accesses.map(\.key)
    fake.change { world in
      world.connections.removeAll { $0.vehicle == "vehicle-mine" }
      world.connections.insert(.init("conn-again-7", vehicle: "vehicle-mine", user: "user-1"), at: 0)
    }
    let look = await adapter().look(at: Stage.vin, purpose: .confirmAbsent(keys), through: fake)
    #expect(look.kinds.flatMap(\.accesses).map(\.key.id).contains("conn-again-7"))
  }

  /// Two replicas disagree: one list, or both, lack it; its own route still shows it. The pessimist is right.
  @Test(arguments: [true, false]) func whatOneReadStillShowsIsStillThere(inBothLists: Bool) async throws {
    let keys = try #require(await find()).accesses.map(\.key)
    let stale = TamperingTransport(fake) { request, answer in
      let isHidden = inBothLists || request.query.contains { $0.name == "filter[vehicleId]" }
      return request.path == "/connections" && isHidden
        ? .json(#"{"data":[],"meta":{"totalCount":0},"links":{"next":null}}"#) : answer
    }
    let look = await adapter().look(at: Stage.vin, purpose: .confirmAbsent(keys), through: stale)
    let seen = try #require(look.kinds.first { $0.kind == "connection" })
    #expect(Set(seen.accesses.map(\.key)) == Set(keys))
  }

  /// "No such route" is not "no such connection".
  @Test func aRetiredRouteDoesNotMakeAConnectionGone() async throws {
    let keys = try #require(await find()).accesses.map(\.key)
    fake.change { $0.connections.removeAll { $0.vehicle == "vehicle-mine" } }
    let retired = TamperingTransport(fake) { request, answer in
      request.path.hasPrefix("/connections/")
        ? .json(#"{"errors":[{"status":"404","type":"RESOURCE_NOT_FOUND","code":"INVALID_PATH"}]}"#, status: 404)
        : answer
    }
    let look = await adapter().look(at: Stage.vin, purpose: .confirmAbsent(keys), through: retired)
    #expect(look.kinds.first { $0.kind == "connection" }?.failure?.code == "smartcar.not-found")
  }

  @Test func withoutAnApplicationNothingIsAsked() async throws {
    let session = SellerSession(
      vin: Stage.vin, provider: ProviderID("smartcar"), accessToken: Secret("a"), refreshToken: nil)
    let wire = RecordingTransport(fake)
    let adapter = descriptor.makeAdapter(
      AdapterContext(credentials: .sellerSession(session), sessionKeeper: NoSessionKeeper()))
    let look = await adapter.look(at: Stage.vin, purpose: .find, through: wire)
    #expect(look.kinds.allSatisfy { $0.failure?.code == "smartcar.no-authority" } && wire.requests.isEmpty)
    #expect(await adapter.giveBack(through: wire) == nil)
  }
}

/// Answers from a closure that may ask another transport.
struct ScriptedRelay: HTTPTransport {
  private let answer: @Sendable (HTTPRequest) async throws -> HTTPResponse

  init(_ answer: @escaping @Sendable (HTTPRequest) async throws -> HTTPResponse) { self.answer = answer }

  func mode(of provider: ProviderID) -> HandoverMode { .simulated }

  func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
    do {
      return try await answer(request)
    } catch let failure as TransportFailure {
      throw failure
    } catch {
      throw TransportFailure(.notRead, code: "test.relay", reason: "\(error)", certainty: .mayHaveBeenDone)
    }
  }
}
