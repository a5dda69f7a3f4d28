package import HandoverModel

/// One good row of a lot file.
package struct LotRow: Hashable, Codable, Sendable {
  /// Counts the rows below the header, from 1, rejected ones included.
  package var number: Int
  /// The line of the file on which it begins, from 1.
  package var line: Int
  package var vehicle: Vehicle
  /// What of the vehicle the row does not say.
  package var guesses: VINGuesses
  package var gates: Gates
  /// In the published order of the layers; a layer without an answer is absent.
  package var answers: [LayerAnswer]
  package var keys: LotKeys?
  package var odometer: OdometerReading?
  package var protected: ProtectedFindings
  package var notes: [RowNote]

  package init(
    number: Int, line: Int, vehicle: Vehicle, guesses: VINGuesses = [], gates: Gates = Gates(),
    answers: [LayerAnswer] = [], keys: LotKeys? = nil, odometer: OdometerReading? = nil,
    protected: ProtectedFindings = ProtectedFindings(), notes: [RowNote] = []
  ) {
    self.number = number
    self.line = line
    self.vehicle = vehicle
    self.guesses = guesses
    self.gates = gates
    self.answers = answers
    self.keys = keys
    self.odometer = odometer
    self.protected = protected
    self.notes = notes
  }
}

/// What a row has from the VIN alone, because it does not say so itself: it fills what nobody said, and takes the place of
/// nothing that somebody said.
package struct VINGuesses: OptionSet, Hashable, Codable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The make, and with it the maker.
  package static let make = VINGuesses(rawValue: 1)
  package static let modelYear = VINGuesses(rawValue: 2)
}

/// Physical keys. A row may know one of the two numbers and leave the other as it was said before.
package struct LotKeys: Hashable, Codable, Sendable {
  /// Keys handed over with the car; nil where the row does not say.
  package var handedOver: Int?
  /// Keys the car accepts now; nil when that was not read.
  package var accepted: Int?

  package init(handedOver: Int?, accepted: Int? = nil) {
    self.handedOver = handedOver
    self.accepted = accepted
  }
}

/// A reading with its unit; a number without a unit is no reading.
package struct OdometerReading: Hashable, Codable, Sendable {
  /// The unit of a reading, with the raw values of the certificate.
  package enum Unit: String, CaseIterable, Codable, Hashable, Sendable {
    case kilometres = "km"
    case miles = "mi"
  }

  package var value: Int
  package var unit: Unit

  package init(value: Int, unit: Unit) {
    self.value = value
    self.unit = unit
  }
}

/// What was found on the functions that protect people, with the values of the certificate profile; nil where the row
/// does not say.
package struct ProtectedFindings: Hashable, Codable, Sendable {
  package var ecall112: ECall?
  package var privateEmergency: PrivateEmergency?
  package var recallChannel: RecallChannel?
  package var theftRecovery: TheftRecovery?

  package init(
    ecall112: ECall? = nil, privateEmergency: PrivateEmergency? = nil, recallChannel: RecallChannel? = nil,
    theftRecovery: TheftRecovery? = nil
  ) {
    self.ecall112 = ecall112
    self.privateEmergency = privateEmergency
    self.recallChannel = recallChannel
    self.theftRecovery = theftRecovery
  }

  /// Automatic emergency call.
  package enum ECall: String, CaseIterable, Codable, Hashable, Sendable {
    case ready, fault
    case notTestable = "not_testable"
    case notFitted = "not_fitted"
  }

  /// The maker's own emergency service.
  package enum PrivateEmergency: String, CaseIterable, Codable, Hashable, Sendable {
    case activeForBuyer = "active_for_buyer"
    case ended112Ready = "ended_112_ready"
    case fault
    case notApplicable = "not_applicable"
  }

  /// The channel by which recalls reach the car.
  package enum RecallChannel: String, CaseIterable, Codable, Hashable, Sendable {
    case present, absent
    case notApplicable = "not_applicable"
    case notKnown = "not_known"
  }

  /// Theft recovery.
  package enum TheftRecovery: String, CaseIterable, Codable, Hashable, Sendable {
    case buyersContract = "buyers_contract"
    case inactive
    case notFitted = "not_fitted"
    case notKnown = "not_known"
  }
}
