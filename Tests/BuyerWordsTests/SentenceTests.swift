import BuyerWords
import HandoverModel
import Testing
import TransferRules

/// Sentences put together from the table.
@Suite struct SentenceTests {
  @Test func fillsEachPlaceOnceAndNeverAValue() {
    #expect(Word.dueBy(.english, ["what": "{when}", "when": "{what}"]) == "{when} by {what}")
    #expect(Word.dueBy(.german, ["what": "A", "when": "B"]) == "A bis B")
    #expect(Word.dueBy(.english, ["what": "A"]) == "A by {when}")
    #expect(Word.nothingRequired(.spanish, ["what": "A"]) == Word.nothingRequired(.spanish))
  }

  @Test func namesEveryLayerAndGroupDifferently() {
    for language in Language.allCases {
      #expect(Set(Layer.allCases.map { $0.word(language) }).count == Layer.allCases.count)
      #expect(Set(Verdict.allCases.map { $0.word(language) }).count == Verdict.allCases.count)
      let rows = BuyerGroup.allCases.filter { $0 != .protectedOK && $0 != .protectedFault }
      #expect(Set(rows.map { $0.word(language) }).count == rows.count)
    }
    for verdict in Verdict.allCases { #expect(verdict.word(.english) == verdict.title) }
  }

  @Test func saysOnWhoseWordItStands() {
    #expect(voices([.ownerAccount: .noneRemaining]) == "All of it was checked by machine.")
    #expect(voices([.ownerAccount: .noneRemaining, .appGrants: .open]) == "What is done was checked by machine.")
    #expect(
      voices([.ownerAccount: .noneRemaining, .appGrants: .statedByOne], in: .german)
        == "Ein Teil wurde maschinell geprüft; ein Teil beruht auf dem Wort einer Person beim Händler.")
    #expect(voices([.ownerAccount: .notKnown]).isEmpty)
    #expect(voices([.protectedFunctions: .protectedOK], in: .french).isEmpty)
  }

  @Test func saysHowManyKeysToHold() {
    #expect(screenStep(nil) == Word.stepScreen())
    #expect(screenStep(KeyCount(handedOver: 1, accepted: 1)).hasSuffix("end.  You should hold 1 key."))
    #expect(
      screenStep(KeyCount(handedOver: 2, accepted: 3), in: .german).hasSuffix(
        "Sie sollten 2 Schlüssel in der Hand haben; das Auto nimmt 3 an."))
    #expect(screenStep(KeyCount(handedOver: 0, accepted: nil), in: .spanish).contains("no se pudo leer"))
  }
}
