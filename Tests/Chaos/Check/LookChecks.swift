import FoundationEssentials
import HandoverModel
import StrictFormats

/// I3 and I13: what may be concluded from looks.
extension Evidence {
  /// A certificate calls no more accesses of a kind "revoked, verified" than there are with the looks that this takes; those
  /// looks were really made, as the simulators' own history tells; and every access that something was sent to was looked
  /// at again, until the looks agreed, showed it, or could not be made.
  func noFalseDone() -> Ruling {
    var ruling = Ruling(.i3)
    holdCertificates(&ruling)
    holdFinalLooks(&ruling)
    holdWitnesses(&ruling)
    return ruling
  }

  private func holdCertificates(_ ruling: inout Ruling) {
    guard let folder = files.certificates, let copies = try? FullCopy.all(in: folder) else {
      ruling.notes.append("no full copies of certificates were given")
      return
    }
    for copy in copies {
      guard let note = ledger.certified.last(where: { $0.body.id == copy.id }) else { continue }
      let claimed = Dictionary(grouping: copy.lines.filter { $0.outcome == "revoked_verified" }) { line in
        Target(provider: line.provider, kind: line.kind, id: "")
      }
      let known = accesses(of: copy.vin, before: note.sequence)
      for (kind, lines) in claimed {
        let proven = known.filter { $0.provider == kind.provider && $0.kind == kind.kind }
          .filter { isProvenGone($0, vin: copy.vin, before: note.sequence) }
        ruling.hold(
          lines.count <= proven.count,
          "\(copy.vin): \(lines.count) of \(kind.provider) \(kind.kind) certified as gone, \(proven.count) seen gone")
      }
      holdTruth(copy, &ruling)
    }
  }

  /// What is certified as gone is gone: as many accesses of the kind as really exist were not certified so.
  private func holdTruth(_ copy: FullCopy, _ ruling: inout Ruling) {
    let words = ["guest", "certificate", "connection", "subscription"]
    for kind in words where ledger.certified.last(where: { $0.vin == copy.vin })?.body.id == copy.id {
      let lines = copy.lines.filter { $0.kind == kind }
      guard !lines.isEmpty else { continue }
      let gone = lines.filter { $0.outcome == "revoked_verified" }.count
      let real = truth[copy.vin, default: []].filter { $0.contains(" \(kind) ") }.count
      ruling.hold(real <= lines.count - gone || moved.contains(copy.vin), "\(copy.vin): \(real) of \(kind) still exist")
    }
  }

  /// Every access of a car that any look showed before this event.
  private func accesses(of vin: String, before sequence: Int) -> Set<Target> {
    Set(
      ledger.sightings.filter { $0.vin == vin && $0.sequence < sequence }.flatMap { $0.body.accesses.map(\.key.target) }
    )
  }

  /// Whether the last looks before this event agree that it is gone: begun after the last effect that the simulators saw
  /// and the declared time to settle, with a control, two of them where there is such a time.
  private func isProvenGone(_ target: Target, vin: String, before sequence: Int) -> Bool {
    let settling = ledger.settling(target)
    let looks = looks(at: target, vin: vin, before: sequence)
    let until = looks.last?.startedAt ?? 0
    let effect = effectful.last { $0.target == target && $0.wall <= until }?.wall
    let agreeing = looks.reversed().prefix { look in
      look.kind.hasControl && !look.kind.shows(target)
        && effect.map { look.startedAt + Self.resolution >= $0 + settling } ?? true
    }
    return agreeing.count >= (effect != nil && settling > 0 ? 2 : 1)
  }

  /// The looks that say something about it: a look that neither shows it nor has a control says nothing.
  private func looks(
    at target: Target, vin: String, before sequence: Int
  ) -> [(startedAt: Double, kind: KindSighting)] {
    ledger.sightings.filter {
      $0.vin == vin && $0.sequence < sequence && $0.body.provider.rawValue == target.provider
    }
    .flatMap { sighting in
      sighting.body.kinds.filter { $0.kind == target.kind && $0.isUsable && ($0.hasControl || $0.shows(target)) }
        .map { (sighting.body.startedAt.timeIntervalSince1970, $0) }
    }
    .sorted { $0.0 < $1.0 }
  }

