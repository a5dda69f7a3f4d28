import FoundationEssentials
package import HandoverModel
import StrictFormats

/// One row of an answers file.
package enum AnswersEntry: Hashable, Sendable {
  case answer(AnswerRow)
  case rejection(RowRejection)
}

/// One answer about one layer of one car, or about one step of its sheet.
package struct AnswerRow: Hashable, Codable, Sendable {
  /// Counts the rows below the header, from 1.
  package var number: Int
  /// The line of the file, from 1.
  package var line: Int
  package var vin: VIN
  package var answer: LayerAnswer

  package init(number: Int, line: Int, vin: VIN, answer: LayerAnswer) {
    self.number = number
    self.line = line
    self.vin = vin
    self.answer = answer
  }
}

/// Reads a file of answers, one a row: `vin`, `layer` (a layer's code, or the id of a step of the car's sheet),
/// `answer`, `by`, `at`, and `evidence` where there is any. CSV or JSON Lines, with the strictness and the limits of a
/// lot file. A second answer for the same car and layer or step is rejected.
package struct AnswersReader {
  private let table: TableReader<AnswersColumn>
  private let seen: SeenKeys
  private var rejected = 0

  /// Opens a file, or standard input for `-`. Throws what is wrong with the file as a whole.
  package init(path: String) throws(LotFileProblem) {
    table = try TableReader(path: path, AnswersColumn.vocabulary)
    seen = SeenKeys(expecting: table.expectedRows)
  }

  /// What is known about the file so far; complete when `next()` has answered nil.
  package var summary: TableSummary {
    var summary = table.summary
    summary.rows = table.row
    summary.rejected = rejected
    return summary
  }

  /// The next answer, or nil at the end. Throws `lot.changed` where the file was changed while it was read.
  package mutating func next() throws(LotFileProblem) -> AnswersEntry? {
    guard try table.advance() else { return nil }
    var place: Int?
    do throws(CellFault) {
      try table.open()
      var draft = AnswerDraft()
      for cell in 0..<table.cellCount {
        place = cell
        try take(cell, into: &draft)
      }
      place = nil
      return .answer(try finish(draft))
    } catch {
      return reject(error, at: place)
    }
  }

  private func take(_ place: Int, into draft: inout AnswerDraft) throws(CellFault) {
    let bytes = table.bytes(place)
    if !bytes.isEmpty { try draft.take(table.column(place), try table.text(bytes)) }
  }

  private mutating func finish(_ draft: AnswerDraft) throws(CellFault) -> AnswerRow {
    let (vin, answer) = try draft.finish()
    let fingerprint = SeenKeys.mix(VINFacts(vin).fingerprint ^ Self.salt(of: answer.target))
    if let first = seen.firstRow(of: fingerprint, now: table.row) {
      throw CellFault(
        "answer.duplicate", "This is answered for this car in row \(first) already; only the first counts.",
        hint: "Keep one row for each layer or step of each car.")
    }
    return AnswerRow(number: table.row, line: table.line, vin: vin, answer: answer)
  }

  /// A number for what the answer is about: layers first, then the bytes of a step's id (FNV-1a, 64 bit).
  private static func salt(of target: AnswerTarget) -> UInt64 {
    switch target {
    case .layer(let layer): UInt64(layer.position + 1)
    case .step(let id): id.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
  }

  private mutating func reject(_ fault: CellFault, at place: Int?) -> AnswersEntry {
    rejected += 1
    return .rejection(
      RowRejection(
        row: table.row, line: table.line, column: place.map { PlainText.shown(table.name($0), limit: 40) },
        code: fault.code, reason: fault.reason, hint: fault.hint, value: place.map(table.shown) ?? table.shownRow))
  }
}

/// The columns of an answers file.
enum AnswersColumn: Hashable, Sendable {
  case vin, layer, answer, by, at, evidence

  static let vocabulary: Vocabulary<AnswersColumn> = {
    var words = Vocabulary<AnswersColumn>(
      kind: "answers file",
      required: [(.vin, "VIN"), (.layer, "layer"), (.answer, "answer"), (.by, "by"), (.at, "at")])
    words.add(.vin, "vin", "vin number,vin no,fahrgestellnummer,fin,chassis")
    words.add(.layer, "layer", "step,access layer")
    words.add(.answer, "answer", "result,word")
    words.add(.by, "by", "answered by,who,name")
    words.add(.at, "at", "answered at,when,time,date")
    words.add(.evidence, "evidence", "evidence file,file,photo")
    return words
  }()
}

/// What the cells of one row have said so far.
private struct AnswerDraft {
  var vin: VIN?
  var target: AnswerTarget?
  var word: AnswerWord?
  var by: String?
  var at: Date?
  var evidence: String?

  mutating func take(_ column: AnswersColumn, _ text: String) throws(CellFault) {
    switch column {
    case .vin: vin = try Self.vin(text)
    case .layer: target = try AnswerTarget.read(text)
    case .answer: word = try AnswerWord.read(text)
    case .by: by = try ShortText.checked(text, limit: LotLimits.shortText, what: "name")
    case .at: at = try Dates.moment(text)
    case .evidence: evidence = try ShortText.evidence(text)
    }
  }

  private static func vin(_ text: String) throws(CellFault) -> VIN {
    do throws(VINProblem) {
      return try VINReading(text).vin
    } catch {
      throw CellFault(error.code, error.reason, hint: error.hint)
    }
  }

  func finish() throws(CellFault) -> (VIN, LayerAnswer) {
    guard let vin else { throw Self.lacks("vin") }
    guard let target else { throw Self.lacks("layer") }
    guard let word else { throw Self.lacks("answer") }
    guard let by else { throw Self.lacks("by") }
    guard let at else { throw Self.lacks("at") }
    return (vin, LayerAnswer(target: target, word: word, by: by, at: at, evidence: evidence))
  }

  private static func lacks(_ name: String) -> CellFault {
    CellFault(
      "answer.incomplete", "This row has nothing in \(name).", hint: "An answer needs vin, layer, answer, by and at.")
  }
}
