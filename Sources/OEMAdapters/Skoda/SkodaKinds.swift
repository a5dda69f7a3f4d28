import HandoverModel
import OEMAdapterKit

/// The kinds of objects the Škoda app service has, as far as a handover is concerned.
///
/// No listing here is called complete, although the service seems to show everybody: the routes are documented only by third
/// parties, and a keeper enrolled on an older layer of the Volkswagen Group was seen not to show on the newer one
/// (vwgroup-connect-ha issue 584). A person's look in the car and the app has to stand beside it.
enum SkodaKinds {
  /// Another person whom the main user lets use the car.
  static let guest = ObjectKind(
    name: "guest", layer: .secondaryUsers, sight: .partial,
    sightReason: "lists the guests this service knows; one enrolled on an older layer may not show",
    capability: .automatic(route("/v2/garage/vehicles/{vin}/users/guests/{access}")),
    source: paths, settling: settling, order: 10)

  /// A Plug & Charge contract certificate of this car.
  static let certificate = ObjectKind(
    name: "certificate", layer: .paymentAndCharging, sight: .partial,
    sightReason: "shows Plug & Charge contracts; paying for parking and fuel hangs on the account and is not listed",
    capability: .automatic(route("/v1/charging/{vin}/certificates/{access}")),
    source: paths, settling: settling, order: 20)

  /// The car in the seller's garage with the role of main user. Its id is the VIN.
  static let ownership = ObjectKind(
    name: "ownership", layer: .ownerAccount, sight: .partial,
    sightReason: "shows the session's own role; a main user enrolled on an older layer may not show",
    capability: .automatic(route("/v2/garage/vehicles/{vin}")),
    source: paths, settling: settling, order: 90)

  /// What exists at Škoda and cannot be listed by this adapter: named, so that nobody takes silence for "nothing there".
  static let unlisted = [
    unlisted(
      "api_key", .appGrants, "API keys the owner made in MyŠkoda are shown only in the app: look with the owner there",
      "PyPI carconnectivity-connector-skoda 0.13.3 uses per-car keys that the owner makes in the app"),
    unlisted(
      "pay_account", .paymentAndCharging, "paying for parking and fuel hangs on the owner's account, not on the car",
      "skodaconnect/myskoda docs/api_endpoints.md names the account's parking routes"),
    unlisted(
      "subscription", .subscriptions, "the shape of the subscription listing is not documented",
      "skodaconnect/myskoda docs/api_endpoints.md names the route only"),
    unlisted(
      "settings_backup", .storedData, "the shape of the backup listing is not documented",
      "skodaconnect/myskoda docs/api_endpoints.md names the route only"),
    unlisted(
      "data_contract", .wifiSIM, "in-car data contracts are sold by a third party and cannot be listed",
      "capability CUBIC in skodaconnect/myskoda fixtures"),
  ]

  /// Seconds an ended object may still be listed. Not confirmed by any source.
  private static let settling = 5.0
  private static let paths = FactSource("skodaconnect/myskoda docs/api_endpoints.md", seen: "2026-11", confirmed: false)

  private static func route(_ path: String) -> EffectRoute {
    EffectRoute(.delete, service: SkodaAPI.service, path: path)
  }

  private static func unlisted(_ name: String, _ layer: Layer, _ reason: String, _ source: String) -> ObjectKind {
    ObjectKind(
      name: name, layer: layer, sight: .cannotList, sightReason: reason, capability: .byHand(reason: reason),
      source: FactSource(source, seen: "2026-11", confirmed: false), settling: 0, order: 50)
  }
}
