import BundledChecklists
import ChecklistFormat
import HandoverModel
import Testing
import TransferRules

@Suite struct PublishedSheetsTests {
  @Test func everySheetReadsAndLintsCleanAgainstItsPlatform() throws {
    let table = try Published.table()
    let catalog = try Published.catalog()
    #expect(catalog.sheets.map(\.id) == table.platformIDs)
    for sheet in catalog.sheets {
      #expect(lint(sheet, required: Published.required(table, on: sheet.id)) == [], "\(sheet.id)")
    }
  }

  @Test func everySheetSpeaksAboutAllTwentyOneLayers() throws {
    for sheet in try Published.catalog().sheets {
      let spoken = Set(sheet.steps.flatMap(\.layers))
      #expect(Layer.allCases.filter { !spoken.contains($0) } == [], "\(sheet.id)")
    }
  }

  @Test func stepsOfOneIDAreTheSameWorkOnEverySheet() throws {
    let always: [String: StepTime] = [
      "stop-signs": .office, "payment": .seller, "subscriptions": .seller, "sos-lamp": .car, "key-list": .car,
      "keys": .car, "garage": .car, "wifi": .car, "devices": .car, "lender": .office, "own-tracker": .office,
      "media": .car,
    ]
    let connected: [String: StepTime] = [
      "note-users": .seller, "apps": .seller, "own-account": .seller, "buyer-registers": .delivery,
    ]
    for sheet in try Published.catalog().sheets {
      for (id, when) in always { #expect(sheet.step(id)?.when == when, "\(sheet.id) \(id)") }
      for (id, when) in connected where sheet.id != "unconnected" {
        #expect(sheet.step(id)?.when == when, "\(sheet.id) \(id)")
      }
      #expect(sheet.step("reset") != nil, "\(sheet.id)")
    }
  }

  @Test func theListOfUsersIsNotedBeforeAnythingEnds() throws {
    for sheet in try Published.catalog().sheets where sheet.id != "unconnected" {
      let noted = try #require(sheet.steps.firstIndex { $0.id == "note-users" })
      let ended = try #require(sheet.steps.firstIndex { $0.does == .end })
      let account = try #require(sheet.steps.firstIndex { $0.id == "own-account" })
      let sellersOther = sheet.steps.lastIndex { $0.when == .seller && $0.id != "own-account" }
      #expect(noted < ended, "\(sheet.id)")
      #expect(try #require(sellersOther) < account, "\(sheet.id): the tie that the others need goes last")
    }
  }

  @Test func onlyEquipmentMayBeSaidToBeMissing() throws {
    let equipment: Set<Layer> = [.virtualKeys, .digitalKeys, .homeLink, .wifiSIM]
    for sheet in try Published.catalog().sheets {
      for step in sheet.steps where step.mayBeMissing {
        #expect(equipment.isSuperset(of: step.layers), "\(sheet.id) \(step.id)")
      }
    }
  }

  @Test func theBestVerdictOfEverySituationIsWhatTheSheetSays() throws {
    let table = try Published.table()
    let seen = try Published.catalog().sheets.map { sheet in
      "\(sheet.id): "
        + SheetSituation.allCases.map { Published.best(sheet, table, given: $0.has).rawValue }.joined(separator: " ")
    }
    print("platform: " + SheetSituation.allCases.map(\.rawValue).joined(separator: " "))
    print(seen.joined(separator: "\n"))
    #expect(
      seen == [
        "bmw-connected: clear_attested not_clear clear_attested conditional clear_attested",
        "generic: conditional not_clear conditional conditional clear_attested",
        "jlr-incontrol: not_clear not_clear not_clear conditional clear_attested",
        "tesla: clear_attested not_clear clear_attested not_clear clear_attested",
        "unconnected: clear_attested conditional clear_attested conditional clear_attested",
        "vwg-mib3: clear_attested not_clear clear_attested conditional clear_attested",
        "vwg-older: conditional not_clear conditional conditional clear_attested",
      ])
  }

  @Test func theProseOfEverySituationBeginsWithTheVerdictItComputes() throws {
    let table = try Published.table()
    for sheet in try Published.catalog().sheets {
      for situation in SheetSituation.allCases {
        let verdict = Published.best(sheet, table, given: situation.has)
        let prose = try #require(sheet.best[situation])
        #expect(prose.hasPrefix(verdict.title), "\(sheet.id) \(situation.rawValue): \(prose)")
      }
    }
  }

  @Test func nobodyReachesClearWhateverIsAtHand() throws {
    let table = try Published.table()
    for sheet in try Published.catalog().sheets {
      #expect(Published.best(sheet, table, given: Set(StepNeed.allCases)) == .clearAttested, "\(sheet.id)")
      #expect(sheet.best(for: .physicalKeys, given: Set(StepNeed.allCases)) == .statedByTwo, "\(sheet.id)")
    }
  }

  @Test func havingMoreNeverMakesTheBestWorse() throws {
    let table = try Published.table()
    let needs = StepNeed.allCases
    for sheet in try Published.catalog().sheets {
      for mask in 0..<(1 << needs.count) {
        let has = Set(needs.indices.filter { mask & (1 << $0) != 0 }.map { needs[$0] })
        for need in needs {
          let more = Published.best(sheet, table, given: has.union([need]))
          #expect(more <= Published.best(sheet, table, given: has), "\(sheet.id) \(has) \(need)")
        }
      }
    }
  }
}
