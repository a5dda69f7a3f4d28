import HandoverFlow
import HandoverModel
import Inventory
import Testing

/// Cars of a provider that hardly answers keep nobody else waiting, and reading ahead of them stays bounded.
@Suite struct FairWindowTests {
  /// The rows of a lot: "s" is a car of the slow provider, "f" of the fast one.
  private func lot(_ text: String) -> [CarFacts] {
    text.enumerated().map { place, kind in
      var facts = FlowCars.facts(make: String(kind))
      facts.vehicle.stock = "\(place)"
      return facts
    }
  }

  private func group(_ facts: CarFacts) -> FairWindow.Group { [ProviderID(facts.vehicle.make)] }

  /// Begins whatever may be begun and gives the places of those rows.
  private func begin(_ window: inout FairWindow, _ rows: inout ArraySlice<CarFacts>) -> [String] {
    var begun: [String] = []
    while let (facts, _) = window.next({ rows.popFirst() }, group: group) { begun.append(facts.vehicle.stock ?? "") }
    return begun
  }

  @Test func aStalledProviderDoesNotHoldUpTheCarsOfAnother() {
    var window = FairWindow(width: 2)
    var rows = lot("ssssfsff")[...]
    #expect(begin(&window, &rows) == ["0", "1", "4", "6"], "two of each, past the parked ones")
    window.ended([ProviderID("f")])
    #expect(begin(&window, &rows) == ["7"], "the fast ones go on while no slow one has ended")
  }

  @Test func aParkedCarIsBegunAsSoonAsOneOfItsOwnEndsAndInTheOrderOfTheRows() {
    var window = FairWindow(width: 1)
    var rows = lot("sssf")[...]
    #expect(begin(&window, &rows) == ["0", "3"])
    window.ended([ProviderID("s")])
    #expect(begin(&window, &rows) == ["1"])
    window.ended([ProviderID("s")])
    #expect(begin(&window, &rows) == ["2"])
    window.ended([ProviderID("s")])
    #expect(begin(&window, &rows).isEmpty)
  }

  @Test func readingAheadStopsAtTheBoundAndGoesOnWhenSomethingIsUnparked() {
    var window = FairWindow(width: 1, mostParked: 3)
    var rows = lot("sssssssf")[...]
    #expect(begin(&window, &rows) == ["0"])
    #expect(rows.count == 4, "one runs, three are parked, the rest is not read")
    window.ended([ProviderID("s")])
    #expect(begin(&window, &rows) == ["1"])
    #expect(rows.count == 3)
  }
}
