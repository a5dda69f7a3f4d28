import Foundation
import HandoverModel
import Judgement
import Testing

@Suite struct JudgeAccessTests {
  let guest = Case.access("g1")

  @Test func anAcceptedEndingThatNobodySawIsNotVerified() {
    let file = Case.file([Case.sighting(.first, at: 0, [guest])], [Case.attempt(on: guest, at: 10)])
    #expect(Case.row(file) == .statedByProvider)
  }

  @Test func aLaterLookWithAControlThatLacksItVerifiesTheEnding() {
    let file = Case.file(
      [Case.sighting(.first, at: 0, [guest]), Case.sighting(.second, at: 20, [])], [Case.attempt(on: guest, at: 10)])
    #expect(Case.row(file) == .noneRemaining)
  }

  @Test func aLookBegunBeforeTheEffectProvesNothing() {
    let file = Case.file(
      [Case.sighting(.first, at: 0, [guest]), Case.sighting(.second, at: 5, [])], [Case.attempt(on: guest, at: 10)])
    #expect(Case.row(file) == .statedByProvider)
  }

  @Test func anEmptyListingWithoutAControlIsNotAbsence() {
    let file = Case.file([Case.sighting(.first, at: 0, control: false, [])])
    #expect(Case.row(file) == .notKnown)
    let after = Case.file(
      [Case.sighting(.first, at: 0, [guest]), Case.sighting(.second, at: 20, control: false, [])],
      [Case.attempt(on: guest, at: 10)])
    #expect(Case.row(after) == .notKnown)
  }

  @Test func whereTheProviderNeedsTimeTwoLooksAfterItMustAgree() {
    let sightings = [
      Case.sighting(.first, at: 0, [guest]), Case.sighting(.second, at: 20, []), Case.sighting(.second, at: 75, []),
    ]
    let attempts = [Case.attempt(on: guest, at: 10)]
    #expect(Case.row(Case.file(sightings, attempts, settling: 60)) == .statedByProvider)
    let twice = sightings + [Case.sighting(.second, at: 80, [])]
    #expect(Case.row(Case.file(twice, attempts, settling: 60)) == .noneRemaining)
  }

  @Test func whatIsStillShownIsOpenWhateverTheProviderSaid() {
    let file = Case.file(
      [Case.sighting(.first, at: 0, [guest]), Case.sighting(.second, at: 20, [guest])],
      [Case.attempt(on: guest, at: 10)])
    #expect(Case.row(file) == .open)
  }

  @Test func whatCameBackIsNamedAsReturned() {
    let file = Case.file(
      [
        Case.sighting(.first, at: 0, [guest]), Case.sighting(.second, at: 20, []),
        Case.sighting(.second, at: 30, [guest]),
      ], [Case.attempt(on: guest, at: 10)])
    #expect(judge(file, by: StrictRules()).lines.contains { $0.outcome == .returned })
  }

  @Test func whatMayHaveBeenEndedMayStillBeThereUntilSeen() {
    let file = Case.file(
      [Case.sighting(.first, at: 0, [guest])],
      [Case.attempt(on: guest, at: 10, .mayHaveBeenDone, code: "transport.reset")])
    #expect(Case.row(file) == .open)
  }

  @Test func partialSightNeverClearsALayer() {
    let app = Case.access("c1", layer: .appGrants)
    let file = Case.file(
      [
        Case.sighting(.first, at: 0, layer: .appGrants, sight: .partial, [app]),
        Case.sighting(.second, at: 20, layer: .appGrants, sight: .partial, []),
      ], [Case.attempt(on: app, at: 10)])
    #expect(Case.row(file, .appGrants) == .notKnown)
  }

  @Test func aNewAccessInTheSecondLookCounts() {
    let newcomer = Case.access("g2")
    let file = Case.file(
      [Case.sighting(.first, at: 0, [guest]), Case.sighting(.second, at: 20, [newcomer])],
      [Case.attempt(on: guest, at: 10)])
    #expect(Case.row(file) == .open)
  }
}
