/// What a session may do with the car of a path.
struct SkodaAccess: Sendable {
  let account: Int
  let vehicle: Int
  let tie: Int
  /// The caller is a guest: only his own tie is his to end.
  let isGuest: Bool
}

/// A refusal as an error.
struct SkodaRefusal: Error { let answer: Answer }

extension Simulation {
  /// The car of a call, as its session may see it. A car that is not (or no longer) in the garage is 404 or 403, by car.
  func access(_ call: Call, mainUserOnly: Bool = false) -> Result<SkodaAccess, SkodaRefusal> {
    guard let account = skoda.account(of: call) else { return refused(401, "UNAUTHORIZED") }
    let vin = call.parameter("vin")
    guard let vehicle = skoda.vehicle(vin: vin), let tie = skoda.tie(account, vehicle, at: clock.now) else {
      return plan.rate(.forbiddenVehicle) > 0 && plan.chance.share("not in garage", vin) < 0.5
        ? refused(403, "FORBIDDEN") : refused(404, "NOT_FOUND")
    }
    let isGuest = skoda.accounts[account].ties[tie].state == "GUEST_USER"
    if isGuest, mainUserOnly { return refused(403, "INSUFFICIENT_RIGHTS") }
    return .success(SkodaAccess(account: account, vehicle: vehicle, tie: tie, isGuest: isGuest))
  }

  /// Ends a tie; with the main user's go the guests and the main user himself.
  mutating func giveUp(_ access: SkodaAccess) {
    let now = clock.now
    let (plan, settling) = (plan, settings.settling)
    let vin = skoda.vehicles[access.vehicle].vin
    skoda.updateTie(access.account, access.tie) {
      $0.presence.end("tie " + vin, at: now, plan: plan, settling: settling)
    }
    guard !access.isGuest else { return }
    skoda.update(access.vehicle) { car in
      car.primaryPresence.end("primary " + vin, at: now, plan: plan, settling: settling)
      for index in car.guests.indices where car.guests[index].presence.exists(at: now) {
        car.guests[index].presence.end("with main user", at: now, plan: FaultPlan(seed: 0, profile: .kind), settling: 0)
      }
    }
  }

  private func refused(_ status: Int, _ code: String) -> Result<SkodaAccess, SkodaRefusal> {
    .failure(SkodaRefusal(answer: SkodaProblem.answer(status, code)))
  }
}
