import Foundation
import HandoverModel
import Judgement
import Testing

@Suite struct JudgeLayerTests {
  func statement(
    _ kind: Statement.Kind, evidence: String? = nil, second: String? = nil, reach: BuyerGroup = .statedByTwo
  ) -> Statement {
    Statement(
      layer: .homeLink, kind: kind, by: "clerk-1", at: Case.start, evidence: evidence, confirmedBy: second, reach: reach
    )
  }

  @Test func aLayerNobodyLookedAtIsNotKnown() {
    #expect(Case.row(Case.file([]), .homeLink) == .notKnown)
  }

  @Test func statementsAreWordedAsWhatTheyAre() {
    #expect(Case.row(Case.file([], statements: [statement(.done)]), .homeLink) == .statedByOne)
    #expect(
      Case.row(Case.file([], statements: [statement(.done, evidence: "a.jpg")]), .homeLink) == .statedWithEvidence)
    #expect(Case.row(Case.file([], statements: [statement(.done, second: "clerk-2")]), .homeLink) == .statedByTwo)
    #expect(Case.row(Case.file([], statements: [statement(.done, second: "clerk-1")]), .homeLink) == .statedByOne)
    #expect(Case.row(Case.file([], statements: [statement(.notPossible)]), .homeLink) == .nonePossible)
  }

  @Test func noAnswerReachesMoreThanItsSheetAllows() {
    let file = Case.file([], statements: [statement(.done, evidence: "a.jpg", reach: .statedByOne)])
    #expect(Case.row(file, .homeLink) == .statedByOne)
  }

  @Test func stillThereOutweighsEveryOtherWord() {
    let file = Case.file([], statements: [statement(.done, evidence: "a.jpg"), statement(.stillThere)])
    #expect(Case.row(file, .homeLink) == .open)
  }

  @Test func aConfirmedRuleEndsADependentLayerOnlyWhenTheParentIsSeenGone() {
    let tie = Case.access("vin", layer: .ownerAccount)
    let rule = DiesWithRule(
      parent: KindName(provider: Case.maker, kind: "guest"), dependent: .appGrants, confirmed: true)
    let seen = [
      Case.sighting(.first, at: 0, layer: .ownerAccount, [tie]),
      Case.sighting(.second, at: 20, layer: .ownerAccount, []),
    ]
    let sent = [Case.attempt(on: tie, at: 10)]
    #expect(Case.row(Case.file(seen, sent, diesWith: [rule]), .appGrants) == .endedWithAccount)
    #expect(Case.row(Case.file([seen[0]], sent, diesWith: [rule]), .appGrants) == .notKnown)
    let unconfirmed = DiesWithRule(parent: rule.parent, dependent: .appGrants, confirmed: false)
    #expect(Case.row(Case.file(seen, sent, diesWith: [unconfirmed]), .appGrants) == .notKnown)
  }

  @Test func protectedFunctionsSpeakOnlyTheirOwnGroups() {
    for (state, group) in [
      (ProtectedCheck.State.inOrder, BuyerGroup.protectedOK), (.fault, .protectedFault), (.notFitted, .nonePossible),
      (.notKnown, .notKnown),
    ] {
      var file = Case.file([], statements: [])
      file.protected = ProtectedCheck(state, checkedAt: Case.start)
      #expect(Case.row(file, .protectedFunctions) == group)
    }
  }

  @Test func everyLayerHasARowInPublishedOrder() {
    #expect(judge(Case.file([]), by: StrictRules()).rows.map(\.layer) == Layer.allCases)
  }
}
