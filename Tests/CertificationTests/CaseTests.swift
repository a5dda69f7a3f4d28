import Testing

/// Every case, freshly made: exactly its failures, and nothing else.
@Suite struct CaseTests {
  @Test(arguments: Cases.all) func givesExactlyItsFailures(_ one: Case) throws {
    try one.expect(table: Dealer.shared.table)
  }

  @Test func namesEachCaseOnce() {
    let names = Cases.all.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.count > 100)
  }
}
