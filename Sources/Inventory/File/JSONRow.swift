import HandoverModel
import StrictFormats

/// One line of JSON Lines as cells, so that both kinds of file are read by the same code.
final class JSONRow<Column: Hashable & Sendable> {
  struct Cell {
    var column: Column
    var name: String
    var start: Int
    var end: Int
  }

  private(set) var cells: [Cell] = []
  private(set) var unknown: [String] = []
  private var text: [UInt8] = []
  private var store = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)

  deinit { store.deallocate() }

  /// The bytes of one cell, valid until the next row.
  func bytes(_ place: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: store + cells[place].start, count: cells[place].end - cells[place].start)
  }

  /// Reads one object. Values of known columns are text, whole numbers, true and false, or null.
  func read(_ line: UnsafeBufferPointer<UInt8>, _ vocabulary: Vocabulary<Column>) throws(CellFault) {
    cells = []
    unknown = []
    text = []
    let value: JSONValue
    do throws(JSONFailure) {
      value = try StrictJSON.parseForeign(Array(line))
    } catch {
      throw CellFault(
        error.rawValue, Self.reason(error), hint: "Write one JSON object per line, in UTF-8, each name once.")
    }
    guard let members = value.members else {
      throw CellFault("json.not-an-object", "This line is no JSON object.", hint: "Write one object per line.")
    }
    for member in members {
      guard let column = vocabulary.column(member.name) else {
        unknown.append(member.name)
        continue
      }
      try add(column, member)
    }
    for required in vocabulary.required.reversed() {
      if let place = cells.firstIndex(where: { $0.column == required.column }) {
        cells.insert(cells.remove(at: place), at: 0)
      }
    }
    store.deallocate()
    store = .allocate(capacity: max(1, text.count))
    for (place, byte) in text.enumerated() { store[place] = byte }
  }

  private func add(_ column: Column, _ member: JSONValue.Member) throws(CellFault) {
    guard !cells.contains(where: { $0.column == column }) else {
      throw CellFault(
        "row.column-twice",
        "The row names the column \(PlainText.shown(member.name, limit: 40)) twice, in two spellings.",
        hint: "Keep one of them.")
    }
    guard let value = Self.cellText(member.value) else {
      throw CellFault(
        "json.nested", "The value of \(PlainText.shown(member.name, limit: 40)) is a list or an object.",
        hint: "Write plain text or a number.")
    }
    let start = text.count
    text += Array(value.utf8)
    cells.append(Cell(column: column, name: member.name, start: start, end: text.count))
  }

  private static func cellText(_ value: JSONValue) -> String? {
    switch value {
    case .null: ""
    case .bool(let flag): flag ? "true" : "false"
    case .integer(let number): String(number)
    case .string(let text): text
    case .array, .object: nil
    }
  }

  private static func reason(_ failure: JSONFailure) -> String {
    switch failure {
    case .malformed: "This line is no complete JSON object."
    case .duplicateKey: "This line names one member twice."
    case .depth: "This line is nested too deeply."
    case .number: "This line holds a number that no two programs read alike."
    case .encoding: "This line is not valid UTF-8, or holds half a character."
    }
  }
}
