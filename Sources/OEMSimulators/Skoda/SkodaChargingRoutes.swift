/// Plug & Charge certificates, and the stores that may only be asked whether they are empty.
enum SkodaChargingRoutes {
  static func certificates(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    switch simulation.access(call) {
    case .failure(let refusal): return refusal.answer
    case .success(let access):
      let now = simulation.clock.now
      let shown = simulation.skoda.vehicles[access.vehicle].certificates.filter {
        $0.presence.isShown(by: call.replica, at: now)
      }
      let items = shown.map { item -> JSON in
        let certificate = item.certificate
        return [
          "id": .string(certificate.id), "issuer": .string(certificate.issuer), "state": .string(certificate.state),
        ]
      }
      return Answer(200, ["certificates": .array(items)])
    }
  }

  static func delete(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    switch simulation.access(call, mainUserOnly: true) {
    case .failure(let refusal): return refusal.answer
    case .success(let access):
      guard simulation.endCertificate(call.parameter("certificate"), vehicle: access.vehicle) else {
        return SkodaProblem.answer(404, "NOT_FOUND")
      }
      call.applied = true
      return Answer(empty: 204)
    }
  }

  /// A store of one car. Bodies are not confirmed; entries carry an id and nothing of the owner's life.
  static func store(_ name: String, _ member: String) -> @Sendable (inout Simulation, inout Call) -> Answer {
    { simulation, call in
      switch simulation.access(call) {
      case .failure(let refusal): refusal.answer
      case .success(let access):
        Answer(
          200, .object([.init(member, entries(simulation.skoda.vehicles[access.vehicle].stores[name] ?? 0, name))]))
      }
    }
  }

  /// A store of the whole account: the sum over its cars.
  static func accountStore(_ name: String, _ member: String) -> @Sendable (inout Simulation, inout Call) -> Answer {
    { simulation, call in
      guard let account = simulation.skoda.account(of: call) else { return SkodaProblem.answer(401, "UNAUTHORIZED") }
      let count = simulation.skoda.accounts[account].ties.reduce(0) {
        $0 + (simulation.skoda.vehicles[$1.vehicle].stores[name] ?? 0)
      }
      return Answer(200, .object([.init(member, entries(count, name))]))
    }
  }

  private static func entries(_ count: Int, _ name: String) -> JSON {
    .array((0..<count).map { ["id": .string("\(name)-\($0)")] })
  }
}

extension Simulation {
  /// Ends an existing certificate; false where there is none.
  mutating func endCertificate(_ id: String, vehicle: Int) -> Bool {
    let now = clock.now
    let (plan, settling) = (plan, settings.settling)
    guard
      let index = skoda.vehicles[vehicle].certificates.firstIndex(where: {
        $0.certificate.id == id && $0.presence.exists(at: now)
      })
    else { return false }
    skoda.update(vehicle) { $0.certificates[index].presence.end(id, at: now, plan: plan, settling: settling) }
    return true
  }
}
