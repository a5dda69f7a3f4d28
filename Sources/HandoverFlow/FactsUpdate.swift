import FoundationEssentials
package import HandoverModel
import Inventory

extension CarFacts {
  /// These facts with what has become known since. Silence changes nothing: a flag that stops a handover stays until a
  /// person says that it is settled, and an answer stays until another one for the same layer replaces it.
  package func updated(by news: CarFacts) -> CarFacts {
    var result = self
    result.vehicle = vehicle.updated(by: news.vehicle)
    result.gates = gates.updated(by: news.gates)
    let replaced = Set(news.answers.map(\.layer))
    result.answers = (answers.filter { !replaced.contains($0.layer) } + news.answers).sorted {
      ($0.layer, $0.step ?? "", $0.at) < ($1.layer, $1.step ?? "", $1.at)
    }
    result.keys = news.keys ?? keys
    result.odometer = news.odometer ?? odometer
    if let protected = news.protected {
      result.protected = protected
      result.protectedAt = news.protectedAt
    }
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

extension Vehicle {
  fileprivate func updated(by news: Vehicle) -> Vehicle {
    Vehicle(
      vin: vin, make: news.make == Vehicle.unknown ? make : news.make, maker: news.maker ?? maker,
      model: news.model == Vehicle.unknown ? model : news.model, modelYear: news.modelYear ?? modelYear,
      stock: news.stock ?? stock, platformHint: news.platformHint ?? platformHint)
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
