import BundledChecklists
import HandoverModel
import Testing
import TransferRules

@Suite struct PublishedTablesTests {
  /// A published table is never changed: a certificate names it by this digest for ever. A new rule is a new file.
  @Test func publishedTablesHaveTheDigestsTheyWerePublishedWith() throws {
    let pinned = ["2026-11.json": "fO3FqWlD8497Yu3AIzipnCIZNuhjsiUT9pSRcwIhZAY"]
    var seen: [String: String] = [:]
    for table in BundledChecklists.tables { seen[table.name] = try RuleTable(bytes: table.bytes).digest }
    print("rule tables:", seen)
    #expect(seen == pinned)
  }

  @Test func contributionsAreThoseOfTheCertificateContent() throws {
    let table = try Published.table()
    let rows: [(BuyerGroup, [Verdict])] = [
      (.noneRemaining, [.clear, .clear, .clear]), (.nonePossible, [.clear, .clear, .clear]),
      (.statedByTwo, [.clearAttested, .clearAttested, .clear]),
      (.endedWithAccount, [.clearAttested, .clearAttested, .clear]),
      (.statedWithEvidence, [.clearAttested, .clearAttested, .clear]),
      (.statedByOne, [.conditional, .clearAttested, .clear]),
      (.statedByProvider, [.conditional, .clearAttested, .clear]),
      (.endsBy, [.conditional, .conditional, .clearAttested]), (.overdue, [.notClear, .conditional, .conditional]),
      (.keptDisclosed, [.conditional, .clearAttested, .clear]), (.open, [.notClear, .notClear, .conditional]),
      (.protectedOK, [.clear, .clear, .clear]), (.protectedFault, [.notClear, .notClear, .notClear]),
    ]
    let samples: [Layer] = [.ownerAccount, .storedData, .paymentAndCharging]
    for (group, verdicts) in rows {
      #expect(samples.map { table.contribution(of: group, for: $0, on: "vwg-mib3") } == verdicts, "\(group)")
    }
    #expect(rows.count == BuyerGroup.allCases.count - 1)
    #expect(
      samples.map { table.contribution(of: .notKnown, for: $0, on: "vwg-mib3") }
        == [.notClear, .conditional, .conditional])
    #expect(
      [Layer.virtualKeys, .protectedFunctions].map { table.contribution(of: .notKnown, for: $0, on: "vwg-mib3") }
        == [.conditional, .clearAttested])
    #expect(table.freshHours == 72)
  }

  @Test func everyWayToOpenStartOrLocateTheCarWeighsHigh() throws {
    let table = try Published.table()
    let high = Set(Layer.allCases.prefix(9)).union([.insurerDevice, .lenderDevice, .dealerTracker])
    for platform in table.platformIDs {
      for layer in Layer.allCases {
        #expect((table.rule(for: layer, on: platform)?.weight == .high) == high.contains(layer), "\(platform) \(layer)")
      }
    }
  }

  /// Otherwise the gate for an unchecked emergency call (gate 4) would never be the one that decides.
  @Test func anUncheckedProtectedFunctionIsDecidedByItsGateAlone() throws {
    let table = try Published.table()
    for platform in table.platformIDs {
      #expect(table.contribution(of: .notKnown, for: .protectedFunctions, on: platform) == .clearAttested)
      #expect(table.rule(for: .protectedFunctions, on: platform)?.required == false)
    }
  }

  /// Stricter than certificate content 6.2, which would let an unknown layer of low weight stand at CLEAR, ATTESTED: no layer
  /// that nobody looked at may.
  @Test func noUnknownLayerIsEverDeliverable() throws {
    let table = try Published.table()
    for platform in table.platformIDs {
      for layer in Layer.allCases where layer != .protectedFunctions {
        let unknown = table.contribution(of: .notKnown, for: layer, on: platform)
        #expect(unknown.map { !$0.allowsDelivery } == true, "\(platform) \(layer)")
      }
    }
  }

  @Test func onlyWhatAPlatformIsNotKnownToHaveIsOptional() throws {
    let table = try Published.table()
    let optional: Set<Layer> = [.virtualKeys, .telemetryStreams, .protectedFunctions]
    for platform in table.platformIDs {
      let left = Set(Layer.allCases).subtracting(Published.required(table, on: platform))
      #expect(left.isSubset(of: optional), "\(platform)")
    }
    #expect(Published.required(table, on: "tesla").count == Layer.allCases.count - 1)
  }
}
