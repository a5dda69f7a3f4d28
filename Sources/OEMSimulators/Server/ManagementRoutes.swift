/// The simulators' own routes, under `/_sim/` on every provider's port. They are no part of any provider and never faulted.
///
/// | call | does |
/// |---|---|
/// | `GET /_sim/history?since=N` | the history as JSON lines, from sequence number N + 1 |
/// | `GET /_sim/truth?vin=V` | what really exists on a car; without `vin`, a line for every car |
/// | `GET /_sim/endpoints` | the endpoint proof table, a line each |
/// | `POST /_sim/reset` | the world as at the start, the history empty |
/// | `POST /_sim/act` | a `HumanAct`: `{"act": "remove_guest", "vin": …, "id": …}` |
/// | `POST /_sim/profile` | `{"profile": "kind", "faults": {"A2": 0.5}, "seed": 7, "retire": ["skoda.guests.list"], "settling_ms": 200}` |
/// | `POST /_sim/clock` | `{"advance_ms": 2000}`: lets time pass |
/// | `GET /_sim/redirect/N` | a redirect to N + 1, without end; a call here means that a client followed one |
enum ManagementRoutes {
  /// The answer, or nil where the path is not ours.
  static func answer(_ simulation: inout Simulation, _ call: Call) -> Answer? {
    guard call.segments.first == "_sim", call.segments.count >= 2 else { return nil }
    switch (call.method, call.segments[1]) {
    case ("GET", "history"): return history(simulation, since: call.item("since").flatMap { Int($0) } ?? 0)
    case ("GET", "truth"): return truth(simulation, call.item("vin"))
    case ("GET", "endpoints"): return endpoints()
    case ("GET", "redirect"): return redirect(&simulation, call)
    case ("POST", "reset"):
      simulation.reset()
      return Answer(200, ["done": true])
    case ("POST", "act"): return act(&simulation, call)
    case ("POST", "profile"): return profile(&simulation, call)
    case ("POST", "clock"):
      simulation.clock.advance(milliseconds: JSON.read(call.body)?["advance_ms"]?.number.map { Int($0) } ?? 0)
      return Answer(200, ["done": true])
    default: return failure("no such management route")
    }
  }

  private static func history(_ simulation: Simulation, since: Int) -> Answer {
    let lines = simulation.history.entries.dropFirst(max(0, since)).map { $0.line + "\n" }
    return Answer(text: lines.joined(), type: "application/x-ndjson")
  }

  private static func truth(_ simulation: Simulation, _ vin: String?) -> Answer {
    if let vin { return simulation.truth(vin: vin).map { Answer(200, $0) } ?? failure("no such vehicle") }
    let lines = simulation.vins.compactMap { simulation.truth(vin: $0)?.line }
    return Answer(text: lines.map { $0 + "\n" }.joined(), type: "application/x-ndjson")
  }

  private static func endpoints() -> Answer {
    let lines = SimulatedProvider.allCases.flatMap { EndpointTable.all[$0] ?? [] }.map { endpoint -> String in
      let json: JSON = [
        "id": .string(endpoint.id), "method": .string(endpoint.method), "path": .string(endpoint.path),
        "proof": .string(endpoint.proof.rawValue), "source": .string(endpoint.source),
      ]
      return json.line + "\n"
    }
    return Answer(text: lines.joined(), type: "application/x-ndjson")
  }

  private static func redirect(_ simulation: inout Simulation, _ call: Call) -> Answer {
    simulation.noteAct("redirect followed", vin: nil, access: nil, fault: .redirect, applied: false)
    let number = call.segments.count > 2 ? Int(call.segments[2]) ?? 0 : 0
    var answer = Answer(empty: 307)
    answer.headers.append(("location", "/_sim/redirect/\(number + 1)"))
    return answer
  }

  private static func act(_ simulation: inout Simulation, _ call: Call) -> Answer {
    let members = call.members
    guard let act = members["act"].flatMap({ HumanAct(rawValue: $0) }) else {
      return failure("act: one of " + HumanAct.allCases.map(\.rawValue).joined(separator: ", "))
    }
    do {
      try simulation.act(act, vin: members["vin"], id: members["id"], layer: members["layer"])
      return Answer(200, ["done": true])
    } catch {
      return failure(error.description)
    }
  }

  private static func profile(_ simulation: inout Simulation, _ call: Call) -> Answer {
    guard let json = JSON.read(call.body) else { return failure("a JSON object expected") }
    let profile = json["profile"]?.text.map { FaultProfile(rawValue: $0) } ?? simulation.settings.profile
    guard let profile else { return failure("profile: one of kind, unkind, cruel") }
    var changes: [Fault: Double] = [:]
    if case .object(let members)? = json["faults"] {
      for member in members {
        guard let fault = Fault(rawValue: member.name), let rate = member.value.number else {
          return failure("faults: a code of the catalogue with a rate from 0 to 1 expected, not \(member.name)")
        }
        changes[fault] = rate
      }
    }
    simulation.setProfile(profile, changes: changes, seed: json["seed"]?.number.map { UInt64($0) })
    if let retired = json["retire"]?.items { simulation.plan.retiredEndpoints = Set(retired.compactMap(\.text)) }
    if let settling = json["settling_ms"]?.number { simulation.setSettling(milliseconds: Int(settling)) }
    return Answer(200, ["done": true])
  }

  private static func failure(_ reason: String) -> Answer { Answer(400, ["failed": .string(reason)]) }
}
