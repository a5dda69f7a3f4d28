import HandoverModel
import HandoverTestSupport
import OEMAdapterKit

/// One provider set up for an examination: a car, what is planted there, and the way to it.
struct Stage: Sendable {
  var vin: VIN
  var credentials: AdapterCredentials
  /// What a look must find: `kind/id`.
  var planted: Set<String>
  /// What must never be printed.
  var secrets: [String]
  var transport: any HTTPTransport
  /// Makes the token in use run out, as a provider does without notice.
  var expire: @Sendable () -> Void
  /// Takes away everything that could serve as a positive control of the look after the last ending.
  var leaveNoControl: @Sendable () -> Void

  static let vin = VIN(strict: "TMBJB9NX0PY000001")!
  static let otherVIN = "TMBJB9NX0PY000002"
}

/// The stage of each provider, by the id in its descriptor. A new adapter adds its line; without one the suite fails and says so.
let stages: [ProviderID: @Sendable () -> Stage] = [
  ProviderID("skoda"): { skodaStage(FakeSkoda(vin: Stage.vin)) },
  ProviderID("smartcar"): { smartcarStage(FakeSmartcar()) },
]

func skodaStage(_ fake: FakeSkoda) -> Stage {
  let world = fake.state
  let session = SellerSession(
    vin: Stage.vin, provider: ProviderID("skoda"), accessToken: Secret(world.accessToken),
    refreshToken: Secret(world.refreshToken))
  let planted =
    world.guests.map { "guest/\($0)" } + world.certificates.map { "certificate/\($0)" } + [
      "ownership/\(Stage.vin.text)"
    ]
  return Stage(
    vin: Stage.vin, credentials: .sellerSession(session), planted: Set(planted), secrets: ["canary"],
    transport: fake, expire: { fake.change { $0.accessToken = "run out" } },
    leaveNoControl: { fake.change { $0.userID = nil } })
}

func smartcarStage(_ fake: FakeSmartcar) -> Stage {
  fake.change { world in
    world.connections = [
      .init("conn-mine-1", vehicle: "vehicle-mine", user: "user-1"),
      .init("conn-other-2", vehicle: "vehicle-other", user: "user-2"),
      .init("conn-mine-3", vehicle: "vehicle-mine", user: "user-3", permissions: ["control_security"]),
    ]
    world.subscriptions = [
      .init("subs-mine-1", vehicle: "vehicle-mine", user: "user-1"),
      .init("subs-other-2", vehicle: "vehicle-other", user: "user-2"),
    ]
    world.vins = ["vehicle-mine": Stage.vin.text, "vehicle-other": Stage.otherVIN]
  }
  return Stage(
    vin: Stage.vin, credentials: .application(id: Secret("canary-id"), secret: Secret("canary-secret")),
    planted: ["connection/conn-mine-1", "connection/conn-mine-3", "subscription/subs-mine-1"],
    secrets: ["canary"], transport: fake, expire: { fake.change { $0.token += 1 } },
    leaveNoControl: {
      fake.change { world in
        world.connections.removeAll { $0.vehicle == "vehicle-other" }
        world.subscriptions.removeAll { $0.vehicle == "vehicle-other" }
      }
    })
}
