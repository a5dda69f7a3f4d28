import HandoverModel
import Testing

@Suite struct LayerTests {
  @Test func theListIsClosedAndItsOrderIsPublished() {
    #expect(Layer.allCases.count == 21)
    #expect(Layer.allCases.first == .ownerAccount && Layer.allCases.last == .protectedFunctions)
    #expect(Layer.allCases == Layer.allCases.sorted())
  }

  @Test func theWorstContributionIsTheVerdict() {
    #expect(Verdict.allCases.shuffled().max() == .void)
    #expect([Verdict.clear, .conditional, .clearAttested].max() == .conditional)
    #expect(Verdict.allCases.filter(\.allowsDelivery) == [.clear, .clearAttested])
  }

  @Test func aSecretShowsNothingOfItself() {
    let secret = Secret("token-123")
    #expect("\(secret) \(String(reflecting: secret)) \(dumped(secret))".contains("123") == false)
    #expect(secret.reveal() == "token-123")
  }

  private func dumped(_ value: some Any) -> String {
    var text = ""
    dump(value, to: &text)
    return text
  }
}