  /// After the last run every effect has been looked at: a look at its car and provider was begun after it had time to
  /// settle. What that look showed, or that it could not be made, is for the verdict to say.
  private func holdFinalLooks(_ ruling: inout Ruling) {
    var last: [Target: HistoryLine] = [:]
    for request in effectful where request.isApplied { if let target = request.target { last[target] = request } }
    for (target, request) in last {
      guard let vin = request.vin else { continue }
      let due = request.wall + ledger.settling(target)
      ruling.hold(
        ledger.sightings.contains {
          $0.vin == vin && $0.body.provider.rawValue == target.provider
            && $0.body.startedAt.timeIntervalSince1970 + Self.resolution >= due
        }, "\(target) of \(vin) was ended by request \(request.sequence), and nobody looked again")
    }
  }

  /// A second look that says it saw something was answered by the provider while it was made.
  private func holdWitnesses(_ ruling: inout Ruling) {
    let reads = history.filter { $0.isRequest && $0.method == "GET" && $0.status == 200 }
    let byCar = Dictionary(grouping: reads) { $0.vin ?? "" }
    for sighting in ledger.sightings where sighting.body.pass == .second {
      guard sighting.body.kinds.contains(where: \.hasControl) else { continue }
      let from = sighting.body.startedAt.timeIntervalSince1970 - Self.resolution
      let to = sighting.body.endedAt.timeIntervalSince1970 + Self.resolution
      let answered = ((byCar[sighting.vin] ?? []) + (byCar[""] ?? [])).contains { read in
        read.provider == sighting.body.provider.rawValue && read.wall >= from && read.wall <= to
      }
      ruling.hold(answered, "the look \(sighting.sequence) at \(sighting.vin) was never asked for at the provider")
    }
  }
}

extension Evidence {
  /// A layer that comes out better than in the row before was looked at, or spoken about, later than then; a verdict noted as
  /// better has a sighting, an attempt or new facts before it; and what the last look shows again is not called gone.
  func monotone() -> Ruling {
    var ruling = Ruling(.i13)
    holdRows(&ruling)
    holdNotes(&ruling)
    holdReappearances(&ruling)
    return ruling
  }

  private func holdRows(_ ruling: inout Ruling) {
    var before: [String: [String: (Verdict, String)]] = [:]
    for row in runs.flatMap(\.rows) {
      for layer in row.json["layers"]?.array ?? [] {
        guard let name = layer["layer"]?.string,
          let contribution = layer["contribution"]?.string.flatMap({ Verdict(rawValue: $0) })
        else { continue }
        let checked = layer["checked_at"]?.string ?? ""
        if let (old, oldChecked) = before[row.vin]?[name], contribution < old {
          ruling.hold(checked > oldChecked, "\(row.vin): \(name) got better without a newer look (\(checked))")
        }
        ruling.examined += 1
        before[row.vin, default: [:]][name] = (contribution, checked)
      }
    }
  }

  private func holdNotes(_ ruling: inout Ruling) {
    for (_, notes) in Dictionary(grouping: ledger.judged, by: \.handover) {
      for (first, second) in zip(notes, notes.dropFirst()) where second.body.verdict < first.body.verdict {
        let reasons = ["sighting", "facts", "attempt"]
        ruling.hold(
          ledger.all.contains {
            $0.handover == second.handover && $0.sequence > first.sequence && $0.sequence < second.sequence
              && reasons.contains($0.body)
          }, "\(second.vin): the verdict got better at event \(second.sequence) and nothing was seen before it")
      }
    }
  }

  private func holdReappearances(_ ruling: inout Ruling) {
    guard let last = runs.last else { return }
    let good = ["none_remaining", "none_possible", "ended_with_account"]
    for row in last.rows {
      var latest: [String: KindSighting] = [:]
      for sighting in ledger.sightings where sighting.vin == row.vin {
        for kind in sighting.body.kinds where kind.isUsable {
          latest["\(sighting.body.provider) \(kind.kind)"] = kind
        }
      }
      for kind in latest.values where !kind.accesses.isEmpty {
        let group = row.group[kind.layer.rawValue] ?? ""
        ruling.hold(
          !good.contains(group), "\(row.vin): the last look shows a \(kind.kind), and its layer says \(group)")
      }
    }
  }
}
