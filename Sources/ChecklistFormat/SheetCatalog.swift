import Synchronization

/// All sheets the program knows, and the choice of one for a car. A make without a sheet of its own is no error: the
/// generic one serves (design rule 11).
package struct SheetCatalog: Sendable {
  /// Sorted by id.
  private let entries: [SheetEntry]
  private let generic: SheetEntry

  /// The id of the sheet, and of the platform, for every car no other sheet is for.
  package static let genericID = "generic"

  /// Reads every sheet.
  ///
  /// - Throws: the problems of the first sheet that has any; also when two sheets are for one platform, or none is generic.
  package init(texts: [(name: String, text: String)]) throws(SheetProblems) {
    try self.init(texts) { text throws(SheetProblems) in
      let sheet = try readSheet(text)
      return SheetEntry(
        SheetHead(id: sheet.id, makes: sheet.makes, hints: sheet.hints), text: text, sheet: sheet)
    }
  }

  /// The sheets this program carries, which its tests have read: a sheet is read when it is first needed, because a run
  /// needs one or two, and reading all was a sixth of what a short run cost.
  ///
  /// - Throws: as the other does, as far as the heads tell.
  package init(bundled texts: [(name: String, text: String)]) throws(SheetProblems) {
    try self.init(texts) { text throws(SheetProblems) in SheetEntry(try readSheetHead(text), text: text, sheet: nil) }
  }

  private init(
    _ texts: [(name: String, text: String)], read: (String) throws(SheetProblems) -> SheetEntry
  ) throws(SheetProblems) {
    var byID: [String: SheetEntry] = [:]
    for (name, text) in texts {
      let entry: SheetEntry
      do { entry = try read(text) } catch { throw SheetProblems(name: name, problems: error.problems) }
      guard byID.updateValue(entry, forKey: entry.id) == nil else {
        throw SheetProblems(
          name: name, problems: [SheetProblem(line: 1, path: "id", reason: "another sheet is for \(entry.id) too")])
      }
    }
    guard let generic = byID[Self.genericID] else {
      throw SheetProblems(problems: [SheetProblem(line: 1, path: "", reason: "there is no generic sheet")])
    }
    self.generic = generic
    entries = byID.values.sorted { $0.id < $1.id }
  }

  /// Sorted by id.
  package var sheets: [Sheet] { entries.map(\.sheet) }

  /// The sheet of a platform of the published table.
  package func sheet(platform id: String) -> Sheet? { entries.first { $0.id == id }?.sheet }

  /// The sheet for a car: the one the hint names, if it is for the make or for any make; else the one that serves the
  /// make in the car's year. The generic sheet when the make is unknown, or its sheets differ by year and the year is
  /// unknown.
  ///
  /// - Parameters:
  ///   - year: the model year.
  ///   - hint: a platform's id, or a word for the head unit or service.
  package func sheet(for make: String?, year: Int?, hint: String?) -> Sheet {
    let name = make.map(foldedName) ?? ""
    let word = hint.map(foldedName) ?? ""
    let named = word.isEmpty ? nil : entries.first { $0.words.contains(word) && (name.isEmpty || $0.isFor(name)) }
    return (named ?? entries.first { $0.serves(name, year: year) } ?? generic).sheet
  }
}

/// A sheet with its names as they are compared, folded once: a lot asks for a sheet with every row.
private final class SheetEntry: Sendable {
  let id: String
  /// The platform's id and its hints.
  let words: Set<String>
  private let makes: [(name: String, from: Int?, to: Int?)]
  private let text: String
  private let known: Mutex<Sheet?>

  init(_ head: SheetHead, text: String, sheet: Sheet?) {
    id = head.id
    words = Set(([head.id] + head.hints).map(foldedName))
    makes = head.makes.map { (foldedName($0.name), $0.from, $0.to) }
    self.text = text
    known = Mutex(sheet)
  }

  var sheet: Sheet {
    known.withLock { known in
      if let known { return known }
      do {
        let sheet = try readSheet(text)
        known = sheet
        return sheet
      } catch {
        preconditionFailure("the sheet \(id) inside this program cannot be read: \(error)")
      }
    }
  }

  /// A sheet without makes is for any make, but only by name: it never serves one by itself.
  func isFor(_ name: String) -> Bool { makes.isEmpty || makes.contains { $0.name == name } }

  func serves(_ name: String, year: Int?) -> Bool {
    makes.contains { make in
      guard make.name == name else { return false }
      guard let year else { return make.from == nil && make.to == nil }
      return (make.from ?? .min) <= year && year <= (make.to ?? .max)
    }
  }
}
