import FoundationEssentials
package import HandoverModel
import Inventory

extension CarFacts {
  /// These facts with what has become known since. Silence changes nothing: a flag that stops a handover stays until a
  /// person says that it is settled, and an answer stays until another one for the same layer replaces it.
  package func updated(by news: CarFacts) -> CarFacts {
    var result = self
    result.identify(by: news)
    result.gates = gates.updated(by: news.gates)
    let replaced = Set(news.answers.map(\.layer))
    result.answers = (answers.filter { !replaced.contains($0.layer) } + news.answers).sorted {
      ($0.layer, $0.step ?? "", $0.at) < ($1.layer, $1.step ?? "", $1.at)
    }
    result.keys = keys?.updated(by: news.keys) ?? news.keys
    result.odometer = news.odometer ?? odometer
    result.protected = protected?.updated(by: news.protected) ?? news.protected
    result.protectedAt = dateOfProtected(with: news)
    return result
  }

  /// These facts without a flag that a person says is settled.
  package func settled(_ sign: StopSign) -> CarFacts {
    var result = self
    switch sign {
    case .stolen: result.gates.stolen = false
    case .fleet: result.gates.fleet = false
    case .lenderClaim: result.gates.lenderClaim = false
    case .secondClaimant: result.gates.secondClaimant = false
    case .legalHold: result.gates.legalHold = false
    case .authorityLost: break
    }
    return result
  }
}

// Which car it is.
extension CarFacts {
  /// What the VIN suggests fills what nobody said. The year that it suggests depends on the maker, so it comes and goes
  /// with the make.
  private mutating func identify(by news: CarFacts) {
    let (new, guessed) = (news.vehicle, news.guesses ?? [])
    var known = guesses ?? []
    if new.make != Vehicle.unknown && (!guessed.contains(.make) || vehicle.make == Vehicle.unknown) {
      (vehicle.make, vehicle.maker) = (new.make, new.maker)
      known = known.subtracting(.make).union(guessed.intersection(.make))
      if vehicle.modelYear == nil || known.contains(.modelYear) {
        vehicle.modelYear = new.modelYear
        known = known.subtracting(.modelYear).union(guessed.intersection(.modelYear))
      }
    }
    if let year = new.modelYear, !guessed.contains(.modelYear) {
      vehicle.modelYear = year
      known.remove(.modelYear)
    }
    guesses = known.isEmpty ? nil : known
    if new.model != Vehicle.unknown { vehicle.model = new.model }
    vehicle.stock = new.stock ?? vehicle.stock
    vehicle.platformHint = new.platformHint ?? vehicle.platformHint
  }
}

extension LotKeys {
  fileprivate func updated(by news: LotKeys?) -> LotKeys {
    LotKeys(handedOver: news?.handedOver ?? handedOver, accepted: news?.accepted ?? accepted)
  }
}

extension ProtectedFindings {
  fileprivate func updated(by news: ProtectedFindings?) -> ProtectedFindings {
    ProtectedFindings(
      ecall112: news?.ecall112 ?? ecall112, privateEmergency: news?.privateEmergency ?? privateEmergency,
      recallChannel: news?.recallChannel ?? recallChannel, theftRecovery: news?.theftRecovery ?? theftRecovery)
  }
}

extension CarFacts {
  /// The row of the protected functions speaks about the emergency calls, so its date is that of the older of the two
  /// findings that it is made of.
  private func dateOfProtected(with news: CarFacts) -> Date? {
    guard let found = news.protected else { return protectedAt }
    let before = protected?.emergencyCalls ?? []
    if before.isSubset(of: found.emergencyCalls) { return news.protectedAt }
    return found.emergencyCalls.isEmpty ? protectedAt : [protectedAt, news.protectedAt].compactMap(\.self).min()
  }
}

extension ProtectedFindings {
  /// Which emergency calls somebody looked at.
  fileprivate var emergencyCalls: Set<String> {
    let isPrivateThere = privateEmergency != nil && privateEmergency != .notApplicable
    return Set((ecall112 == nil ? [] : ["112"]) + (isPrivateThere ? ["private"] : []))
  }
}

extension Gates {
  fileprivate func updated(by news: Gates) -> Gates {
    Gates(
      takenIn: news.takenIn ?? takenIn, vinRead: news.vinRead ?? vinRead, stolen: stolen || news.stolen,
      fleet: fleet || news.fleet, lenderClaim: lenderClaim || news.lenderClaim,
      secondClaimant: secondClaimant || news.secondClaimant, legalHold: legalHold || news.legalHold,
      deliveredOn: news.deliveredOn ?? deliveredOn)
  }
}
