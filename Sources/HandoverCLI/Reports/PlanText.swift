import FoundationEssentials
import HandoverFlow
import HandoverModel
import Planning
import StrictFormats

/// A plan for a person: what was found, what the machine would end and in which order, what people do, what nobody can see.
struct PlanText {
  var plan: Plan
  var facts: CarFacts
  var holds: [Hold]
  /// What an earlier certificate of the car left open.
  var earlier: TakenOver?

  func lines() -> [String] {
    let vehicle = facts.vehicle
    var lines = [
      "PLAN  \(carName(vehicle))  \(vehicle.vin.text)"
        + "  made \(UTC.hour(plan.madeAt)); lapses if a look shows anything else"
    ]
    lines.append("Found: \(found)")
    if !plan.unseen.isEmpty { lines.append("Could not look:") }
    lines += unseen.map { "  \($0)" }
    if let earlier { lines += TakenOverText(earlier, open: earlier.items, odds: []).lines.map { "Taken over: \($0)" } }
    if !plan.ends.isEmpty { lines.append("THE MACHINE, in this order") }
    for (place, end) in plan.ends.enumerated() {
      lines.append(
        "  \(place + 1) end    \(layerWords(end.access.layer)): one \(end.access.key.kind) at \(end.access.key.provider)"
          + (end.unofficial ? "  (unofficial interface)" : ""))
    }
    lines += plan.left.map { "    leave  \(layerWords($0.access.layer)): \($0.reason)" }
    lines += people
    lines += holds.map { "Held: \($0.words)" }
    lines.append("Nothing is ended yet.")
    return lines
  }

  private var found: String {
    let all = plan.ends.map(\.access) + plan.left.map(\.access)
    guard !all.isEmpty else { return "nothing that a provider shows" }
    let grouped = Dictionary(grouping: all) { "\(layerWords($0.layer)) (\($0.key.provider) \($0.key.kind))" }
    return grouped.sorted { $0.key < $1.key }.map { "\($0.value.count) x \($0.key)" }.joined(separator: ", ")
  }

  private var unseen: [String] {
    let grouped = Dictionary(grouping: plan.unseen) { "\(layerWords($0.layer)) at \($0.provider): \($0.reason)" }
    return grouped.keys.sorted()
  }

  private var people: [String] {
    let places = [
      ("seller", "WITH THE SELLER"), ("car", "AT THE CAR"), ("office", "IN THE OFFICE"), ("delivery", "AT DELIVERY"),
    ]
    return places.flatMap { when, title -> [String] in
      let tasks = plan.tasks.filter { $0.when == when }
      guard !tasks.isEmpty else { return [] }
      return [title] + tasks.map { "  \($0.answered ? "done" : "do  ") \($0.step.padded(to: 16)) \($0.title)" }
    }
  }
}
