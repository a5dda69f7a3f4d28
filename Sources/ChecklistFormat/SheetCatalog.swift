/// All sheets the program knows, and the choice of one for a car. A make without a sheet of its own is no error: the
/// generic one serves (design rule 11).
package struct SheetCatalog: Sendable {
  /// Sorted by id.
  package let sheets: [Sheet]
  private let names: [SheetNames]
  private let generic: Sheet

  /// The id of the sheet, and of the platform, for every car no other sheet is for.
  package static let genericID = "generic"

  /// Reads every sheet.
  ///
  /// - Throws: the problems of the first sheet that has any; also when two sheets are for one platform, or none is generic.
  package init(texts: [(name: String, text: String)]) throws(SheetProblems) {
    var byID: [String: Sheet] = [:]
    for (name, text) in texts {
      let sheet: Sheet
      do { sheet = try readSheet(text) } catch { throw SheetProblems(name: name, problems: error.problems) }
      guard byID.updateValue(sheet, forKey: sheet.id) == nil else {
        throw SheetProblems(
          name: name, problems: [SheetProblem(line: 1, path: "id", reason: "another sheet is for \(sheet.id) too")])
      }
    }
    guard let generic = byID[Self.genericID] else {
      throw SheetProblems(problems: [SheetProblem(line: 1, path: "", reason: "there is no generic sheet")])
    }
    self.generic = generic
    sheets = byID.values.sorted { $0.id < $1.id }
    names = sheets.map(SheetNames.init)
  }

  /// The sheet of a platform of the published table.
  package func sheet(platform id: String) -> Sheet? { sheets.first { $0.id == id } }

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
    let named = word.isEmpty ? nil : names.firstIndex { $0.words.contains(word) && (name.isEmpty || $0.isFor(name)) }
    let place = named ?? sheets.indices.first { names[$0].makes.contains(name) && sheets[$0].serves(name, year: year) }
    return place.map { sheets[$0] } ?? generic
  }
}

/// The names of a sheet as they are compared, folded once: a lot asks for a sheet with every row.
private struct SheetNames {
  /// The platform's id and its hints.
  let words: Set<String>
  let makes: Set<String>

  init(_ sheet: Sheet) {
    words = Set(([sheet.id] + sheet.hints).map(foldedName))
    makes = Set(sheet.makes.map { foldedName($0.name) })
  }

  /// A sheet without makes is for any make, but only by name: it never serves one by itself.
  func isFor(_ name: String) -> Bool { makes.isEmpty || makes.contains(name) }
}

extension Sheet {
  fileprivate func serves(_ name: String, year: Int?) -> Bool {
    makes.contains { make in
      guard foldedName(make.name) == name else { return false }
      guard let year else { return make.from == nil && make.to == nil }
      return (make.from ?? .min) <= year && year <= (make.to ?? .max)
    }
  }
}
