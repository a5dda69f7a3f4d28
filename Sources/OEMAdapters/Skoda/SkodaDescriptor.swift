import HandoverModel
package import OEMAdapterKit

extension AdapterDescriptor {
  /// Škoda's app service, on the seller's own live session. Unofficial: no partner programme offers it to dealers, and a user
  /// report says Škoda calls its use a breach of terms (skodaconnect/homeassistant-myskoda issue 1188, September 2026).
  package static let skoda = AdapterDescriptor(
    id: .skoda, name: "Škoda (MyŠkoda app service)", standing: .unofficial, authority: .sellerSession,
    makes: ["skoda"], kinds: skodaKinds,
    hosts: ProviderHosts(
      provider: .skoda, services: [SkodaAPI.service: "https://mysmob.api.connect.skoda-auto.cz/api"],
      limits: ProviderLimits(concurrency: 4, burst: 8, timeout: 30)),
    sessionRoutes: [SkodaSession.refreshRoute, SkodaSession.revokeRoute],
    diesWith: skodaDiesWith, endpoints: skodaEndpoints, lastConfirmed: "2026-11",
    makeAdapter: { SkodaAdapter($0) })
}

extension ProviderID {
  static let skoda = ProviderID("skoda")
}

private let skodaKinds = [SkodaKinds.guest, SkodaKinds.certificate, SkodaKinds.ownership] + SkodaKinds.unlisted

/// Rule 12. The manual speaks of the main user deleted in the car or in the portal; that the app service's removal of the car
/// is that same act, no source confirms. Unconfirmed rules end nothing.
private let skodaDiesWith: [DiesWith] = {
  let manual = FactSource(
    "Škoda owner's manuals: deleting the main user deletes the shared users; "
      + "that removing the car through the app service is that act is not confirmed",
    seen: "2026-11", confirmed: false)
  let meaning = FactSource(
    "expected from the capability codes for insufficient rights; no recorded case", seen: "2026-11", confirmed: false)
  return [
    DiesWith(parentKind: SkodaKinds.ownership.name, dependent: .secondaryUsers, source: manual),
    DiesWith(parentKind: SkodaKinds.ownership.name, dependent: .remoteCommands, source: meaning),
    DiesWith(parentKind: SkodaKinds.ownership.name, dependent: .locationSharing, source: meaning),
    DiesWith(
      parentKind: SkodaKinds.ownership.name, dependent: .appGrants,
      source: FactSource(
        "nothing says what becomes of API keys when the main user goes", seen: "2026-11", confirmed: false)),
  ]
}()

private let skodaEndpoints = [
  EndpointProof(
    "GET /v2/garage", .documentedByThirdParties,
    "source of myskoda 2.17.2 lists the garage by it, 2026-11; not run here"),
  EndpointProof(
    "GET /v2/garage/vehicles/{vin}", .documentedByThirdParties,
    "source of myskoda 2.17.2 reads a car's details by it, 2026-11; not run here"),
  EndpointProof(
    "GET /v1/users", .documentedByThirdParties,
    "source of myskoda 2.17.2 reads the session's user by it, 2026-11; not run here"),
  EndpointProof("GET /v2/garage/vehicles/{vin}/fleet", .documentedByThirdParties, skodaPaths),
  EndpointProof("GET /v2/garage/vehicles/{vin}/users/guests", .documentedByThirdParties, skodaPaths),
  EndpointProof("GET /v2/garage/vehicles/{vin}/users/guests/count", .documentedByThirdParties, skodaPaths),
  EndpointProof("DELETE /v2/garage/vehicles/{vin}/users/guests/{access}", .documentedByThirdParties, skodaPaths),
  EndpointProof(
    "GET /v1/charging/{vin}/certificates", .documentedByThirdParties, skodaPaths + ", with a recorded body"),
  EndpointProof("DELETE /v1/charging/{vin}/certificates/{access}", .documentedByThirdParties, skodaPaths),
  EndpointProof("DELETE /v2/garage/vehicles/{vin}", .documentedByThirdParties, skodaPaths),
  EndpointProof(
    "POST /v1/authentication/refresh-token", .documentedByThirdParties,
    "source of myskoda 2.17.2 renews its session by it, 2026-11; not run here"),
  EndpointProof(
    "POST /v1/authentication/revoke-token", .inferred,
    "path in skodaconnect/myskoda docs/api_endpoints.md, 2026-11; the body follows refresh-token"),
]

private let skodaPaths = "skodaconnect/myskoda docs/api_endpoints.md, 2026-11; success status not confirmed"
