import BundledChecklists
import CertificateChecking
import Testing
import TransferRules

@Suite struct PublishedTablesTests {
  @Test func everyTableThatIsCarriedCanBeUsed() throws {
    #expect(RuleTable.published.count == BundledChecklists.tables.count)
    #expect(Set(RuleTable.published.map(\.digest)).count == RuleTable.published.count)
  }
}
