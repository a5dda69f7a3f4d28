import BundledChecklists
import ChecklistFormat
import Foundation
import Testing

@Suite struct GeneratedTests {
  private var folder: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Checklists")
  }

  private func files(_ name: String, _ ending: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: name).path)
      .filter { $0.hasSuffix(ending) }.sorted()
  }

  @Test func embeddedSheetsAreTheFilesToTheByte() throws {
    #expect(BundledChecklists.sheets.map(\.name) == (try files("Sheets", ".yaml")))
    for sheet in BundledChecklists.sheets {
      let data = try Data(contentsOf: folder.appending(path: "Sheets/\(sheet.name)"))
      #expect(Array(sheet.text.utf8) == Array(data), "\(sheet.name): run Checklists/generate.sh")
    }
  }

  @Test func embeddedTablesAreTheFilesToTheByte() throws {
    #expect(BundledChecklists.tables.map(\.name) == (try files("Tables", ".json")))
    for table in BundledChecklists.tables {
      let data = try Data(contentsOf: folder.appending(path: "Tables/\(table.name)"))
      #expect(table.bytes == Array(data), "\(table.name): run Checklists/generate.sh")
    }
  }

  @Test func theGeneratorWritesTheFilesThatAreCheckedIn() throws {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "generated-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let run = Process()
    run.executableURL = URL(filePath: "/bin/sh")
    run.arguments = [folder.appending(path: "generate.sh").path, scratch.path]
    try run.run()
    run.waitUntilExit()
    #expect(run.terminationStatus == 0)
    let written = try FileManager.default.contentsOfDirectory(atPath: scratch.path).sorted()
    #expect(written == ["BuyerSteps.swift", "Sheets.swift", "Tables.swift"])
    for name in written {
      let fresh = try Data(contentsOf: scratch.appending(path: name))
      #expect(fresh == (try Data(contentsOf: folder.appending(path: "Generated/\(name)"))), "\(name)")
    }
  }

  @Test func buyerStepsAreThoseOfTheSheets() throws {
    let steps = try Published.catalog().sheets.map { ($0.id, $0.buyerStep) }
    #expect(BundledChecklists.buyerSteps == Dictionary(uniqueKeysWithValues: steps))
  }

  @Test func everySheetIsNamedAfterItsPlatformAndNoMarkdownLiesAmongThem() throws {
    for sheet in BundledChecklists.sheets {
      #expect(sheet.name == (try readSheet(sheet.text)).id + ".yaml")
    }
    let everything = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    #expect(everything.filter { $0.lowercased().hasSuffix(".md") } == [])
  }
}
