import Foundation
import HandoverModel
import Inventory
import Testing

/// Section 9 of the reliability notes, the groups about single cells.
@Suite struct LotRowTests {
  /// Reads one row of this column beside a good VIN.
  func one(_ column: String, _ cell: String, vin: String = TestVIN.skoda) throws -> LotFixture.Read {
    try LotFixture.read("VIN\t\(column)\n\(vin)\t\(cell)\n")
  }

  @Test(arguments: [
    ("stolen", "maybe", "flag.word"), ("stolen", "#N/A", "flag.word"), ("year", "23", "year.malformed"),
    ("year", "2021/2022", "year.malformed"), ("year", "#REF!", "year.malformed"),
    ("taken_in", "3-Jan", "date.malformed"),
    ("taken_in", "45123", "date.serial"), ("taken_in", "05/06/2026", "date.ambiguous"),
    ("taken_in", "2026-02-30", "date.malformed"), ("taken_in", "20/11/26", "date.malformed"),
    ("vin_read", "photo", "cell.word"), ("odometer_km", "48.211,5", "odometer.malformed"),
    ("odometer_km", "-5", "odometer.malformed"), ("odometer_km", "10 mi", "odometer.units"),
    ("keys", "many", "count.malformed"), ("ecall_112", "ok", "cell.word"), ("home_link", "yes", "answer.word"),
    ("home_link", "done", "answer.nobody"), ("home_link_evidence", "a.jpg", "answer.evidence-alone"),
    ("home_link_evidence", "../a.jpg", "answer.evidence-path"),
    ("home_link_evidence", "/etc/passwd", "answer.evidence-path"),
    ("answered_at", "yesterday", "date.malformed"), ("stock", "a\u{1B}[31m", "text.invisible"),
    ("stock", "a\u{202E}b", "text.invisible"), ("stock", String(repeating: "x", count: 65), "text.too-long"),
    ("make", "BMW", "make.contradicts"),
  ])
  func aCellThatCannotBeUsedRejectsTheRow(column: String, cell: String, code: String) throws {
    let read = try one(column, cell)
    #expect(read.rows.isEmpty)
    let rejection = try #require(read.rejections.first)
    #expect(rejection.code == code, "\(rejection.reason)")
    #expect(rejection.row == 1 && rejection.line == 2 && !rejection.hint.isEmpty)
    #expect(!rejection.value.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
  }

  @Test func aRejectionNamesTheColumnAsTheFileDoes() throws {
    let rejection = try #require(try one(" Taken In ", "05/06/2026").rejections.first)
    #expect(rejection.column == "Taken In" && rejection.value == "05/06/2026")
    #expect(rejection.hint == "Write it as year-month-day: 2026-06-05 or 2026-05-06.")
  }

  @Test(arguments: [
    ("2026-11-20", 20), ("20/11/2026", 20), ("11/20/2026", 20), ("20.11.2026", 20), ("2026/11/20", 20),
    ("11.11.2026", 11),
    ("2026-11-20 00:00:00", 20), ("2026-11-20T08:15Z", 20),
  ])
  func aDateWithOneReadingIsRead(text: String, day: Int) throws {
    let date = try #require(try one("taken_in", text).rows.first?.gates.takenIn)
    #expect(date.timeIntervalSince1970 == 1_795_132_800 + Double(day - 20) * 86_400)
  }

  @Test(arguments: [
    ("yes", true), ("JA", true), ("1", true), ("TRUE", true), ("WAHR", true), ("x", true), ("no", false),
    ("Nein", false),
    ("0", false), ("FALSE", false), ("FAUX", false), ("", false),
  ])
  func truthIsReadInTheUsersLanguage(text: String, value: Bool) throws {
    #expect(try one("stolen", text).rows.first?.gates.stolen == value)
  }

  @Test func anEmptyCellIsNoStatement() throws {
    let read = try LotFixture.read(
      "VIN,taken_in,vin_read,stolen,home_link,answered_by,odometer_km\n\(TestVIN.skoda),,  ,\u{A0},,,\n")
    let row = try #require(read.rows.first)
    #expect(row.gates == Gates() && row.answers.isEmpty && row.odometer == nil && row.keys == nil && row.notes.isEmpty)
  }

