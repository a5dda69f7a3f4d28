public import FoundationEssentials
public import HandoverModel
public import TransferRules

/// What a verifier concludes about a certificate. The worst of the failures found decides.
public enum Validation: String, Sendable {
  case valid
  case withdrawn
  case inconclusive
  case notValid = "not_valid"
}

/// When a certificate existed at the latest, on the word of witnesses outside the dealer. The chain is judged at that time.
public struct WitnessedTime: Hashable, Sendable {
  /// The moment.
  public var date: Date
  /// How many witnesses had seen it.
  public var witnesses: Int
  /// How many there are that count.
  public var of: Int
}

/// Everything a check found, as values: rendered for people and for machines elsewhere.
public struct ValidationReport: Sendable {
  /// One step of the check.
  public struct Step: Sendable {
    /// How a step ended.
    public enum Result: String, Sendable {
      case pass, fail, skipped
    }

    /// The step's name: `signature`, `chain`.
    public var name: String
    /// How it ended.
    public var result: Result
    /// What was seen, for a person.
    public var detail: String
  }

  /// Who vouches for the signer.
  public struct Trust: Sendable {
    /// The signer's organisation, from its validated certificate.
    public var signer: String
    /// The trust list's name for its root.
    public var vouchedBy: String
    /// The version of the trust list.
    public var listVersion: Int64
    /// When the list was made.
    public var listIssuedAt: Date
    /// How many of its keys signed it.
    public var signatures: Int
    /// How many keys it has.
    public var keys: Int
    /// How many signatures it needs.
    public var threshold: Int
  }

  /// The conclusion.
  public var validation: Validation
  /// The verdict that follows from the rows, when it is the one printed and the signature and the chain were found good.
  public var verdict: Verdict?
  /// What a specimen's rows would have given.
  public var specimenOf: Verdict?
  /// Every failure, in the order of the steps.
  public var failures: [CheckFailure]
  /// Things worth knowing that fail nothing.
  public var warnings: [String]
  /// Every step.
  public var steps: [Step]
  /// The claims, present only when the signature and the chain were found good.
  public var claims: CertificatePayload?
  /// Who vouches, present only with `claims`.
  public var trust: Trust?
  /// The outside time, present only with `claims`; nil when the time is unproven.
  public var witnessed: WitnessedTime?
  /// The sections of the private part that this copy opens.
  public var opened: [String]
  /// The recomputed verdict with what drives it, when it is the one printed and the signature and the chain were found good.
  public var recomputed: RecomputedVerdict?
  /// The flags that lowered the requirements, repeated.
  public var flags: [String]
  /// The VIN the user compared with, when it was given and matched.
  public var matchedVIN: Bool
  /// When the check was made.
  public var checkedAt: Date
  /// SHA-256 over the ASCII of the issuer-signed part, as other documents name it.
  public var sha256: String?
  /// What the newest status token says, present only with `claims`.
  public var status: StatusAnswer?

  /// The exit status of design section 10, as practice when `asSpecimen`.
  public func exitStatus(asSpecimen: Bool) -> Int32 {
    switch validation {
    case .notValid: return 1
    case .withdrawn: return 2
    case .inconclusive: return 3
    case .valid:
      guard let verdict else { return 70 }
      if verdict == .void {
        guard asSpecimen, let specimenOf else { return 1 }
        return specimenOf.allowsDelivery ? 0 : 8
      }
      return verdict.allowsDelivery ? 0 : 8
    }
  }
}

/// What a status token of a trusted signer says about a certificate.
public struct StatusAnswer: Hashable, Sendable {
  /// Where a token was found.
  public enum Source: Hashable, Sendable {
    /// It came with the certificate.
    case certificate
    /// The user gave it.
    case given
  }

  /// What it says.
  public var value: StatusValue
  /// The address of the list.
  public var uri: String
  /// As of when.
  public var issuedAt: Date
  /// Until when its signer stands by it.
  public var expires: Date
  /// Where it was found.
  public var source: Source
}
