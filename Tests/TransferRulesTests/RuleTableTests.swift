import HandoverModel
import Testing
import TransferRules

@Suite struct RuleTableTests {
  @Test func readsThePublishedTable() throws {
    let table = try PublishedTable.table()
    #expect(table.platformIDs.contains("generic"))
    #expect(table.freshHours == 72)
    #expect(table.digest.utf8.count == 43)
    #expect(table.rule(for: .ownerAccount, on: "generic")?.required == true)
    #expect(table.rule(for: .ownerAccount, on: "generic")?.weight == .high)
    #expect(table.rule(for: .ownerAccount, on: "no-such-car") == nil)
  }

  @Test func saysForEveryPlatformAndGroupWhatItContributes() throws {
    let table = try PublishedTable.table()
    for platform in table.platformIDs {
      for layer in Layer.allCases {
        for group in BuyerGroup.allCases { #expect(table.contribution(of: group, for: layer, on: platform) != nil) }
      }
    }
  }

  /// Certificate content 6.2 with the design page's two groups.
  @Test(arguments: [
    (BuyerGroup.noneRemaining, [Verdict.clear, .clear, .clear]), (.nonePossible, [.clear, .clear, .clear]),
    (.protectedOK, [.clear, .clear, .clear]), (.statedByTwo, [.clearAttested, .clearAttested, .clear]),
    (.statedWithEvidence, [.clearAttested, .clearAttested, .clear]),
    (.endedWithAccount, [.clearAttested, .clearAttested, .clear]),
    (.statedByOne, [.conditional, .clearAttested, .clear]),
    (.statedByProvider, [.conditional, .clearAttested, .clear]),
    (.endsBy, [.conditional, .conditional, .clearAttested]), (.overdue, [.notClear, .conditional, .conditional]),
    (.keptDisclosed, [.conditional, .clearAttested, .clear]), (.open, [.notClear, .notClear, .conditional]),
    (.protectedFault, [.notClear, .notClear, .notClear]),
  ])
  func contributesAsPublished(group: BuyerGroup, expected: [Verdict]) throws {
    let table = try PublishedTable.table()
    for platform in table.platformIDs {
      for layer in Layer.allCases {
        guard let rule = table.rule(for: layer, on: platform),
          let place = Weight.allCases.firstIndex(of: rule.weight)
        else { continue }
        #expect(table.contribution(of: group, for: layer, on: platform) == expected[place], "\(platform) \(layer)")
      }
    }
  }

  @Test(arguments: [
    (#""version": 1"#, #""version": 2"#), (#""owner_account","#, #""owner_acount","#),
    (#""fresh_hours": 72"#, #""fresh_hours": 0"#), (#""fresh_hours": 72"#, #""fresh_hours": 7.2"#),
    (#""high": "clear""#, #""high": "clean""#), (#""none_remaining""#, #""none_left""#), (#""generic""#, #""Generic""#),
    (#""required": true"#, #""required": 1"#), (#""weight": "high""#, #""weight": "huge""#),
    (#""version": 1"#, #""version": 1, "version": 1"#),
  ])
  func refusesATableWithAGapOrAStranger(old: String, new: String) {
    let bytes = PublishedTable.changed(old, new)
    #expect(bytes != Array(PublishedTable.text.utf8), "the table has no \(old) any more")
    #expect(throws: RuleTable.Malformed.self) { try RuleTable(bytes: bytes) }
  }

  @Test func isNamedByItsExactBytes() throws {
    let spaced = try RuleTable(bytes: Array((PublishedTable.text + " ").utf8))
    #expect(try spaced.digest != PublishedTable.table().digest)
  }

  @Test(arguments: [("vwg-mib3", true), ("a1", true), ("a", false), ("-a", false), ("A1", false), ("a_b", false)])
  func knowsAPlatformsName(text: String, isOne: Bool) {
    #expect(RuleTable.isPlatformID(text) == isOne)
    #expect(!RuleTable.isPlatformID(String(repeating: "a", count: 33)))
  }
}
