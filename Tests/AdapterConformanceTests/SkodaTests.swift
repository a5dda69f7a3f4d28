import Foundation
import HandoverModel
import HandoverTestSupport
import OEMAdapterKit
import OEMAdapters
import Synchronization
import Testing

/// Škoda's own oddities: roles, the fleet flag, a count beside the list, and a session that can be lost.
@Suite struct SkodaTests {
  let fake = FakeSkoda(vin: Stage.vin)
  let keeper = Keeper()

  final class Keeper: SessionKeeper {
    struct Full: Error {}
    private let state = Mutex<(kept: [SellerSession], full: Bool)>(([], false))

    var kept: [SellerSession] { state.withLock { $0.kept } }

    func fill(_ full: Bool) { state.withLock { $0.full = full } }

    func keep(_ session: SellerSession) async throws {
      try state.withLock {
        if $0.full { throw Full() }
        $0.kept.append(session)
      }
    }
  }

  func adapter(_ vin: VIN = Stage.vin, refresh: String? = "canary-refresh-1") -> any OEMAdapter {
    let session = SellerSession(
      vin: vin, provider: ProviderID("skoda"), accessToken: Secret("canary-access-1"),
      refreshToken: refresh.map { Secret($0) })
    return AdapterDescriptor.skoda.makeAdapter(
      AdapterContext(credentials: .sellerSession(session), sessionKeeper: keeper))
  }

  func find(through transport: (any HTTPTransport)? = nil) async -> AdapterLook {
    await adapter().look(at: Stage.vin, purpose: .find, through: transport ?? fake)
  }

  func code(_ look: AdapterLook, _ kind: String) -> String? { look.kinds.first { $0.kind == kind }?.failure?.code }

