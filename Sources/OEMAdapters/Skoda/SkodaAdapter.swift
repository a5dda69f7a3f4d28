import HandoverModel
import OEMAdapterKit

/// Lists and ends what the seller's own Škoda session sees of one car. One adapter serves one visit.
struct SkodaAdapter: OEMAdapter {
  private let session: SkodaSession?
  private let api: SkodaAPI?

  init(_ context: AdapterContext) {
    guard case .sellerSession(let lent) = context.credentials, lent.provider == .skoda else {
      session = nil
      api = nil
      return
    }
    let session = SkodaSession(lent, keeper: context.sessionKeeper)
    self.session = session
    api = SkodaAPI(client: ProviderClient(.skoda, tokens: session), vin: lent.vin)
  }

  func look(at vin: VIN, purpose: LookPurpose, through transport: any HTTPTransport) async -> AdapterLook {
    let unlisted = SkodaKinds.unlisted.map { kind in
      KindSighting.failed(kind, read: "none", CouldNotLook("skoda.not-listable", kind.sightReason))
    }
    guard let api, api.vin == vin else {
      let cause = CouldNotLook("skoda.no-authority", "no session of this car's seller was given")
      return AdapterLook(kinds: SkodaLook.everyKind(cause) + unlisted)
    }
    var look =
      switch purpose {
      case .find: await SkodaLook(api: api, transport: transport).find()
      case .confirmAbsent: await SkodaLook(api: api, transport: transport).confirm()
      }
    look.kinds += unlisted
    return look
  }

  func revoke(_ access: Access, of vin: VIN, through transport: any HTTPTransport) async -> AttemptReport {
    guard let api, api.vin == vin,
      case .automatic(let route)? = AdapterDescriptor.skoda.kind(access.key.kind)?.capability
    else { return AttemptReport(.notDone, code: "not-sendable", reason: "this cannot be ended through Škoda") }
    return await api.client.end(access.key, of: vin, by: route, through: transport)
  }

  func giveBack(through transport: any HTTPTransport) async -> AttemptReport? {
    await session?.giveBack(through: transport)
  }
}
