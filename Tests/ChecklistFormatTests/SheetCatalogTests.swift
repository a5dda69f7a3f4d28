import BundledChecklists
import ChecklistFormat
import Testing

@Suite struct SheetCatalogTests {
  @Test(
    arguments: [
      ("Škoda", 2023, nil, "vwg-mib3"), ("SKODA", 2020, nil, "vwg-mib3"), ("skoda", 2019, nil, "vwg-older"),
      ("Skoda", 2012, nil, "generic"), ("ŠKODA", nil, nil, "generic"), ("Škoda", nil, "MIB3", "vwg-mib3"),
      ("Škoda", 2023, "mod2", "vwg-older"), ("Škoda", 2023, "vwg-older", "vwg-older"), ("VW", 2021, nil, "vwg-mib3"),
      ("Volkswagen", 2017, nil, "vwg-older"), ("Audi", 2022, nil, "vwg-mib3"), ("Cupra", 2021, nil, "vwg-mib3"),
      ("Land Rover", 2020, nil, "jlr-incontrol"), ("LAND-ROVER", nil, nil, "jlr-incontrol"),
      ("Jaguar", 2016, nil, "jlr-incontrol"), ("Tesla", 2021, nil, "tesla"), ("BMW", 2019, nil, "bmw-connected"),
      ("Mini", nil, nil, "bmw-connected"), ("Toyota", 2020, nil, "generic"), ("Toyota", 2020, "mib3", "generic"),
      (nil, 2020, nil, "generic"), (nil, nil, nil, "generic"), ("", nil, "pivi", "jlr-incontrol"),
      (nil, nil, "Pivi Pro", "jlr-incontrol"), ("Trabant", 1989, "two-stroke", "generic"),
      ("Trabant", 1989, "unconnected", "unconnected"), ("BMW", 2009, "No modem", "unconnected"),
      ("BMW", 2019, "", "bmw-connected"), ("Škoda", 2023, "generic", "generic"), (nil, nil, "", "generic"),
    ] as [(String?, Int?, String?, String)])
  func picksTheSheet(make: String?, year: Int?, hint: String?, id: String) throws {
    #expect(try Published.catalog().sheet(for: make, year: year, hint: hint).id == id)
  }

  @Test func noTwoSheetsServeTheSameMakeInTheSameYear() throws {
    let sheets = try Published.catalog().sheets
    for year in 2000...2030 {
      var served: Set<String> = []
      for make in sheets.flatMap(\.makes) where (make.from ?? 0) <= year && year <= (make.to ?? 9999) {
        #expect(served.insert(foldedName(make.name)).inserted, "\(make.name) \(year)")
      }
    }
  }

  @Test func noTwoSheetsAnswerToTheSameHint() throws {
    let hints = try Published.catalog().sheets.flatMap { $0.hints.map(foldedName) }
    #expect(hints.count == Set(hints).count)
  }

  @Test func refusesSheetsThatDoNotMakeACatalog() throws {
    let generic = try #require(BundledChecklists.sheets.first { $0.name == "generic.yaml" })
    #expect(throws: SheetProblems.self) { try SheetCatalog(texts: []) }
    #expect(throws: SheetProblems.self) { try SheetCatalog(texts: [generic, ("again.yaml", generic.text)]) }
    do {
      _ = try SheetCatalog(texts: [generic, ("broken.yaml", "id: [")])
      Issue.record("a broken sheet was read")
    } catch {
      #expect(error.name == "broken.yaml")
      #expect(error.description.hasPrefix("broken.yaml: line 2: not YAML"))
    }
  }

  @Test func aBundledSheetIsChosenAsIfAllWereRead() throws {
    let all = try Published.catalog()
    for sheet in all.sheets {
      let bundled = try SheetCatalog(bundled: BundledChecklists.sheets)
      #expect(bundled.sheet(platform: sheet.id) == sheet)
      for word in [sheet.id] + sheet.hints {
        #expect(bundled.sheet(for: nil, year: nil, hint: word) == all.sheet(for: nil, year: nil, hint: word))
      }
      for make in sheet.makes {
        for year in [nil] + (1990...2030).map(Optional.some) {
          let known = all.sheet(for: make.name, year: year, hint: nil)
          #expect(bundled.sheet(for: make.name, year: year, hint: nil).id == known.id)
        }
      }
    }
    #expect(try SheetCatalog(bundled: BundledChecklists.sheets).sheets == all.sheets)
  }

  @Test func theMakesOwnMenuPathIsUsedWhereThereIsOne() throws {
    let step = try #require(try Published.catalog().sheet(platform: "vwg-mib3")?.step("car-user"))
    #expect(step.place(for: "AUDI").contains("Remove key user"))
    #expect(step.place(for: "Škoda").contains("Delete owner"))
    #expect(step.place(for: "SEAT") == step.place)
    #expect(step.place(for: nil) == step.place)
  }
}