  @Test(arguments: ["GUEST_USER", "NOT_ACTIVATED", "RESET_SPIN", "SOMETHING_NEW"])
  func onlyAnActivatedMainUserCanLook(state: String) async throws {
    fake.change { $0.state = state }
    let look = await find()
    for kind in ["guest", "certificate", "ownership"] { #expect(code(look, kind) == "skoda.not-main-user") }
  }

  @Test func aCarThatIsNotInTheGarageIsNotLookedAt() async throws {
    fake.change { $0.ownsCar = false }
    #expect(code(await find(), "ownership") == "skoda.car-not-in-garage")
  }

  @Test func aFleetCarStopsTheHandover() async throws {
    fake.change { $0.partOfFleet = true }
    #expect(await find().stopSigns == [.fleet])
  }

  @Test func anUnreadableFleetFlagIsNoLook() async throws {
    let mute = TamperingTransport(fake) { request, answer in
      request.path.hasSuffix("/fleet") ? .json("{}") : answer
    }
    let look = await find(through: mute)
    #expect(look.kinds.allSatisfy { $0.accesses.isEmpty } && code(look, "guest") == "skoda.unknown-shape")
  }

  @Test func aCountThatDisagreesMakesTheListPartialAndProvesNothing() async throws {
    let lying = TamperingTransport(fake) { request, answer in
      request.path.hasSuffix("/count") ? .json(#"{"count":3}"#) : answer
    }
    let guests = try #require(await find(through: lying).kinds.first { $0.kind == "guest" })
    #expect(guests.sight == .partial && guests.accesses.count == 2)
    let second = await adapter().look(
      at: Stage.vin, purpose: .confirmAbsent(guests.accesses.map(\.key)), through: lying)
    #expect(code(second, "guest") == "skoda.count-disagrees")
  }

  @Test func aGarageThatNamesAnErrorIsNoGarage() async throws {
    let half = TamperingTransport(fake) { request, answer in
      guard request.path == "/v2/garage" else { return answer }
      return .json(#"{"vehicles":[],"errors":[{"type":"UNAVAILABLE_MOD3"}]}"#)
    }
    #expect(code(await find(through: half), "ownership") == "skoda.garage-incomplete")
  }

  static let oddGuests = [
    #"{"users":[{"firstName":"Jan"}]}"#, #"{"users":[{"id":""}]}"#, #"{"users":[{"id":7}]}"#,
    #"{"users":["guest"]}"#, #"{"users":[{"id":"a-guest"},{"id":"a-guest"}]}"#, #"{"guests":[]}"#,
  ]

  @Test(arguments: oddGuests) func aGuestWithoutAnIDOfItsOwnMakesTheListUnusable(body: String) async throws {
    let odd = TamperingTransport(fake) { request, answer in request.path.hasSuffix("/guests") ? .json(body) : answer }
    #expect(code(await find(through: odd), "guest") == "skoda.unknown-shape")
  }

  @Test func noNameOrAddressIsEverCopied() async throws {
    let text = "\(await find())"
    #expect(!text.contains("Jan") && !text.contains("Horak") && !text.contains("Eva"))
  }

  @Test func anotherCarsSessionIsNoAuthority() async throws {
    let wire = RecordingTransport(fake)
    let other = try #require(VIN(strict: Stage.otherVIN))
    let look = await adapter(other).look(at: Stage.vin, purpose: .find, through: wire)
    #expect(code(look, "guest") == "skoda.no-authority" && wire.requests.isEmpty)
  }

  // The end of the tie.

  func confirmOwnership(through transport: (any HTTPTransport)? = nil) async -> KindSighting? {
    let key = AccessKey(provider: ProviderID("skoda"), kind: "ownership", id: Stage.vin.text)
    let look = await adapter().look(at: Stage.vin, purpose: .confirmAbsent([key]), through: transport ?? fake)
    return look.kinds.first { $0.kind == "ownership" }
  }

  @Test func theOnlyCarsTieIsGoneWhenThreeReadsAgree() async throws {
    fake.change { $0.ownsCar = false }
    let seen = try #require(await confirmOwnership())
    #expect(seen.failure == nil && seen.accesses.isEmpty && seen.sight == .partial)
    #expect(seen.control == .seen(what: "the session's own identity", value: "user-dddd-4"))
  }

  @Test func anotherCarInTheGarageIsAControlAndStaysNameless() async throws {
    fake.change { world in
      world.ownsCar = false
      world.otherCars = ["TMBJB9NX0PY000007"]
      world.userID = nil
    }
    let seen = try #require(await confirmOwnership())
    #expect(seen.accesses.isEmpty)
    #expect(seen.control == .seen(what: "another car in the same garage", value: "TMBJB9NX0PY"))
  }

  @Test func anEmptyGarageWhileTheCarIsStillReachedIsNotGone() async throws {
    let forgetful = TamperingTransport(fake) { request, answer in
      request.path == "/v2/garage" ? .json(#"{"vehicles":[],"errors":[]}"#) : answer
    }
    let seen = try #require(await confirmOwnership(through: forgetful))
    #expect(seen.accesses.count == 1 && seen.sight == .partial)
  }

  @Test func withoutAnIdentityTheEndOfTheTieHasNoControl() async throws {
    fake.change { world in
      world.ownsCar = false
      world.userID = nil
    }
    #expect(await confirmOwnership()?.control == .notSeen)
  }

  // The session.

  @Test func renewedTokensAreDurableBeforeTheyAreUsed() async throws {
    fake.change { $0.accessToken = "run out" }
    keeper.fill(true)
    let wire = RecordingTransport(fake)
    let adapter = adapter()
    let look = await adapter.look(at: Stage.vin, purpose: .find, through: wire)
    #expect(code(look, "guest") == "skoda.session-not-kept")
    #expect(!wire.requests.contains { $0.authorization?.reveal() == "Bearer canary-access-2" })
    keeper.fill(false)
    let again = await adapter.look(at: Stage.vin, purpose: .find, through: wire)
    #expect(again.kinds.first { $0.kind == "guest" }?.accesses.count == 2)
    #expect(keeper.kept.map { $0.refreshToken?.reveal() } == ["canary-refresh-2"])
    #expect(fake.state.spent == ["canary-refresh-1"], "each refresh token leaves once")
  }

  @Test(arguments: [500, 503, 200]) func aLostRenewalAsksForANewSignInAndNeverSendsTheTokenAgain(
    status: Int
  ) async throws {
    fake.change { $0.accessToken = "run out" }
    let losing = TamperingTransport(fake) { request, answer in
      request.path.hasSuffix("refresh-token") ? .json("{}", status: status) : answer
    }
    let wire = RecordingTransport(losing)
    let adapter = adapter()
    for _ in 0..<3 {
      #expect(code(await adapter.look(at: Stage.vin, purpose: .find, through: wire), "guest") == "skoda.session-lost")
    }
    #expect(wire.requests.count { $0.path.hasSuffix("refresh-token") } == 1)
    #expect(await adapter.giveBack(through: wire) == nil)
  }

  @Test func aRenewalThatNeverLeftMayBeTriedAgain() async throws {
    fake.change { $0.accessToken = "run out" }
    let fails = Mutex(true)
    let fake = fake
    let broken = ScriptedRelay { request in
      if request.path.hasSuffix("refresh-token"), fails.withLock({ $0 }) {
        throw TransportFailure(.notSent, code: "transport.refused", reason: "refused", certainty: .notDone)
      }
      return try await fake.send(request)
    }
    let adapter = adapter()
    let first = await adapter.look(at: Stage.vin, purpose: .find, through: broken)
    #expect(first.kinds.first?.failure?.passing == true)
    fails.withLock { $0 = false }
    let second = await adapter.look(at: Stage.vin, purpose: .find, through: broken)
    #expect(second.kinds.first?.failure == nil)
  }

  @Test func aSessionWithoutARefreshTokenEndsWithItsToken() async throws {
    fake.change { $0.accessToken = "run out" }
    let adapter = adapter(refresh: nil)
    let look = await adapter.look(at: Stage.vin, purpose: .find, through: fake)
    #expect(code(look, "guest") == "skoda.session-ended")
  }

  @Test func aSessionGivenBackIsForgotten() async throws {
    let adapter = adapter()
    let wire = RecordingTransport(fake)
    #expect(await adapter.giveBack(through: wire)?.code == "accepted")
    let request = try #require(wire.requests.first)
    #expect(request.method == .post && request.path == "/v1/authentication/revoke-token")
    let look = await adapter.look(at: Stage.vin, purpose: .find, through: wire)
    #expect(code(look, "guest") == "skoda.session-given-back" && wire.requests.count == 1)
    #expect(await adapter.giveBack(through: wire) == nil)
  }

  /// The guard lets the session's own requests through as they are really made, query included.
  @Test func theGuardKnowsTheSessionsRequests() async throws {
    fake.change { $0.accessToken = "run out" }
    let guarded = GuardedTransport(
      fake, provider: ProviderID("skoda"), sessionRoutes: AdapterDescriptor.skoda.sessionRoutes, vin: Stage.vin)
    let adapter = adapter()
    #expect(await adapter.look(at: Stage.vin, purpose: .find, through: guarded).kinds.first?.failure == nil)
    #expect(await adapter.giveBack(through: guarded)?.certainty == .done)
  }
}