  @Test(arguments: [
    ("odometer_km", "48211", 48_211, "km"), ("Mileage (mi)", "30,000", 30_000, "mi"),
    ("Mileage", "30 000 miles", 30_000, "mi"),
    ("Kilometerstand", "48.211 km", 48_211, "km"), ("odometer_km", "48211.0", 48_211, "km"),
    ("odometer_km", "48'211", 48_211, "km"), ("odometer", "120 km", 120, "km"),
  ])
  func anOdometerIsReadWithItsUnit(column: String, text: String, value: Int, unit: String) throws {
    let reading = try #require(try one(column, text).rows.first?.odometer)
    #expect(reading.value == value && reading.unit.rawValue == unit)
  }

  @Test func anOdometerWithoutUnitIsLeftOutAndNoted() throws {
    let read = try one("Mileage", "48211")
    #expect(read.rows.first?.odometer == nil && read.notes == ["odometer.no-unit"])
  }

  @Test func answersCarryNameTimeAndEvidenceInTheOrderOfTheLayers() throws {
    let read = try LotFixture.read(
      """
      VIN,home_link,home_link_evidence,Digital Keys,owner-account,answered_by,answered_at
      \(TestVIN.skoda),nothing,photos/a.jpg,Not Fitted,still there,J. Marsh,2026-11-20T10:00Z

      """)
    let answers = try #require(read.rows.first?.answers)
    #expect(answers.map(\.layer) == [.ownerAccount, .digitalKeys, .homeLink])
    #expect(answers.map(\.word) == [.stillThere, .notFitted, .none])
    #expect(answers.map(\.evidence) == [nil, nil, "photos/a.jpg"])
    #expect(answers.allSatisfy { $0.by == "J. Marsh" && $0.at.timeIntervalSince1970 == 1_795_168_800 })
  }

  @Test func everyLayerHasAColumn() throws {
    let names = Layer.allCases.map(\.rawValue)
    let header = (names + names.map { $0.replacingOccurrences(of: "_", with: " ") + " Evidence" }).joined(
      separator: ",")
    let cells = (names.map { _ in "done" } + names.map { "e/\($0).jpg" }).joined(separator: ",")
    let read = try LotFixture.read(
      "VIN,answered_by,answered_at,\(header)\n\(TestVIN.skoda),j,2026-11-20,\(cells)\n")
    #expect(read.rows.first?.answers.map(\.layer) == Layer.allCases)
    #expect(read.rows.first?.answers.allSatisfy { $0.evidence == "e/\($0.target.name).jpg" } == true)
  }

  @Test func theSecondRowOfACarIsRejectedNamingTheFirst() throws {
    let read = try LotFixture.read(
      "VIN,stolen\n\(TestVIN.skoda),\n\(TestVIN.honda),maybe\n\(TestVIN.skoda.lowercased()),yes\n\(TestVIN.honda),no\n")
    #expect(read.rows.map(\.number) == [1])
    #expect(read.rejections.map(\.code) == ["flag.word", "vin.duplicate", "vin.duplicate"])
    #expect(read.rejections[1].reason.contains("row 1 ") && read.rejections[2].reason.contains("row 2 "))
  }

  @Test func aRowThatLosesAGateIsRejectedAndAnotherIsNoted() throws {
    let gate = try LotFixture.read("VIN,Model,stolen\n\(TestVIN.skoda),x\n")
    #expect(gate.rejections.map(\.code) == ["row.too-few-cells"])
    let other = try LotFixture.read("VIN,stolen,Model,Stock\n\(TestVIN.skoda),no\n")
    #expect(other.rows.count == 1 && other.notes == ["row.short"])
    let many = try LotFixture.read("VIN,Model\n\(TestVIN.skoda),a,b\n\(TestVIN.honda),a,,\n")
    #expect(many.rejections.map(\.code) == ["row.too-many-cells"] && many.rows.count == 1)
  }

  @Test func textBehindAClosingQuoteRejectsTheRowAndAQuoteInsideDoesNot() throws {
    let read = try LotFixture.read("VIN,Model\n\(TestVIN.skoda),\"a\"b\n\(TestVIN.honda), \"19\"\" wheels\" \n")
    #expect(read.rejections.map(\.code) == ["row.quotes"])
    #expect(read.rows.map(\.vehicle.model) == ["19\" wheels"])
    #expect(try one("Model", "19\" wheels").rows.map(\.vehicle.model) == ["19\" wheels"])
  }

