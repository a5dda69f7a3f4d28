import HandoverModel
import OEMAdapterKit

/// A read that showed nothing usable, on its way to becoming a sighting that says so.
struct CouldNotLook: Error, Hashable, Sendable {
  var failure: LookFailure

  /// - Parameter passing: whether another look may succeed without anybody doing anything.
  init(_ code: String, _ reason: String, passing: Bool = false) {
    failure = LookFailure(code: code, reason: reason, passing: passing)
  }

  /// No whole answer came back.
  init(_ cause: TransportFailure) {
    let passing = cause.kind == .notSent || cause.kind == .notRead || cause.kind == .notNow
    failure = LookFailure(code: cause.code, reason: cause.reason, passing: passing)
  }

  /// An answer with a status that carries no listing. A 404 to a listing is not an empty listing.
  init(status: Int, from provider: ProviderID) {
    let (name, reason, passing) = Self.meaning(of: status)
    self.init("\(provider).\(name)", "\(reason) (status \(status))", passing: passing)
  }

  private static func meaning(of status: Int) -> (name: String, reason: String, passing: Bool) {
    switch status {
    case 401, 403: ("no-authority", "the provider does not let this authority look", false)
    case 404: ("not-found", "the provider has no such listing for this car", false)
    case 410: ("route-retired", "the provider has retired this route", false)
    case 409, 423: ("busy", "the provider or the car is busy", true)
    case 408, 425: ("try-later", "the provider asks to try later", true)
    case 429: ("too-many-requests", "the provider asks for fewer requests", true)
    case 430: ("billing", "the provider refuses for a billing reason", false)
    case 500...599: ("server-error", "the provider failed to answer", true)
    default: ("unexpected-status", "the provider gave an answer that is not documented", false)
    }
  }

  /// An answer whose shape is not the documented one. Never "nothing there".
  static func shape(_ provider: ProviderID, _ what: String) -> CouldNotLook {
    CouldNotLook("\(provider).unknown-shape", "an answer has not the documented shape: \(what)")
  }
}

extension KindSighting {
  /// A kind that this look could not look at.
  static func failed(_ kind: ObjectKind, read: String, _ cause: CouldNotLook) -> KindSighting {
    .couldNotLook(kind: kind.name, layer: kind.layer, read: read, because: cause.failure)
  }
}
