import HandoverFlow
import HandoverModel
import Testing

@testable import HandoverCLI

@Suite struct LotTextTests {
  private func lines(isStopped: Bool) -> String {
    LotText(
      tally: LotTally(), rejected: 0, rejectsFile: nil, mode: .live, style: Style(colour: false), seconds: 1,
      isStopped: isStopped
    ).lines().joined(separator: "\n")
  }

  @Test func aRunThatWasStoppedSaysSoAndHowItGoesOn() {
    #expect(lines(isStopped: true).contains("Run the same command again"))
    #expect(!lines(isStopped: true).contains("Nothing changed"))
    #expect(lines(isStopped: false).contains("Nothing changed since the last run."))
    #expect(!lines(isStopped: false).contains("again"))
  }
}
