import Testing

@testable import StrictFormats

/// Names are compared one with another up to a number, and by a set above it: no name may pass twice on either side.
@Suite struct MemberNamesTests {
  private func document(_ names: [String]) -> [UInt8] {
    Array("{\(names.map { "\"\($0)\":0" }.joined(separator: ","))}".utf8)
  }

  @Test(arguments: [2, MemberNames.few - 1, MemberNames.few, MemberNames.few + 1, MemberNames.few + 2, 200])
  func noNameStandsTwiceHoweverManyThereAre(count: Int) throws {
    let names = (0..<count).map { "name\($0)" }
    #expect(try StrictJSON.parse(document(names)).members?.map(\.name) == names)
    for place in 0..<count - 1 {
      var repeated = names
      repeated[count - 1] = names[place]
      #expect(throws: JSONFailure.duplicateKey) { try StrictJSON.parse(document(repeated)) }
      // The same name in another spelling.
      repeated[count - 1] = "\\u006e" + names[place].dropFirst()
      #expect(throws: JSONFailure.duplicateKey) { try StrictJSON.parse(document(repeated)) }
    }
  }

  @Test(arguments: [0, MemberNames.few]) func equivalentSpellingsAreTwoNames(before: Int) throws {
    let names = (0..<before).map { "name\($0)" } + ["\u{E9}", "e\u{301}"]
    #expect(try StrictJSON.parse(document(names)).members?.count == names.count)
    #expect(throws: JSONFailure.duplicateKey) { try StrictJSON.parse(document(names + ["e\u{301}"])) }
  }

  @Test func oneObjectsNamesAreNotAnothers() throws {
    let inner = String(decoding: document((0..<MemberNames.few + 8).map { "name\($0)" }), as: UTF8.self)
    let text = #"{"name1":\#(inner),"name2":\#(inner)}"#
    #expect(try StrictJSON.parse(Array(text.utf8)).members?.count == 2)
  }
}
