import ChecklistFormat
import HandoverModel
import Testing

/// A small sheet that is right; tests damage one line of it.
let rightSheet = """
  id: sample
  title: "Sample"
  version: "2026-11"
  makes:
    - {name: "Sample", from: 2020}
  hints: ["one"]
  buyer_step: "Do it."
  best:
    seller_present: "a"
    seller_absent: "b"
    one_person_alone: "c"
    title_paper: "d"
    seller_and_paper: "e"
  traps:
    - text: "Mind the gap."
      source: {text: "book", seen: "2026-10", confirmed: true}
  cannot_have:
    - layer: home_link
      reason: "no buttons"
      source: {text: "book", seen: "2026-10", confirmed: true}
  dies_with:
    - parent: owner_account
      kind: skoda/vehicle
      dependent: app_grants
      reason: "so says the book"
      source: {text: "book", seen: "2026-10", confirmed: false}
  outlives:
    - parent: app_grants
      dependent: virtual_keys
      reason: "keys stay"
      source: {text: "book", seen: "2026-10", confirmed: true}
  steps:
    - id: own-account
      when: seller
      does: end
      title: "Remove"
      where: "Menu"
      where_by_make:
        Sample: "Other menu"
      look: "Gone"
      evidence: "Photo"
      layers: [owner_account]
      reach: stated_with_evidence
      needs: [title]
      may_be_missing: true
      minutes: 2
      source: {text: "book", seen: "2026-10", confirmed: true}

  """

private func problems(replacing line: Int, with text: String) -> [String] {
  var lines = rightSheet.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  lines[line - 1] = text
  do {
    _ = try readSheet(lines.joined(separator: "\n"))
    return []
  } catch { return error.problems.map(\.description) }
}

@Suite struct SheetReaderTests {
  @Test func readsEveryFieldOfARightSheet() throws {
    let sheet = try readSheet(rightSheet)
    let book = SheetSource(text: "book", seen: "2026-10", confirmed: true)
    #expect(sheet.id == "sample")
    #expect(sheet.makes == [SheetMake(name: "Sample", from: 2020)])
    #expect(sheet.hints == ["one"])
    #expect(sheet.best[.titlePaper] == "d")
    #expect(sheet.traps == [SheetTrap(text: "Mind the gap.", source: book)])
    #expect(sheet.cannotHave == [SheetAbsence(layer: .homeLink, reason: "no buttons", source: book)])
    #expect(sheet.ties.map(\.ends) == [true, false])
    #expect(sheet.ties.first?.provider == ProviderID("skoda"))
    #expect(sheet.ties.first?.kind == "vehicle")
    #expect(sheet.ties.first?.source.confirmed == false)
    let step = try #require(sheet.step("own-account"))
    #expect(step.needs == [.seller, .title])
    #expect(step.reach == .statedWithEvidence)
    #expect(step.mayBeMissing)
    #expect(step.line == 33)
    #expect(step.place(for: "sample") == "Other menu")
    #expect(step.source == book)
  }

  @Test(
    arguments: [
      (1, "id: Sample", ["line 1: id: must be 2 to 32 of a-z, 0-9 and -"]),
      (2, "titel: \"Sample\"", ["line 1: title: is missing", "line 2: titel: unknown key"]),
      (2, "title: \" Sample\"", ["line 2: title: is empty or has spaces at an end"]),
      (2, "title: \"two  spaces\"", ["line 2: title: holds a line break, a control character or two spaces in a row"]),
      (3, "version: \"2026-13\"", ["line 3: version: must be a month like 2026-11, or 2026-11.2"]),
      (5, "  - {name: \"Sample\", from: early}", ["line 5: makes[1].from: must be a number from 1980 to 2099"]),
      (5, "  - Sample", ["line 5: makes[1]: must be a mapping"]),
      (6, "hints: one", ["line 6: hints: must be a list"]),
      (
        9, "  seller_there: \"a\"",
        ["line 9: best.seller_present: is missing", "line 9: best.seller_there: unknown key"]
      ),
      (
        16, "    source: {text: \"book\", seen: \"November\", confirmed: true}",
        [
          "line 16: traps[1].source.seen: is 8 characters long; at most 7",
          "line 16: traps[1].source.seen: must be a month like 2026-11",
        ]
      ),
      (
        16, "    source: {text: \"book\", seen: \"2026-10\", confirmed: yes}",
        ["line 16: traps[1].source.confirmed: must be true or false"]
      ),
      (23, "    kind: skoda", ["line 23: dies_with[1].kind: must be provider/kind"]),
      (34, "    when: later", ["line 34: steps[1].when: 'later' is none of: seller, car, office, delivery"]),
      (35, "    does: erase", ["line 35: steps[1].does: 'erase' is none of: look, ask, end"]),
      (
        43, "    reach: none_remaining",
        ["line 43: steps[1].reach: 'none_remaining' is none of: stated_by_two, stated_with_evidence, stated_by_one"]
      ),
      (
        44, "    needs: [luck]",
        ["line 44: steps[1].needs[1]: 'luck' is none of: seller, title, second_person"]
      ),
      (45, "    may_be_missing: maybe", ["line 45: steps[1].may_be_missing: must be true or false"]),
      (46, "    minutes: 500", ["line 46: steps[1].minutes: must be a number from 0 to 120"]),
      (46, "    note: 1", ["line 33: steps[1].minutes: is missing", "line 46: steps[1].note: unknown key"]),
      (47, "", ["line 33: steps[1].source: is missing"]),
      (2, "id: again", ["line 1: the key id stands twice"]),
      (4, "makes: [", ["line 5: not YAML: did not find expected node content"]),
    ])
  func namesLinePlaceAndReason(line: Int, text: String, expected: [String]) {
    #expect(problems(replacing: line, with: text) == expected)
  }

  @Test func namesEveryUnknownLayerWithTheWholeList() {
    let found = problems(replacing: 42, with: "    layers: [owner_account, door_handles]")
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("line 42: steps[1].layers[2]: 'door_handles' is none of: owner_account,") == true)
  }

  @Test func refusesProseThatNoScreenHolds() {
    let long = String(repeating: "word ", count: 81).dropLast()
    #expect(
      problems(replacing: 40, with: "    look: \"\(long)\"")
        == ["line 40: steps[1].look: is 404 characters long; at most 400"])
  }

  @Test func refusesTextsThatAreNoSheet() {
    for (text, reason) in [
      ("", "line 1: the sheet is empty"), ("- 1", "line 1: must be a mapping"), ("\t", "line 1: not YAML"),
    ] {
      do {
        _ = try readSheet(text)
        Issue.record("read \(text.debugDescription)")
      } catch { #expect(error.description.hasPrefix(reason), "\(error)") }
    }
  }
}
