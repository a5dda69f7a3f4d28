package import FoundationEssentials
package import HandoverModel

/// How far a handover is.
package enum HandoverState: String, CaseIterable, Codable, Hashable, Sendable {
  /// The dealer has the car.
  case open
  /// The buyer has the car: from here on nothing is ended for this VIN.
  case delivered
  /// Nothing is left to do or to look at.
  case closed

  /// Whether a handover may go from this state to that one: only forward.
  func mayBecome(_ next: HandoverState) -> Bool {
    switch (self, next) {
    case (.open, .delivered), (.open, .closed), (.delivered, .closed): true
    default: false
    }
  }
}

/// One handover as the ledger knows it.
package struct HandoverRecord: Hashable, Sendable {
  /// Its name.
  package var id: HandoverID
  /// The vehicle.
  package var vin: VIN
  /// When it was opened, to the millisecond.
  package var openedAt: Date
  /// How far it is.
  package var state: HandoverState
  /// How many events it has; at least 1.
  package var events: Int64
  /// The digest of its last event: 32 bytes.
  package var head: [UInt8]
}

/// A handover together with everything recorded about it, oldest first.
package struct HandoverHistory: Hashable, Sendable {
  package var record: HandoverRecord
  package var events: [LedgerEvent]
}

/// A part of a long list of handovers, and where the next part starts.
package struct HandoverPage: Hashable, Sendable {
  /// In the order asked for.
  package var records: [HandoverRecord]
  /// Give this to get the next part; nil when there is none.
  package var next: HandoverCursor?
}

/// What a list of handovers is sorted by.
package enum HandoverOrder: Hashable, Sendable {
  /// Oldest first.
  case openedAt
  /// By the characters of the VIN.
  case vin
}

/// A place in a list of handovers.
package struct HandoverCursor: Hashable, Sendable {
  var openedAt: Int64
  var vin: String
  var key: Int64
}
