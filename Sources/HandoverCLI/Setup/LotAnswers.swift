import HandoverModel
import Inventory

/// A file of further answers, read whole before anything is sent: a bad answer is found before a car is touched.
enum LotAnswers {
  /// The answers by car. What cannot stand is handed to `rejected`, and its car goes on without it.
  static func read(_ path: String, rejected: (RowRejection) -> Void) throws -> [VIN: [LayerAnswer]] {
    var reader = try AnswersReader(path: path)
    var result: [VIN: [LayerAnswer]] = [:]
    while let entry = try reader.next() {
      switch entry {
      case .answer(let row): result[row.vin, default: []].append(row.answer)
      case .rejection(let rejection): rejected(rejection)
      }
    }
    return result
  }
}
