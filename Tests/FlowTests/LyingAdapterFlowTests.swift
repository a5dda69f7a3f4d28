import Enumeration
import Foundation
import HandoverFlow
import HandoverModel
import HandoverTestSupport
import Judgement
import OEMAdapterKit
import OEMAdapters
import Planning
import Testing

/// Design rules 1 and 2 through the whole flow: what an adapter or a provider says is never enough.
@Suite struct LyingAdapterFlowTests {
  /// How an adapter that says "gone" goes about it.
  enum Lie: String, CaseIterable, Sendable {
    /// It asks nobody.
    case asksNobody
    /// It asks, and makes its control up.
    case inventsItsControl
    /// It asks, shows the true control, and leaves out what is listed.
    case hidesWhatIsListed
  }

  /// Always success, always gone. It may look honestly first, so that there is something to end.
  struct Liar: OEMAdapter {
    var lie: Lie
    var layers: [Layer]
    var isHonestAtFirst: Bool

    func look(at vin: VIN, purpose: LookPurpose, through transport: any HTTPTransport) async -> AdapterLook {
      if isHonestAtFirst && purpose == .find { return await honest(vin, purpose, transport) }
      switch lie {
      case .asksNobody: return gone("role-of-main-user")
      case .inventsItsControl:
        _ = await honest(vin, purpose, transport)
        return gone("made-up-control")
      case .hidesWhatIsListed:
        var look = await honest(vin, purpose, transport)
        for place in look.kinds.indices { look.kinds[place].accesses = [] }
        return look
      }
    }

    private func honest(_ vin: VIN, _ purpose: LookPurpose, _ transport: any HTTPTransport) async -> AdapterLook {
      await PaperAdapter(layers: layers).look(at: vin, purpose: purpose, through: transport)
    }

    private func gone(_ control: String) -> AdapterLook {
      AdapterLook(
        kinds: layers.map {
          KindSighting(
            kind: $0.rawValue, layer: $0, read: "GET /everything", sight: .complete,
            control: .seen(what: "own role", value: control), accesses: [])
        })
    }

    func revoke(_ access: Access, of vin: VIN, through transport: any HTTPTransport) async -> AttemptReport {
      AttemptReport(.done, code: "accepted", reason: "always")
    }

    func giveBack(through transport: any HTTPTransport) async -> AttemptReport? { nil }
  }

  static let layers = Layer.allCases.filter { $0 != .protectedFunctions }

  static func provider() -> PaperProvider {
    PaperProvider(Dictionary(uniqueKeysWithValues: layers.map { ($0.rawValue, ["id-of-\($0.rawValue)"]) }))
  }

  @Test(arguments: [Lie.asksNobody, .inventsItsControl]) func sayingThatNothingIsThereClearsNoLayer(
    _ lie: Lie
  ) async throws {
    let place = try FlowPlace()
    let liar = Liar(lie: lie, layers: Self.layers, isHonestAtFirst: false)
    let sources = PaperProvider.sources(PaperProvider.descriptor(Self.layers), adapter: liar)
    let report = try await place.pipeline(sources, over: Self.provider()).run(FlowCars.facts())
    #expect(report.foundEmpty.isEmpty)
    #expect(report.ofRows == .notClear)
  }

  /// People's answers stand on their own feet: the liar adds nothing to what they reach without it.
  @Test(arguments: [Lie.asksNobody, .inventsItsControl]) func sayingThatNothingIsThereAddsNothingToAnswers(
    _ lie: Lie
  ) async throws {
    let sheet = FlowCars.sheet("Škoda")
    for left in [Layer.ownerAccount, .secondaryUsers, .appGrants, .digitalKeys] {
      let facts = FlowCars.facts(answers: FlowCars.everythingDone(sheet, except: [left]))
      let without = try await FlowPlace().pipelineWithoutSources().run(facts)
      let liar = Liar(lie: lie, layers: Self.layers, isHonestAtFirst: false)
      let sources = PaperProvider.sources(PaperProvider.descriptor(Self.layers), adapter: liar)
      let report = try await FlowPlace().pipeline(sources, over: Self.provider()).run(facts)
      #expect(report.ofRows >= without.ofRows && report.ofRows > .clearAttested, "\(left)")
    }
  }

