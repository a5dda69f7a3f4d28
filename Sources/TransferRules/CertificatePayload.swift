public import FoundationEssentials
public import HandoverModel

/// What a transfer certificate states in the open: the payload of its signed part (design, section 9; certificate profile, "Payload").
///
/// It holds no free text and nothing about the previous owner. Everything personal stands behind the one digest of `sd`.
public struct CertificatePayload: Hashable, Sendable {
  /// The type every certificate of this version names.
  public static let type = "tag:handover,2026:transfer-certificate:1"

  /// The issuing rooftop's HTTPS URI, equal byte for byte to the leaf certificate's.
  public var issuer: String
  /// When it was issued, in whole seconds.
  public var issuedAt: Date
  /// 22 characters: 128 random bits.
  public var id: String
  /// The place in the status list, and the list.
  public var status: StatusReference
  /// The car.
  public var vehicle: VehicleClaims
  /// What the handover came to.
  public var handover: HandoverClaims
  /// The certificate this one replaces.
  public var supersedes: EarlierCertificate?
  /// The certificate this one adds to.
  public var supplements: EarlierCertificate?
  /// The digest of the one private disclosure, or of random bytes when nothing is private.
  public var privateDigest: String

  /// A payload of these parts.
  public init(
    issuer: String, issuedAt: Date, id: String, status: StatusReference, vehicle: VehicleClaims,
    handover: HandoverClaims, supersedes: EarlierCertificate? = nil, supplements: EarlierCertificate? = nil,
    privateDigest: String
  ) {
    self.issuer = issuer
    self.issuedAt = issuedAt
    self.id = id
    self.status = status
    self.vehicle = vehicle
    self.handover = handover
    self.supersedes = supersedes
    self.supplements = supplements
    self.privateDigest = privateDigest
  }
}

/// A place in a status list.
public struct StatusReference: Hashable, Sendable {
  /// The place, from 0.
  public var index: Int64
  /// Where the list is published.
  public var uri: String

  /// The place `index` of the list at `uri`.
  public init(index: Int64, uri: String) {
    self.index = index
    self.uri = uri
  }
}

/// The car, as the buyer can compare it.
public struct VehicleClaims: Hashable, Sendable {
  /// The number the buyer compares with the car.
  public var vin: VIN
  /// How it was come by.
  public var vinRead: VINRead
  /// The brand, as the trade writes it.
  public var make: String
  /// `unknown` where it is not known.
  public var model: String
  /// The model year, where it is known.
  public var modelYear: Int64?
  /// The reading at the handover, where it was taken.
  public var odometer: Odometer?

  /// The claims about one car.
  public init(vin: VIN, vinRead: VINRead, make: String, model: String, modelYear: Int64?, odometer: Odometer?) {
    self.vin = vin
    self.vinRead = vinRead
    self.make = make
    self.model = model
    self.modelYear = modelYear
    self.odometer = odometer
  }
}

/// A reading with its unit, `km` or `mi`.
public struct Odometer: Hashable, Codable, Sendable {
  /// The reading.
  public var value: Int64
  /// `km` or `mi`.
  public var unit: String

  /// A reading of this unit.
  public init(value: Int64, unit: String) {
    self.value = value
    self.unit = unit
  }
}

/// What the handover came to.
public struct HandoverClaims: Hashable, Sendable {
  /// What kind of document it is.
  public var kind: Kind
  /// The UTC day of the handover.
  public var date: Date
  /// Whether the run was live.
  public var mode: HandoverMode
  /// The verdict printed; a verifier recomputes it.
  public var verdict: Verdict
  /// What the rows of a specimen would have given.
  public var specimenOf: Verdict?
  /// The platform, as the rule table names it.
  public var platform: String
  /// The digest of the published rule table.
  public var rules: String
  /// All 21 layers.
  public var layers: [Layer: BuyerGroup]
  /// The oldest look among the layers of high weight, rounded down to the hour.
  public var checkedAt: Date
  /// Exactly the layers that end by a date, or are overdue, with it.
  public var due: [Layer: Date]
  /// Keys handed over and accepted.
  public var keys: KeyCount?
  /// What was found on the functions that protect people.
  public var protected: ProtectedClaims
  /// A commitment to every line of the full copy.
  public var linesRoot: String

