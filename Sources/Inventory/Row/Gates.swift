package import FoundationEssentials

/// What a row says before anything may be ended (design rules 8 and 9). An absent column or an empty cell is no
/// statement: a date stays nil, and a reason to stop is not there.
package struct Gates: Hashable, Codable, Sendable {
  /// The day the car was taken in. Without it nothing is ended.
  package var takenIn: Date?
  /// How the VIN was read; nil where the row does not say. Without evidence from the car nothing is ended.
  package var vinRead: VINEvidence?
  /// Reported stolen.
  package var stolen: Bool
  /// A fleet's or lessor's car.
  package var fleet: Bool
  /// A lender still has a claim.
  package var lenderClaim: Bool
  /// A second person says the car is theirs.
  package var secondClaimant: Bool
  /// Evidence must be kept as it is.
  package var legalHold: Bool
  /// The day the buyer got it. From then on nothing is ended.
  package var deliveredOn: Date?

  package init(
    takenIn: Date? = nil, vinRead: VINEvidence? = nil, stolen: Bool = false, fleet: Bool = false,
    lenderClaim: Bool = false, secondClaimant: Bool = false, legalHold: Bool = false, deliveredOn: Date? = nil
  ) {
    self.takenIn = takenIn
    self.vinRead = vinRead
    self.stolen = stolen
    self.fleet = fleet
    self.lenderClaim = lenderClaim
    self.secondClaimant = secondClaimant
    self.legalHold = legalHold
    self.deliveredOn = deliveredOn
  }
}

/// How the VIN came into the row, with the raw values of the certificate's `vin_read` (certificate profile, "Payload").
package enum VINEvidence: String, CaseIterable, Codable, Hashable, Sendable {
  /// From the car's screen or bus.
  case car
  /// From a label on the car, by a scanner.
  case scanned
  /// Typed by a person.
  case typed
}
