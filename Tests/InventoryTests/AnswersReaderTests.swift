import Foundation
import HandoverModel
import Inventory
import Testing

@Suite struct AnswersReaderTests {
  func read(_ text: String) throws -> (answers: [AnswerRow], rejections: [RowRejection]) {
    try LotFixture.withFile(Array(text.utf8)) { path in
      var reader = try AnswersReader(path: path)
      var all: (answers: [AnswerRow], rejections: [RowRejection]) = ([], [])
      while let entry = try reader.next() {
        switch entry {
        case .answer(let row): all.answers.append(row)
        case .rejection(let rejection): all.rejections.append(rejection)
        }
      }
      return all
    }
  }

  @Test func bothFormatsGiveTheSameAnswers() throws {
    let csv = try read(
      """
      vin;layer;answer;by;at;evidence
      \(TestVIN.skoda.lowercased());Home Link;none;J. Marsh;2026-11-20T10:00Z;
      \(TestVIN.skoda);digital_keys;done;J. Marsh;2026-11-20T10:00Z;photos/keys.jpg

      """)
    let json = try read(
      """
      {"vin":"\(TestVIN.skoda)","layer":"home_link","answer":"none","by":"J. Marsh","at":"2026-11-20T10:00Z"}
      {"evidence":"photos/keys.jpg","vin":"\(TestVIN.skoda)","layer":"digital_keys","answer":"done","by":"J. Marsh",\
      "at":"2026-11-20T10:00Z"}

      """)
    #expect(
      csv.answers.map(\.answer) == json.answers.map(\.answer) && csv.rejections.isEmpty && json.rejections.isEmpty)
    #expect(csv.answers.map(\.answer.layer) == [.homeLink, .digitalKeys])
    #expect(csv.answers.map(\.vin.text) == [TestVIN.skoda, TestVIN.skoda])
  }

  @Test(arguments: [
    ("\(TestVIN.skoda),Garage Door,done,j,2026-11-20", "answer.layer"),
    ("\(TestVIN.skoda),home_link,yes,j,2026-11-20", "answer.word"),
    ("\(TestVIN.skoda),home_link,done,,2026-11-20", "answer.incomplete"),
    ("\(TestVIN.skoda),home_link,done,j,20/11/2026", "date.malformed"), ("x,home_link,done,j,2026-11-20", "vin.length"),
    ("\(TestVIN.skoda),home_link,done,j,2026-11-20,extra", "row.too-many-cells"),
  ])
  func aBadAnswerIsARejection(line: String, code: String) throws {
    let all = try read("vin,layer,answer,by,at\n\(line)\n")
    #expect(all.rejections.map(\.code) == [code] && all.answers.isEmpty)
  }

  @Test func theSecondAnswerForALayerOfACarIsRejected() throws {
    let line = "\(TestVIN.skoda),home_link,done,j,2026-11-20\n"
    let all = try read("vin,layer,answer,by,at\n\(line)\(line.replacingOccurrences(of: "home", with: "wifi"))\(line)")
    #expect(all.rejections.map(\.code) == ["answer.layer", "answer.duplicate"])
    #expect(all.rejections.last?.reason.contains("row 1 ") == true)
  }

  @Test func aStepOfTheSheetIsAnsweredByItsId() throws {
    let all = try read("vin,layer,answer,by,at\n\(TestVIN.skoda),retailer-paper,done,j,2026-11-20\n")
    #expect(all.answers.map(\.answer.target) == [.step("retailer-paper")])
    #expect(all.answers.first?.answer.layer == nil)
  }

  @Test func aFileWithoutItsColumnsIsRefused() throws {
    let problem = #expect(throws: LotFileProblem.self) { try read("vin,layer,answer\nx,y,z\n") }
    #expect(problem?.code == "lot.missing-column")
  }
}
