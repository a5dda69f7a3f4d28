import FoundationEssentials
import HandoverModel
import Testing
import TransferRules

/// Each gate of certificate content 6.3 has a case that only it catches.
@Suite struct GateTests {
  private let table: RuleTable
  private let moment = Date(timeIntervalSince1970: 1_795_363_200)

  init() throws { table = try PublishedTable.table() }

  private func clearCar() -> VerdictFacts {
    var rows = Dictionary(uniqueKeysWithValues: Layer.allCases.map { ($0, BuyerGroup.noneRemaining) })
    rows[.protectedFunctions] = .protectedOK
    return VerdictFacts(
      groups: rows, platform: "generic", vinRead: .car, mode: .live, checkedAt: moment.addingTimeInterval(-3_600),
      issuedAt: moment)
  }

  private func result(_ change: (inout VerdictFacts) -> Void) throws -> RecomputedVerdict {
    var facts = clearCar()
    change(&facts)
    return try #require(table.verdict(of: facts))
  }

  @Test func aCarWithoutAnyGateIsClear() throws {
    let result = try result { _ in }
    #expect(result.verdict == .clear && result.gates.isEmpty && result.drivers.isEmpty)
  }

  @Test func aSimulatedRunIsASpecimenOfWhatItsRowsGive() throws {
    let result = try result { $0.mode = .simulated }
    #expect(result.verdict == .void && result.specimenOf == .clear)
  }

  @Test func aMissingRowOfARequiredLayerCountsAsNotKnownAndHigh() throws {
    let missing = try result { $0.groups[.removableMedia] = nil }
    let unknown = try result { $0.groups[.removableMedia] = .notKnown }
    #expect(missing.verdict == .notClear && missing.drivers == [.removableMedia])
    #expect(unknown.verdict == .conditional)
  }

  @Test func uncheckedProtectedFunctionsCapAtConditional() throws {
    let result = try result { $0.groups[.protectedFunctions] = .notKnown }
    #expect(result.verdict == .conditional && result.gates == ["protected-not-checked"])
    #expect(try self.result { $0.groups[.protectedFunctions] = .nonePossible }.verdict == .clear)
  }

  @Test func aLookOlderThanThreeDaysCapsAtConditional() throws {
    let old = try result { $0.checkedAt = moment.addingTimeInterval(-72 * 3_600 - 1) }
    #expect(old.verdict == .conditional && old.gates == ["look-too-old"])
    #expect(try result { $0.checkedAt = moment.addingTimeInterval(-72 * 3_600) }.verdict == .clear)
  }

  @Test func anOldLookMattersOnlyWhereSomethingOfHighWeightCanBe() throws {
    let result = try result { facts in
      for layer in Layer.allCases where layer != .protectedFunctions { facts.groups[layer] = .nonePossible }
      facts.checkedAt = moment.addingTimeInterval(-1_000 * 3_600)
    }
    #expect(result.verdict == .clear)
  }

  @Test func aTypedVINCapsAtClearAttested() throws {
    let typed = try result { $0.vinRead = .typed }
    #expect(typed.verdict == .clearAttested && typed.gates == ["vin-typed"])
    #expect(try result { $0.vinRead = .scanned }.verdict == .clear)
  }

  @Test func aPlatformTheTableDoesNotKnowHasNoVerdict() throws {
    var facts = clearCar()
    facts.platform = "no-such-car"
    #expect(table.verdict(of: facts) == nil)
  }
}
