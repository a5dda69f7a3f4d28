extension Simulation {
  /// Serves one call: finds its route, draws its fault, lets the route act, damages the answer, writes the history.
  package mutating func serve(_ call: inout Call) -> Reply {
    guard let endpoint = EndpointTable.find(&call) else {
      let reply = Reply(answer: problem(404, call))
      record(call, nil, nil, "", reply)
      return reply
    }
    note(&call)
    let name = call.method + " " + call.target + " " + callerName(call)
    call.replica = plan.replica(name)
    worldMoves(before: call)
    let draw = fault(of: endpoint, name, call)
    var form = ""
    let reply = serve(&call, endpoint, draw, &form)
    record(call, endpoint, draw, form, reply)
    return reply
  }

  /// The fault of this call: its own, or one that its vehicle always has.
  private mutating func fault(of endpoint: Endpoint, _ name: String, _ call: Call) -> FaultDraw? {
    if plan.retiredEndpoints.contains(endpoint.id) { return FaultDraw(fault: .retired, form: 0) }
    if let vin = call.vin, endpoint.kind != .token {
      if plan.happens(.forbiddenVehicle, to: vin) { return FaultDraw(fault: .forbiddenVehicle, form: 0) }
      if endpoint.extraFaults.contains(.listDisagrees), plan.happens(.listDisagrees, to: vin) {
        return FaultDraw(fault: .listDisagrees, form: 0)
      }
    }
    let draw = plan.draw(name, among: endpoint.faults)
    return draw?.fault == .closedReusedConnection && !call.reusedConnection ? nil : draw
  }

  private mutating func serve(
    _ call: inout Call, _ endpoint: Endpoint, _ draw: FaultDraw?, _ form: inout String
  ) -> Reply {
    guard let draw else { return Reply(answer: run(endpoint, &call)) }
    if let answer = answerInstead(of: endpoint, &call, draw, &form) { return Reply(answer: answer) }
    switch draw.fault {
    case .resetBeforeEffect:
      return Reply(answer: Answer(empty: 0), delivery: .reset)
    case .closedReusedConnection where draw.form & 1 == 0:
      form = "before the effect"
      return Reply(answer: Answer(empty: 0), delivery: .close)
    case .badPaging, .wrongTotal, .otherVehicle:
      call.contentFault = draw
      return Reply(answer: run(endpoint, &call))
    case .endedByHand:
      endByHand(call)
      return Reply(answer: run(endpoint, &call))
    default:
      return damaged(run(endpoint, &call), call, draw, &form)
    }
  }

  /// The route itself, then what the world does because of it.
  private mutating func run(_ endpoint: Endpoint, _ call: inout Call) -> Answer {
    let answer = endpoint.run(&self, &call)
    if endpoint.kind == .listing, answer.status == 200 { worldMoves(after: call) }
    return answer
  }

  private mutating func record(
    _ call: Call, _ endpoint: Endpoint?, _ draw: FaultDraw?, _ form: String, _ reply: Reply
  ) {
    var entry = HistoryEntry()
    entry.monotonic = clock.now
    entry.wall = WallClock.text()
    entry.provider = call.provider.rawValue
    entry.method = call.method
    entry.target = call.target
    entry.endpoint = endpoint?.id ?? ""
    entry.vin = call.vin
    entry.access = call.access
    entry.effectful = endpoint?.kind == .ending
    entry.applied = call.applied
    entry.fault = draw?.fault.rawValue
    entry.form = form.isEmpty ? nil : form
    entry.status = reply.answer.status
    history.add(entry)
  }

  /// Fills in which car and which access a call is about, before anything else is decided.
  private func note(_ call: inout Call) {
    switch call.provider {
    case .smartcar: smartcar.note(&call)
    case .skoda: skoda.note(&call)
    }
  }

  /// Who calls, so that equal paths of different callers have faults of their own.
  private func callerName(_ call: Call) -> String {
    call.provider == .skoda ? skoda.callerName(call) : ""
  }

  /// An error of this status as the call's provider words it.
  func problem(_ status: Int, _ call: Call, headers: [(name: String, value: String)] = []) -> Answer {
    var answer =
      call.provider == .smartcar ? SmartcarProblem.general(status, call) : SkodaProblem.general(status, call)
    answer.headers += headers
    return answer
  }
}
