import Foundation
import HandoverFlow
import HandoverModel
import Inventory

/// The rows of a lot file as the flow works with them; what is refused is handed over as it is met.
final class LotRows {
  private var reader: LotReader
  private let intake: RowIntake
  private let rejected: (RowRejection) -> Void

  /// What a person should know about the file, complete when `next` has answered nil.
  var notes: [String] { reader.summary.notes.map(\.text) }

  /// - Parameter rejected: called for every refused row, in order.
  init(command: BatchCommand, place: Workplace, rejected: @escaping (RowRejection) -> Void = { _ in }) throws {
    let further = try command.answers.map { try LotAnswers.read($0, rejected: rejected) } ?? [:]
    reader = try LotReader(path: command.lot)
    self.rejected = rejected
    let folder = command.lot == "-" ? "." : (command.lot as NSString).deletingLastPathComponent
    intake = RowIntake(
      catalog: place.rules.catalog, evidence: EvidenceFolder(path: folder.isEmpty ? "." : folder),
      further: further, now: Date())
  }

  /// The next good row, or nil at the end.
  func next() throws -> CarFacts? {
    while let entry = try reader.next() {
      switch entry {
      case .rejection(let rejection): rejected(rejection)
      case .row(let row):
        do { return try intake.facts(of: row) } catch let rejection as RowRejection { rejected(rejection) }
      }
    }
    return nil
  }
}