  /// What kind of document it is.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    case handover
    case supplement
    case correction
    case withdrawal
  }

  /// The claims of one handover.
  public init(
    kind: Kind, date: Date, mode: HandoverMode, verdict: Verdict, specimenOf: Verdict?, platform: String, rules: String,
    layers: [Layer: BuyerGroup], checkedAt: Date, due: [Layer: Date], keys: KeyCount?, protected: ProtectedClaims,
    linesRoot: String
  ) {
    self.kind = kind
    self.date = date
    self.mode = mode
    self.verdict = verdict
    self.specimenOf = specimenOf
    self.platform = platform
    self.rules = rules
    self.layers = layers
    self.checkedAt = checkedAt
    self.due = due
    self.keys = keys
    self.protected = protected
    self.linesRoot = linesRoot
  }
}

/// Keys handed over, and how many the car accepts now, where that could be read.
public struct KeyCount: Hashable, Codable, Sendable {
  /// Keys handed to the buyer.
  public var handedOver: Int64
  /// Keys the car accepts now; nil when that could not be read.
  public var accepted: Int64?

  /// A count of keys.
  public init(handedOver: Int64, accepted: Int64?) {
    self.handedOver = handedOver
    self.accepted = accepted
  }
}

/// What was found on the functions that protect people. They are never targets.
public struct ProtectedClaims: Hashable, Codable, Sendable {
  /// The automatic emergency call.
  public var ecall112: ECall
  /// The maker's own emergency service.
  public var privateEmergency: PrivateEmergency
  /// The channel by which recalls reach the car.
  public var recallChannel: RecallChannel
  /// Theft recovery.
  public var theftRecovery: TheftRecovery

  /// Automatic emergency call (Regulation (EU) 2015/758).
  public enum ECall: String, CaseIterable, Codable, Hashable, Sendable {
    case ready, fault
    case notTestable = "not_testable"
    case notFitted = "not_fitted"
  }

  /// A maker's own emergency service.
  public enum PrivateEmergency: String, CaseIterable, Codable, Hashable, Sendable {
    case activeForBuyer = "active_for_buyer"
    case ended112Ready = "ended_112_ready"
    case fault
    case notApplicable = "not_applicable"
  }

  /// The channel by which recalls reach the car.
  public enum RecallChannel: String, CaseIterable, Codable, Hashable, Sendable {
    case present, absent
    case notApplicable = "not_applicable"
    case notKnown = "not_known"
  }

  /// Theft recovery: active only with the buyer's own contract.
  public enum TheftRecovery: String, CaseIterable, Codable, Hashable, Sendable {
    case buyersContract = "buyers_contract"
    case inactive
    case notFitted = "not_fitted"
    case notKnown = "not_known"
  }

  /// The four findings.
  public init(
    ecall112: ECall, privateEmergency: PrivateEmergency, recallChannel: RecallChannel, theftRecovery: TheftRecovery
  ) {
    self.ecall112 = ecall112
    self.privateEmergency = privateEmergency
    self.recallChannel = recallChannel
    self.theftRecovery = theftRecovery
  }

  /// Whether any of the four shows a fault.
  public var hasFault: Bool { ecall112 == .fault || privateEmergency == .fault }
}

/// The certificate that this one replaces or adds to.
public struct EarlierCertificate: Hashable, Sendable {
  /// Its `jti`.
  public var id: String
  /// SHA-256 over the ASCII of its compact issuer-signed JWT, base64url.
  public var sha256: String
  /// Why there is another one.
  public var reason: Reason

  /// Why there is another one.
  public enum Reason: String, CaseIterable, Hashable, Sendable {
    case correction
    case newAnswers = "new_answers"
    case recheck
    case withdrawn
  }

  /// The earlier certificate and why it is named.
  public init(id: String, sha256: String, reason: Reason) {
    self.id = id
    self.sha256 = sha256
    self.reason = reason
  }
}
