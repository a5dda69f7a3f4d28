import Foundation
import HandoverModel
import StrictFormats

/// I4, I9, I10 and I11: what was written down and said.
extension Evidence {
  /// A state of a handover has one certificate; two certificates in a row have something new between them; a certificate is
  /// new in one run only; and one certificate's buyer's copy has the same bytes whenever it is written.
  func oneCertificatePerState() -> Ruling {
    var ruling = Ruling(.i4)
    for (state, notes) in Dictionary(grouping: ledger.certified, by: { $0.handover + " " + $0.body.state }) {
      ruling.hold(notes.count == 1, "the state \(state) has \(notes.count) certificates")
    }
    for (_, notes) in Dictionary(grouping: ledger.certified, by: \.handover) {
      for (first, second) in zip(notes, notes.dropFirst()) {
        let between = ledger.all.filter {
          $0.handover == first.handover && $0.sequence > first.sequence && $0.sequence < second.sequence
        }
        ruling.hold(
          !between.isEmpty, "\(first.vin): certificates \(first.sequence) and \(second.sequence), nothing new")
      }
    }
    let digests = Dictionary(ledger.certified.map { ($0.body.id, $0.body.sha256) }) { first, _ in first }
    var new: [String: Int] = [:]
    var bytes: [String: [UInt8]] = [:]
    for run in runs {
      for row in run.rows {
        guard let id = row.certificate?["jti"]?.string, let digest = row.certificate?["sha256"]?.string else {
          continue
        }
        ruling.hold(digests[id] == digest, "\(row.vin): the certificate printed by \(run.path) is not in the ledger")
        if row.certificate?["new"]?.bool == true { new[id, default: 0] += 1 }
        guard let copies = run.copies, let copy = try? fileBytes("\(copies)/\(row.vin).transfer.json") else { continue }
        if let earlier = bytes[digest] {
          ruling.hold(earlier == copy, "\(row.vin): \(run.path) wrote other bytes of the same certificate")
        }
        bytes[digest] = copy
      }
    }
    for (id, times) in new { ruling.hold(times == 1, "the certificate \(id) was new \(times) times") }
    return ruling
  }

  /// The product's own audit is sound, no event is missing, and no result stands without its intent.
  func wholeLedger() throws -> Ruling {
    var ruling = Ruling(.i9)
    let audit = try StrictJSON.parse(try fileBytes(files.audit).filter { $0 != 0x0A })
    ruling.hold(
      audit["sound"]?.bool == true, "the audit says: \(audit["findings"]?.array?.first?.string ?? "not sound")")
    for (place, event) in ledger.all.enumerated() {
      ruling.hold(event.sequence == place + 1, "event \(event.sequence) stands at place \(place + 1)")
    }
    for (handover, events) in Dictionary(grouping: ledger.all, by: \.handover) {
      ruling.hold(events.map(\.number) == Array(1...events.count), "the handover \(handover) misses an event")
    }
    var open: [String: Int] = [:]
    for intent in ledger.intents {
      open["\(intent.handover) \(intent.body.step) \(intent.body.number)"] = intent.sequence
    }
    for attempt in ledger.attempts {
      let name = "\(attempt.handover) \(attempt.body.step) \(attempt.body.number)"
      let intent = open.removeValue(forKey: name)
      ruling.hold(
        intent.map { $0 < attempt.sequence } ?? false,
        "the result \(attempt.sequence) has no intent before it, or is the second of its intent")
    }
    return ruling
  }

  /// None of the planted secrets and people's addresses is in any output, or in any byte of the files searched.
  func noSecrets() throws -> Ruling {
    var ruling = Ruling(.i10)
    guard let path = files.canaries else {
      ruling.notes.append("no canaries were given")
      return ruling
    }
    let canaries = try lines(at: path).map { Array($0) }.filter { $0.count >= CanarySearch.shortest }
    ruling.hold(!canaries.isEmpty, "\(path) holds nothing to search for")
    let search = CanarySearch(canaries)
    let places = files.runs.flatMap { [$0.output] + [$0.copies].compactMap(\.self) } + files.talks + files.searched
    for file in places.flatMap(filesIn) {
      let found = search.first(in: try fileBytes(file))
      ruling.hold(found == nil, "\(file) holds a planted secret of \(found?.count ?? 0) bytes")
    }
    return ruling
  }

  /// Status 0 only where every car may be delivered and nothing was practice; a summary counts what was printed; a practice
  /// run's row is void and says what it would have been.
  func truthfulExit() -> Ruling {
    var ruling = Ruling(.i11)
    for run in runs {
      if run.exit == 0 {
        ruling.hold(
          run.rejected == 0 && run.errors.isEmpty && Set(run.rows.map(\.vin)) == lot
            && run.rows.allSatisfy(\.mayBeDelivered),
          "\(run.path) ended with 0, and not every car may be delivered")
        ruling.hold(run.summary?["mode"]?.string == "live", "\(run.path) was practice and ended with 0")
      }
      if !run.wasKilled {
        ruling.hold([0, 1, 8, 75].contains(run.exit), "\(run.path) ended with status \(run.exit)")
      }
      if let summary = run.summary {
        ruling.hold(
          summary["cars"]?.integer == Int64(run.rows.count + run.errors.count),
          "\(run.path): the summary counts other cars than were printed")
        let delivered = run.rows.filter(\.mayBeDelivered).count
        ruling.hold(
          summary["may_be_delivered"]?.integer == Int64(delivered), "\(run.path): the summary counts other deliveries")
      }
      for row in run.rows where row.json["mode"]?.string != "live" {
        ruling.hold(
          row.json["verdict"]?.string == "void" && row.json["specimen_of"]?.string != nil,
          "\(row.vin): a row of a practice run is not void")
      }
    }
    return ruling
  }
}

/// A file as it is, or every file of a folder, however deep.
private func filesIn(_ path: String) -> [String] {
  var isFolder = ObjCBool(false)
  guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return [] }
  guard isFolder.boolValue else { return [path] }
  let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
  return names.map { "\(path)/\($0)" }.filter {
    FileManager.default.fileExists(atPath: $0, isDirectory: &isFolder) && !isFolder.boolValue
  }
}