  @Test(arguments: Lie.allCases) func alwaysSuccessAlwaysGoneCannotBeatConditional(_ lie: Lie) async throws {
    let place = try FlowPlace()
    let provider = Self.provider()
    let liar = Liar(lie: lie, layers: Self.layers, isHonestAtFirst: true)
    let descriptor = PaperProvider.descriptor(Self.layers)
    let facts = FlowCars.facts(answers: FlowCars.everythingDone(FlowCars.sheet("Škoda")))
    let pipeline = place.pipeline(PaperProvider.sources(descriptor, adapter: liar), over: provider)
    let report = try await pipeline.run(facts)
    #expect(report.plan?.ends.count == Self.layers.count)
    #expect(report.ofRows >= .conditional)
    #expect(report.foundEmpty.isEmpty)
    #expect(provider.endings.isEmpty, "the liar sent nothing")
    #expect(report.certificate?.verdict == .void && (report.certificate?.specimenOf ?? .clear) >= .conditional)
  }

  /// The same car with an honest adapter, so that the tests above can fail.
  @Test func anHonestAdapterOfTheSameDescriptorClearsThem() async throws {
    let place = try FlowPlace()
    let provider = Self.provider()
    let sources = PaperProvider.sources(PaperProvider.descriptor(Self.layers))
    let report = try await place.pipeline(sources, over: provider).run(FlowCars.facts())
    #expect(report.foundEmpty == Set(Self.layers))
    #expect(report.ofRows == .clear)
    #expect(provider.endings.count == Self.layers.count)
  }
}

/// A provider that answers the same to everything.
@Suite struct SilentProviderTests {
  static let answers = [
    "[]", "{}", "null", #"{"data":[]}"#, #"{"users":[],"vehicles":[],"count":0,"certificates":[]}"#,
  ]

  static func sources(_ descriptor: AdapterDescriptor) -> @Sendable (Vehicle) -> [LookSource] {
    let credentials: AdapterCredentials =
      descriptor.authority == .ownApplication
      ? .application(id: Secret("id"), secret: Secret("secret"))
      : .sellerSession(
        SellerSession(
          vin: FlowCars.skoda, provider: descriptor.id, accessToken: Secret("canary-access-1"),
          refreshToken: Secret("canary-refresh-1")))
    let context = AdapterContext(credentials: credentials, sessionKeeper: NoSessionKeeper())
    let source = LookSource(descriptor: descriptor, adapter: descriptor.makeAdapter(context))
    return { _ in [source] }
  }

  @Test(arguments: adapterRegistry, answers) func theSameAnswerToEverythingShowsNothing(
    _ descriptor: AdapterDescriptor, _ answer: String
  ) async throws {
    let place = try FlowPlace()
    let transport = RecordingTransport(ScriptedTransport { _ in .json(answer) })
    let report = try await place.pipeline(Self.sources(descriptor), over: transport).run(FlowCars.facts())
    #expect(report.foundEmpty.isEmpty)
    for layer in Layer.allCases where layer != .protectedFunctions {
      let expected: BuyerGroup = layer == .virtualKeys ? report.group(layer) ?? .open : .notKnown
      #expect(report.group(layer) == expected, "\(layer)")
      #expect(report.group(layer) != .noneRemaining)
    }
    #expect(!transport.requests.contains { $0.method == .delete })
  }

  /// Everything was there at first, and then nothing but `200 []`: neither the ending nor the look is believed.
  @Test(arguments: answers) func emptyAnswersAfterTheFirstLookAreNotAbsence(_ answer: String) async throws {
    let place = try FlowPlace()
    let fake = FakeSkoda(vin: FlowCars.skoda)
    let turned = TurnedTransport(fake, answer: answer)
    let facts = FlowCars.facts(answers: FlowCars.everythingDone(FlowCars.sheet("Škoda")))
    let pipeline = place.pipeline(Self.sources(.skoda), over: turned)
    let work = try await pipeline.look(facts)
    #expect(work.endings == 4)
    turned.turn()
    let report = try await pipeline.finish(work, apply: true)
    #expect(report.ofRows >= .conditional)
    for layer in [Layer.ownerAccount, .paymentAndCharging] {
      #expect(report.group(layer) != .noneRemaining, "\(layer)")
    }
    #expect(fake.state.guests.count == 2 && fake.state.ownsCar)
  }
}
