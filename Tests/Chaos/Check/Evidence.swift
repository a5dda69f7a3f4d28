import Foundation
import HandoverModel
import StrictFormats

/// The files that one scenario left behind.
struct EvidenceFiles {
  var history = ""
  var ledger = ""
  var truth = ""
  var lot = ""
  /// The answer of `handover ledger audit --json`.
  var audit = ""
  /// Each run's `--json` output, exit status and folder of buyers' copies, in the order of the runs.
  var runs: [(output: String, exit: Int32, copies: String?)] = []
  /// Each run's stderr.
  var talks: [String] = []
  /// Full copies of certificates, as `present --for full` writes them, named by VIN.
  var certificates: String?
  /// The same of a fault-free run over the same world.
  var plainTruth: String?
  var plainOutput: String?
  var plainHistory: String?
  /// What must never be in anything written: one text a line.
  var canaries: String?
  /// Files and folders whose bytes are searched for it.
  var searched: [String] = []
}

/// What was left behind, read.
struct Evidence {
  /// The clocks of the ledger, the simulators and the product are one machine's; each is cut or rounded to milliseconds.
  static let resolution = 0.002

  var files: EvidenceFiles
  var history: [HistoryLine]
  var ledger: LedgerExport
  var runs: [RunOutput]
  /// What really exists, by car: one text for each access.
  var truth: [String: Set<String>]
  var plainTruth: [String: Set<String>]?
  var plain: RunOutput?
  var plainHistory: [HistoryLine]?
  /// The cars of the lot file.
  var lot: Set<String>

  init(_ files: EvidenceFiles) throws {
    self.files = files
    history = try readHistory(files.history)
    ledger = try LedgerExport(files.ledger)
    runs = try files.runs.map { try RunOutput($0.output, exit: $0.exit, copies: $0.copies) }
    truth = try Self.truth(files.truth)
    plainTruth = try files.plainTruth.map(Self.truth)
    plain = try files.plainOutput.map { try RunOutput($0, exit: 8) }
    plainHistory = try files.plainHistory.map { try readHistory($0) }
    lot = Set(try vins(inLot: files.lot))
  }

  /// The requests that asked for a change of who has access, in the order of their effects.
  var effectful: [HistoryLine] { history.filter(\.isEffectful) }

  /// Cars that a person or the world took to another account: what became of them is no run's doing.
  var moved: Set<String> {
    Set(history.filter { !$0.isRequest && $0.path.contains("moved to another account") }.compactMap(\.vin))
  }

  /// Cars at which the world put two people under one id (C5) and whose look at that kind failed to the end: such a car is
  /// held up for a person, with that reason in its plan, and nothing is ended whose end would hide what was not seen.
  var heldUp: Set<String> {
    let odd = Set(history.filter { !$0.isRequest && $0.fault == "C5" }.compactMap(\.vin))
    return odd.filter { vin in
      let looks = ledger.sightings.map(\.body).filter { $0.vin.text == vin && $0.provider.rawValue == "skoda" }
      let first = looks.last { $0.pass == .first }
      return first?.kinds.contains { $0.kind == "guest" && $0.failure?.passing == false } ?? false
    }
  }

  /// All rulings, in the order of their names.
  func rulings() throws -> [Ruling] {
    [
      intentsBeforeEffects(), nothingLost(), noFalseDone(), oneCertificatePerState(), noBlindRepeat(), withinScope(),
      progress(), isolation(), try wholeLedger(), try noSecrets(), truthfulExit(), monotone(),
    ]
  }

  private static func truth(_ path: String) throws -> [String: Set<String>] {
    var result: [String: Set<String>] = [:]
    for line in try lines(at: path) {
      let value = try StrictJSON.parseForeign(Array(line))
      guard let vin = value["vin"]?.string else { continue }
      result[vin] = Set(
        (value["accesses"]?.array ?? []).map { access in
          ["provider", "kind", "layer", "id"].map { access[$0]?.string ?? "-" }.joined(separator: " ")
        })
    }
    return result
  }
}

/// The VINs of a lot file whose first column is the VIN, as the simulators write it.
func vins(inLot path: String) throws -> [String] {
  try lines(at: path).dropFirst().map { line in
    String(decoding: line.prefix { $0 != UInt8(ascii: ",") && $0 != 0x0D }, as: UTF8.self)
  }
}
