import ChecklistFormat
import HandoverModel
import Testing

@Suite struct SheetLintTests {
  private func step(
    _ id: String, does: StepDeed = .end, layers: [Layer], line: Int, placeByMake: [String: String] = [:]
  ) -> SheetStep {
    SheetStep(
      id: id, when: .car, does: does, title: "t", place: "p", placeByMake: placeByMake, look: "l", evidence: "e",
      layers: layers, reach: .statedByTwo, needs: [], minutes: 1, source: book(true), line: line)
  }

  private func book(_ confirmed: Bool) -> SheetSource { SheetSource(text: "b", seen: "2026-11", confirmed: confirmed) }

  private func sheet(
    _ steps: [SheetStep], cannotHave: [SheetAbsence] = [], ties: [SheetTie] = []
  ) -> Sheet {
    Sheet(
      id: "sample", title: "t", version: "2026-11", makes: [SheetMake(name: "Škoda")], hints: [], buyerStep: "b",
      best: [:], traps: [], cannotHave: cannotHave, ties: ties, steps: steps)
  }

  @Test func namesEveryRequiredLayerThatNobodySpeaksAbout() {
    let bare = sheet([step("own", layers: [.ownerAccount], line: 9)])
    let found = lint(bare, required: [.ownerAccount, .homeLink, .appGrants])
    #expect(
      found.map(\.description) == [
        "line 1: steps: no step, adapter or rule speaks about the required layer app_grants",
        "line 1: steps: no step, adapter or rule speaks about the required layer home_link",
      ])
    #expect(lint(bare, required: [.ownerAccount, .appGrants], adapterLayers: [.appGrants]) == [])
  }

  @Test func onlyConfirmedFactsCoverALayer() {
    for confirmed in [true, false] {
      let absence = SheetAbsence(layer: .homeLink, reason: "r", source: book(confirmed))
      let tie = SheetTie(parent: .ownerAccount, dependent: .appGrants, ends: true, reason: "r", source: book(confirmed))
      let found = lint(sheet([], cannotHave: [absence], ties: [tie]), required: [.homeLink, .appGrants])
      #expect(found.isEmpty == confirmed)
    }
  }

  @Test func aLayerThatOutlivesAnotherIsNotCoveredByIt() {
    let tie = SheetTie(parent: .appGrants, dependent: .virtualKeys, ends: false, reason: "r", source: book(true))
    #expect(lint(sheet([], ties: [tie]), required: [.virtualKeys]).count == 1)
  }

  @Test func protectedFunctionsMayOnlyBeLookedAtInAStepOfTheirOwn() {
    let wrong = sheet([
      step("off", does: .end, layers: [.protectedFunctions], line: 4),
      step("ask", does: .ask, layers: [.protectedFunctions], line: 5),
      step("both", does: .look, layers: [.storedData, .protectedFunctions], line: 6),
      step("right", does: .look, layers: [.protectedFunctions], line: 7),
    ])
    #expect(lint(wrong, required: []).map(\.line) == [4, 5, 6])
    #expect(lint(wrong, required: []).map(\.path) == ["steps.off", "steps.ask", "steps.both"])
  }

  @Test func namesRepeatedIDsUnknownMakesAndAnswersThatWouldBeLost() {
    let wrong = sheet([
      step("one", layers: [.storedData], line: 4, placeByMake: ["skoda": "x", "lada": "y"]),
      step("one", layers: [.storedData], line: 8), step("two", layers: [], line: 12),
    ])
    #expect(
      lint(wrong, required: []).map(\.description) == [
        "line 4: steps.one: where_by_make names lada, which the sheet does not serve",
        "line 8: steps.one: the id stands twice", "line 12: steps.two: ends something and speaks about no layer",
      ])
  }
}
