import HandoverModel
package import OEMAdapterKit

extension AdapterDescriptor {
  /// Smartcar API v3 with the dealer's own application. It shows that application's connections and never another's, so
  /// no sight here is ever complete.
  ///
  /// Facts: smartcar.com documentation (list, get and remove connection, subscriptions, errors, API limits) as of November 2026.
  package static let smartcar = AdapterDescriptor(
    id: .smartcar, name: "Smartcar", standing: .official, authority: .ownApplication, makes: [],
    kinds: [SmartcarSubscription.objectKind, SmartcarConnection.objectKind],
    hosts: ProviderHosts(
      provider: .smartcar,
      services: [
        SmartcarAPI.iam: "https://iam.smartcar.com",
        SmartcarAPI.vehicle: "https://vehicle.api.smartcar.com/v3",
        SmartcarAPI.management: "https://management.api.smartcar.com/v3",
      ],
      // The published bucket is per vehicle; for the connection listing none is published.
      limits: ProviderLimits(concurrency: 8, burst: 20, timeout: 30)),
    sessionRoutes: [SmartcarToken.route],
    // That a removed connection takes its webhook subscription with it is not confirmed, so no rule is declared.
    diesWith: [],
    endpoints: smartcarEndpoints, lastConfirmed: "2026-11",
    makeAdapter: { SmartcarAdapter($0) })
}

extension ProviderID {
  static let smartcar = ProviderID("smartcar")
}

extension SmartcarConnection {
  /// A grant of one Smartcar user to our application for one vehicle.
  static let objectKind = ObjectKind(
    name: "connection", layer: .appGrants, sight: .partial,
    sightReason:
      "shows only the dealer's own Smartcar application; other applications appear only in the owner's mySmartcar",
    capability: .automatic(EffectRoute(.delete, service: SmartcarAPI.vehicle, path: "/connections/{access}")),
    source: FactSource("smartcar.com/docs: remove connection", seen: "2026-11", confirmed: true),
    settling: smartcarSettling, order: 20)
}

extension SmartcarSubscription {
  /// A vehicle's subscription to a webhook of our application.
  static let objectKind = ObjectKind(
    name: "subscription", layer: .telemetryStreams, sight: .partial,
    sightReason: "shows only webhooks of the dealer's own Smartcar application",
    capability: .automatic(EffectRoute(.delete, service: SmartcarAPI.management, path: "/subscriptions/{access}")),
    source: FactSource("smartcar.com/docs: subscribing vehicles", seen: "2026-11", confirmed: true),
    settling: smartcarSettling, order: 10)
}

/// Seconds an ended object may still be listed. The delay is not confirmed by any source.
private let smartcarSettling = 5.0

private let smartcarEndpoints = [
  EndpointProof(
    "POST /oauth2/token", .documentedByProvider,
    "smartcar.com/docs: request access token, 2026-11; Basic with a form body seen in public clients"),
  EndpointProof("GET /v3/connections", .documentedByProvider, "smartcar.com/docs: list connections, 2026-11"),
  EndpointProof(
    "GET /v3/connections/{access}", .documentedByProvider,
    "smartcar.com/docs: get connection, 2026-11; that a removed one answers 404 is inferred"),
  EndpointProof(
    "DELETE /v3/connections/{access}", .documentedByProvider,
    "smartcar.com/docs: remove connection, 2026-11; the success status is not confirmed"),
  EndpointProof(
    "GET /v3/vehicles/{id}/signals/vehicleidentification-vin", .provenByClient,
    "smartcar 6.19.1 (PyPI) Vehicle.get_signal, 2026-11"),
  EndpointProof(
    "GET /v3/subscriptions", .inferred,
    "route and filters in smartcar.com/docs, 2026-11; the members of the answer follow the create call"),
  EndpointProof(
    "DELETE /v3/subscriptions/{access}", .documentedByProvider,
    "smartcar.com/docs: subscribing vehicles, 2026-11; the success status is not confirmed"),
]
