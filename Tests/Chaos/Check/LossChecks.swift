import HandoverModel
import StrictFormats

/// I2, I7, I8: what came of it all, held against a run that nothing disturbed.
extension Evidence {
  /// What is left at the simulators, car by car, is what the fault-free run left.
  func nothingLost() -> Ruling {
    var ruling = Ruling(.i2)
    guard let plainTruth else {
      ruling.notes.append("no fault-free run was given")
      return ruling
    }
    let moved = moved
    let heldUp = heldUp
    for vin in lot.sorted() where !moved.contains(vin) && !heldUp.contains(vin) {
      let left = truth[vin] ?? []
      let expected = plainTruth[vin] ?? []
      ruling.hold(
        left == expected,
        "\(vin): left beyond a fault-free run: \(left.subtracting(expected).sorted()), "
          + "ended beyond it: \(expected.subtracting(left).sorted())")
    }
    if !moved.isEmpty { ruling.notes.append("\(moved.count) cars went to another account by themselves") }
    if !heldUp.isEmpty { ruling.notes.append("\(heldUp.count) cars are held up for a person: two guests under one id") }
    return ruling
  }

  /// The last run ended by itself with a summary, and the providers were not stormed: requests stay within three times
  /// what each run would have needed without faults (a retry budget of a fifth, looks repeated until an ending shows), and a
  /// fixed allowance for the retries that a provider's first calls may use.
  func progress() -> Ruling {
    var ruling = Ruling(.i7)
    if let last = runs.last {
      ruling.hold(
        !last.wasKilled && last.summary != nil, "the last run (\(last.path)) did not end: status \(last.exit)")
      ruling.hold([0, 8].contains(last.exit), "the last run ended with status \(last.exit)")
    } else {
      ruling.hold(false, "there was no run")
    }
    if let plainHistory {
      let need = plainHistory.filter(\.isRequest).count
      let made = history.filter(\.isRequest).count
      let allowed = runs.count * (3 * need + 40)
      ruling.hold(made <= allowed, "\(made) requests in \(runs.count) runs, where one without faults makes \(need)")
    }
    return ruling
  }

  /// Every car of the lot comes out of the last run with a row, and a car that no fault touched comes out of it as it came
  /// out of the fault-free run.
  func isolation() -> Ruling {
    var ruling = Ruling(.i8)
    guard let last = runs.last else { return ruling }
    let rows = Dictionary(last.rows.map { ($0.vin, $0) }) { first, _ in first }
    for vin in lot.sorted() {
      ruling.hold(rows[vin] != nil, "\(vin) has no row: \(last.errors[vin] ?? "nothing was said about it")")
    }
    guard let plain else { return ruling }
    let touched = Set(history.filter { $0.fault != nil }.map { $0.vin ?? $0.provider })
    for expected in plain.rows {
      guard let row = rows[expected.vin], !touched.contains(expected.vin),
        touched.isDisjoint(with: providers(of: expected.vin))
      else { continue }
      let differing = expected.group.filter { row.group[$0.key] != $0.value }.map { layer, group in
        "\(layer) is \(row.group[layer] ?? "-"), not \(group)"
      }
      ruling.hold(
        differing.isEmpty, "\(expected.vin), which no fault touched: \(differing.sorted().joined(separator: "; "))")
    }
    return ruling
  }

  /// The providers whose sightings speak about this car.
  private func providers(of vin: String) -> Set<String> {
    Set(ledger.sightings.filter { $0.vin == vin }.map(\.body.provider.rawValue))
  }
}