  @Test func aRepeatedHeaderIsNamedAsSuch() throws {
    let read = try LotFixture.read("VIN,Model\n\(TestVIN.skoda),x\nVIN,Model\n\(TestVIN.honda),y\n")
    #expect(read.rejections.map(\.code) == ["row.header-again"] && read.rows.count == 2)
  }

  @Test func namesThatWouldReachTheBuyerAreMadePlainOrLeftOut() throws {
    #expect(try one("Model", "jane@home.example").rows.first?.vehicle.model == "unknown")
    #expect(try one("Model", "+44 7700 900123").rows.first?.vehicle.model == "unknown")
    #expect(try one("Model", "Octavia\u{1B}[2J \u{202E}RS").rows.first?.vehicle.model == "Octavia [2J RS")
    #expect(try one("Model", String(repeating: "é", count: 64 << 10)).rows.first?.vehicle.model.count == 40)
    #expect(try one("Model", "'; DROP TABLE cars; --").rows.first?.vehicle.model == "; DROP TABLE cars; --")
    #expect(try one("Stock", "--option").rows.first?.vehicle.stock == "--option")
    #expect(try one("Stock", "=\"00123\"").rows.first?.vehicle.stock == "00123")
    #expect(try one("Stock", "3-Jan").notes == ["stock.looks-like-date"])
  }

  @Test func aCarDeliveredBeforeItWasTakenInIsRejected() throws {
    let read = try LotFixture.read("VIN,taken_in,delivered_on\n\(TestVIN.skoda),2026-11-20,2026-11-19\n")
    #expect(read.rejections.map(\.code) == ["dates.order"])
  }

  @Test func protectedFindingsTakeTheCertificatesWords() throws {
    let read = try LotFixture.read(
      """
      VIN,ecall_112,private_emergency,recall_channel,theft_recovery,keys_handed_over,keys_accepted
      \(TestVIN.skoda),ready,Not applicable,PRESENT,not-fitted,2,2

      """)
    let row = try #require(read.rows.first)
    #expect(
      row.protected
        == ProtectedFindings(
          ecall112: .ready, privateEmergency: .notApplicable, recallChannel: .present, theftRecovery: .notFitted))
    #expect(row.keys == LotKeys(handedOver: 2, accepted: 2))
  }

  // MARK: - JSON Lines

  @Test func jsonLinesGiveTheSameRow() throws {
    let csv = try LotFixture.read(
      "VIN,Model,Year,stolen,Taken In,Colour\n\(TestVIN.skoda),Octavia,2023,no,2026-11-20,red\n"
    ).rows
    let json = try LotFixture.read(
      """
      {"stolen":false,"Model":"Octavia","VIN":"\(TestVIN.skoda)","Year":2023,"taken_in":"2026-11-20","Colour":["red"]}

      """)
    #expect(json.rows.map(\.vehicle) == csv.map(\.vehicle) && json.rows.map(\.gates) == csv.map(\.gates))
    #expect(json.summary.ignoredColumns == ["Colour"] && json.summary.separator == nil)
  }

  @Test(arguments: [
    (#"{"vin":"TMBJB9NX0PY000001""#, "json.malformed"), (#"{"vin":"x","vin":"y"}"#, "json.duplicate-key"),
    (#"{"vin":"x","VIN No":"y"}"#, "row.column-twice"), (#"{"vin":["x"]}"#, "json.nested"), ("7", "json.not-an-object"),
    (#"{"model":"x"}"#, "vin.missing"), (#"{"vin":null}"#, "vin.missing"),
    (#"{"vin":1.5E+16}"#, "vin.spreadsheet-number"),
    (#"{"vin":"\ud800"}"#, "json.encoding"),
  ])
  func aBadLineOfJSONIsARejection(line: String, code: String) throws {
    let read = try LotFixture.read("{\"vin\":\"\(TestVIN.honda)\"}\n\(line)\n{\"vin\":\"\(TestVIN.skoda)\"}\n")
    #expect(read.rejections.map(\.code) == [code])
    #expect(read.rejections.first?.line == 2 && read.rows.count == 2)
  }
}
