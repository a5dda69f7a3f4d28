import Foundation
import Glibc
import HandoverModel
import Inventory
import Testing

/// Section 9 of the reliability notes, the groups "encoding" and "shape": whole files.
@Suite struct LotFileTests {
  static let line = "\(TestVIN.skoda),Škoda,Octavia"
  static let plain = "VIN,Make,Model\n\(line)\n"

  // MARK: - Encoding

  @Test func everyEncodingGivesTheSameRow() throws {
    let wanted = try LotFixture.read(Self.plain).rows
    #expect(wanted.count == 1 && wanted[0].vehicle.make == "Škoda")
    let little = Self.plain.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big = Self.plain.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    let files: [[UInt8]] = [
      [0xEF, 0xBB, 0xBF] + Array(Self.plain.utf8), [0xFF, 0xFE] + little, [0xFE, 0xFF] + big, little, big,
    ]
    for (place, file) in files.enumerated() { #expect(try LotFixture.read(file).rows == wanted, "file \(place)") }
  }

  @Test func windowsCharactersAreReadAndNoted() throws {
    let bytes = Array("VIN;Marke;Modell\n\(TestVIN.skoda);".utf8) + [0x8A] + Array("koda;Octavi".utf8) + [0xE1, 0x0A]
    let read = try LotFixture.read(bytes + Array("\(TestVIN.landRover);Land Rover;Dëfender\n".utf8))
    #expect(read.rows.map(\.vehicle.make) == ["Škoda", "Land Rover"])
    #expect(read.rows.map(\.vehicle.model) == ["Octaviá", "Dëfender"])
    #expect(read.fileNotes == ["lot.windows-1252"])
  }

  @Test func overlongUTF8NeverBecomesAVIN() throws {
    let read = try LotFixture.read(Array("VIN\n".utf8) + [0xC1, 0x94] + Array("MBJB9NX0PY000001\n".utf8))
    #expect(read.rejections.map(\.code) == ["text.encoding"] || read.rejections.map(\.code) == ["vin.character"])
  }

  @Test func halfASurrogatePairRefusesTheRow() throws {
    let units = Array("VIN,Stock\n\(TestVIN.skoda),A".utf16) + [0xD800] + Array("B\n".utf16)
    let read = try LotFixture.read([0xFF, 0xFE] + units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
    #expect(read.rejections.map(\.code) == ["text.encoding"])
  }

  @Test(
    arguments: [
      ([], "lot.empty"), ([0xEF, 0xBB, 0xBF], "lot.empty"), ([0x20, 0x0A, 0x0A], "lot.empty"),
      ([0x1F, 0x8B, 8, 0], "lot.not-text"), (Array("PK\u{3}\u{4}xl/".utf8), "lot.not-text"),
      (Array("%PDF-1.7".utf8), "lot.not-text"), ([0xD0, 0xCF, 0x11, 0xE0], "lot.not-text"),
      (Array("<html><table>".utf8), "lot.not-text"), ([0xFF, 0xFE, 0, 0, 0x56, 0, 0, 0], "lot.not-text"),
      (Array("VIN,Make\nTMB\0JB9NX,x\n".utf8), "lot.nul"), ([UInt8](repeating: 0, count: 100_000), "lot.nul"),
      ([0xFF, 0xFE, 0x56, 0, 0x49], "lot.encoding"), (Array("[{\"vin\":\"x\"}]".utf8), "lot.json-array"),
    ] as [([UInt8], String)])
  func aFileThatIsNoLotIsRefused(bytes: [UInt8], code: String) throws {
    #expect(try LotFixture.problem(bytes)?.code == code)
  }

  // MARK: - Shape

  @Test(arguments: ["\n", "\r\n", "\r"], [",", ";", "\t", "|"])
  func everyLineEndAndSeparatorGivesTheSameRow(end: String, separator: String) throws {
    let lines = ["VIN,Make,Model", Self.line, "", "\(TestVIN.landRover),Jaguar Land,\"a\"\"b\""]
    let text = lines.joined(separator: end).replacingOccurrences(of: ",", with: separator)
    let read = try LotFixture.read(text)
    #expect(read.rows.map(\.vehicle.model) == ["Octavia", "a\"b"])
    #expect(read.rows.map(\.line) == [2, 4] && read.rows.map(\.number) == [1, 2])
  }

  @Test func mixedLineEndsAndQuotedOnesAreCounted() throws {
    let read = try LotFixture.read(
      "VIN,Model\r\n\(TestVIN.skoda),\"two\r\nlines\"\r\(TestVIN.landRover),x\nbad,y\n")
    #expect(read.rows.map(\.vehicle.model) == ["two lines", "x"])
    #expect(read.rows.map(\.line) == [2, 4])
    #expect(read.rejections.map(\.line) == [5])
  }

  @Test func theFirstLineMayAnnounceTheSeparator() throws {
    let read = try LotFixture.read("sep=;\r\nVIN;Model\r\n\(TestVIN.skoda);\"a,b;c\"\r\n")
    #expect(read.rows.map(\.vehicle.model) == ["a,b;c"])
    #expect(read.summary.separator == ";" && read.fileNotes.isEmpty)
  }

  @Test(arguments: [
    "VIN", "vin", " Vin ", "VIN#", "Vin Number", "vin_no", "VIN No.", "Chassis", "Chassis No", "Fahrgestellnummer",
    "FIN",
    "Fahrgestell-Nr.", "Vehicle Identification Number", "VIN-Code",
  ])
  func theVINColumnIsFoundBySpelling(header: String) throws {
    #expect(
      try LotFixture.read("\(header);Stock #;Marke;Modell;Model Year;Taken In\n\(TestVIN.skoda);GF-1;VW\n").rows.isEmpty
    )
    let read = try LotFixture.read(
      "\(header);Stock #;Marke;Modell;Model Year;Taken In\n\(TestVIN.skoda);GF-1;;Fabia;2023;2026-11-20\n")
    let row = try #require(read.rows.first)
    #expect(row.vehicle.stock == "GF-1" && row.vehicle.model == "Fabia" && row.vehicle.modelYear == 2023)
    #expect(row.gates.takenIn == Date(timeIntervalSince1970: 1_795_132_800))
  }

  @Test(arguments: [
    ("Make,Model\nVW,Golf\n", "lot.no-vin-column"), ("\(TestVIN.skoda),Škoda\n", "lot.no-vin-column"),
    ("VIN,Marke,Make\nx,y,z\n", ""), ("VIN,Marke,Brand\nx,y,z\n", "lot.column-twice"),
    ("VIN,vin\nx,y\n", "lot.column-twice"), ("VIN,Model\n\(TestVIN.skoda),\"open\n", "lot.quote-open"),
    ("VIN\n\"\n", "lot.quote-open"), ("{\"model\":\"x\"}\n", "lot.no-vin-column"),
  ])
  func aHeaderThatIsNotCertainRefusesTheFile(text: String, code: String) throws {
    #expect(try LotFixture.problem(Array(text.utf8))?.code ?? "" == code)
  }

  @Test func aFileWithoutHeaderIsToldSo() throws {
    let problem = try LotFixture.problem(Array("\(TestVIN.skoda),Škoda\n".utf8))
    #expect(problem?.hint.hasPrefix("The first line is already a car") == true)
  }

  @Test func aNeverClosedQuoteNamesItsLine() throws {
    let rows = (0..<20_000).map { "x\($0),\"a\"\"\n\"\r\n" }.joined()
    let problem = try LotFixture.problem(Array("VIN,Model\r\n\(rows)last,\"open\r\n".utf8))
    #expect(problem?.code == "lot.quote-open")
    #expect(problem?.reason.contains("line 40002 ") == true, "\(problem?.reason ?? "")")
  }

  @Test func aRowWithoutEndIsRefused() throws {
    let long = [UInt8](repeating: UInt8(ascii: "a"), count: 3 << 20)
    #expect(try LotFixture.problem(Array("VIN,Model\nx,".utf8) + long)?.code == "lot.row-too-long")
    #expect(try LotFixture.problem(Array("VIN,Model\nx,\"".utf8) + long + [0x22, 0x0A])?.code == "lot.row-too-long")
    let allowed = Array("VIN,Model\n\(TestVIN.skoda),".utf8) + long.prefix(1_000_000) + [0x0A]
    #expect(try LotFixture.read(allowed).rows.map(\.vehicle.model) == [String(repeating: "a", count: 40)])
  }

  @Test func tooManyColumnsAreRefused() throws {
    let header = "VIN," + (0..<100_000).map { "c\($0)" }.joined(separator: ",")
    #expect(try LotFixture.problem(Array("\(header)\nx\n".utf8))?.code == "lot.too-many-columns")
    let row = try LotFixture.read("VIN,Model\n\(TestVIN.skoda)" + String(repeating: ",x", count: 5_000) + "\n")
    #expect(row.rejections.map(\.code) == ["row.too-many-cells"])
  }

  @Test func blankLinesRemarksAndTitlesAreNoRows() throws {
    let read = try LotFixture.read(
      "Lot report of 24 November\n\n# exported by hand\nVIN,Model\n\n,,\n# \(TestVIN.landRover),x\n ; \n"
        + "\(TestVIN.skoda),y\n\n")
    #expect(read.rows.map(\.number) == [2] && read.rows.map(\.line) == [9])
    #expect(read.fileNotes == ["lot.title-lines"] && read.summary.remarks == 1)
  }

  @Test func extraColumnsAreNamedOnce() throws {
    let read = try LotFixture.read("VIN,Colour,Owner e-mail,Price\n\(TestVIN.skoda),red,a@b.example,9\n")
    #expect(read.summary.ignoredColumns == ["Colour", "Owner e-mail", "Price"])
    #expect(!"\(read.rows)".contains("a@b.example"))
  }

  // MARK: - What is no file

  @Test func whatIsNoFileIsRefused() throws {
    for (path, code) in [
      ("/dev/zero", "lot.device"), ("/dev/null", "lot.device"), (NSTemporaryDirectory(), "lot.directory"),
      ("/nowhere/lot.csv", "lot.not-found"), ("nul", "lot.not-found"), ("--lot", "lot.not-found"),
    ] {
      let problem = #expect(throws: LotFileProblem.self) { try LotReader(path: path) }
      #expect(problem?.code == code, "\(path)")
    }
  }

  @Test func aPipeIsReadLikeAFile() throws {
    let path = NSTemporaryDirectory() + "pipe-\(UUID().uuidString)"
    #expect(mkfifo(path, 0o600) == 0)
    defer { unlink(path) }
    let writer = Thread { try? Data(Self.plain.utf8).write(to: URL(fileURLWithPath: path)) }
    writer.start()
    var reader = try LotReader(path: path)
    guard case .row(let row) = try reader.next() else { return #expect(Bool(false), "no row") }
    #expect(row.vehicle.vin.text == TestVIN.skoda)
    #expect(try reader.next() == nil)
  }

  @Test func aFileThatGrowsWhileItIsReadIsNoticed() throws {
    try LotFixture.withFile(Array(Self.plain.utf8)) { path in
      var reader = try LotReader(path: path)
      _ = try reader.next()
      let file = try #require(FileHandle(forWritingAtPath: path))
      try file.seekToEnd()
      try file.write(contentsOf: Data("\(TestVIN.landRover),x,y\n".utf8))
      try file.close()
      let problem = #expect(throws: LotFileProblem.self) { while try reader.next() != nil {} }
      #expect(problem?.code == "lot.changed")
    }
  }
}

/// What the reader remembers between rows.
@Suite struct LotMemoryTests {
  /// The first piece of the file lets expect far fewer rows than there are.
  @Test func repeatedVINsAreFoundWhereRowsGetShorter() throws {
    let vin = { (row: Int) in "TMBJB9NX5PY\(String(1_000_000 + row).suffix(6))" }
    let long = (0..<8).map { "\(vin($0)),\(String(repeating: "x", count: 60_000))\n" }
    let short = (8..<6_000).map { "\(vin($0)),\n" }
    let again = [0, 7, 8, 3_000, 5_999]
    let text = "VIN,Colour\n" + long.joined() + short.joined() + again.map { "\(vin($0)),\n" }.joined()
    let read = try LotFixture.read(text)
    #expect(read.rows.count == 6_000)
    #expect(read.rejections.map(\.code) == again.map { _ in "vin.duplicate" })
    for (rejection, first) in zip(read.rejections, again) {
      #expect(rejection.reason.contains("row \(first + 1) "), "\(rejection.reason)")
    }
  }

  /// More spellings than are remembered, each twice, and the second reading says what the first said.
  @Test func aSpellingMeansTheSameWhetherItIsRememberedOrNot() throws {
    var text = "VIN,Model,Odometer,Keys,Year\n"
    for row in 0..<2_400 {
      let spelling = row % 1_200
      let unit = ["km", "KM", " mi", "miles", "", " parsecs"][spelling % 6]
      text += "TMBJB9NX5PY\(String(1_000_000 + row).suffix(6)),Model ½ \(spelling),\(spelling)\(unit),\(spelling % 30),"
      text += "\(1800 + spelling % 400)\n"
    }
    let read = try LotFixture.read(text)
    let (first, second) = (read.rows.filter { $0.number <= 1_200 }, read.rows.filter { $0.number > 1_200 })
    #expect(first.count > 100 && first.map(\.vehicle.model) == second.map(\.vehicle.model))
    #expect(first.map(\.odometer) == second.map(\.odometer) && first.map(\.keys) == second.map(\.keys))
    #expect(first.map(\.vehicle.modelYear) == second.map(\.vehicle.modelYear))
    let faults = Dictionary(grouping: read.rejections) { ($0.row - 1) % 1_200 }
    #expect(Set(read.rejections.map(\.code)) == ["cell.word", "count.malformed", "year.malformed"])
    for (spelling, pair) in faults { #expect(pair.count == 2 && pair[0].code == pair[1].code, "\(spelling)") }
  }
}
