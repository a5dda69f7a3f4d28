import Foundation
import HandoverFlow
import HandoverLedger
import HandoverModel
import Judgement
import OEMAdapterKit
import Planning
import Revocation
import Testing

/// What a run that died left behind is taken up by the next: looked at first, never blindly repeated, never lost.
@Suite struct ResumeTests {
  static let layers: [Layer] = [.ownerAccount, .digitalKeys]

  struct Fixture {
    let place: FlowPlace
    let provider = PaperProvider(["owner_account": ["owner-1"], "digital_keys": ["key-0001", "key-0002"]])
    let facts = FlowCars.facts(
      answers: FlowCars.everythingDone(FlowCars.sheet("Škoda"), except: [.ownerAccount, .digitalKeys]))

    init() throws { place = try FlowPlace() }

    func pipeline(settling: Double = 5, certify: Bool = true) -> HandoverPipeline {
      let descriptor = PaperProvider.descriptor(ResumeTests.layers, settling: settling)
      return place.pipeline(PaperProvider.sources(descriptor), over: provider, certify: certify)
    }

    /// Looks, and writes down the intent of the first step as a run does that dies before the answer.
    func dieAfterIntent() async throws -> PlannedEnd {
      let work = try await pipeline().look(facts)
      let end = try #require(work.plan?.ends.first)
      let intent = Intent(step: end.id, access: end.access.key, number: 1, listing: work.plan?.listing ?? "")
      try await LedgerJournal(place.ledger, handover: work.handover, now: { place.clock.now() }).intend(intent)
      try place.reopen()
      provider.change { $0.requests = [] }
      return end
    }
  }

  @Test func anIntentWithoutAResultIsMayHaveBeenDoneAndIsLookedAtBeforeAnythingIsSent() async throws {
    let fixture = try Fixture()
    let end = try await fixture.dieAfterIntent()
    let work = try await fixture.pipeline().open(fixture.facts)
    let attempt = try #require(work.history.attempts.first)
    #expect(attempt.step == end.id && attempt.report.certainty == .mayHaveBeenDone)
    #expect(attempt.report.code == "interrupted")

    let report = try await fixture.pipeline().run(fixture.facts)
    let requests = fixture.provider.state.requests
    let firstSend = try #require(requests.firstIndex { !$0.method.isSafe })
    #expect(requests[..<firstSend].contains { $0.path.hasSuffix(end.access.key.kind) }, "looked first")
    #expect(report.history.sends(of: end.id) == 2, "it was still there, so it is sent again, as number 2")
    #expect(report.foundEmpty == Set(Self.layers))
  }

  @Test func whatTheLostRequestDidIsSeenAndNotSentAgain() async throws {
    let fixture = try Fixture()
    let end = try await fixture.dieAfterIntent()
    fixture.provider.change { $0.objects[end.access.key.kind]?.removeAll { $0 == end.access.key.id } }
    let report = try await fixture.pipeline().run(fixture.facts)
    #expect(!fixture.provider.endings.contains { $0.path.hasSuffix(end.access.key.id) })
    #expect(report.foundEmpty == Set(Self.layers))
    let lines = report.judgement.lines.filter { $0.access == end.access.key }
    #expect(lines.map(\.outcome) == [.revokedVerified])
  }

  /// Taken up without the adapter, the lost request is "could not be looked at", not done and not failed.
  @Test func withoutTheAdapterTheLostRequestStaysOpen() async throws {
    let fixture = try Fixture()
    let end = try await fixture.dieAfterIntent()
    let report = try await fixture.place.pipelineWithoutSources().run(fixture.facts)
    let line = try #require(report.judgement.lines.first { $0.access == end.access.key })
    #expect(line.outcome == .stillActive && line.reason == "may-have-been-done")
    #expect(report.ofRows == .notClear)
  }

  @Test func aSecondRunOverAnUnchangedCarOnlyReadsAndGivesTheSameBytes() async throws {
    let fixture = try Fixture()
    let first = try await fixture.pipeline().run(fixture.facts)
    #expect(first.ofRows == .clearAttested && first.isNewCertificate)
    let sent = fixture.provider.endings.count
    #expect(sent == 3)
    for _ in 0..<2 {
      try fixture.place.reopen()
      fixture.place.clock.wait(600)
      let again = try await fixture.pipeline().run(fixture.facts)
      #expect(fixture.provider.endings.count == sent)
      #expect(again.bundle == first.bundle && again.bundle != nil)
      #expect(!again.isNewCertificate && again.certificate?.id == first.certificate?.id)
      #expect(again.judgedBefore == first.ofRows)
    }
    let certificates = try await fixture.place.ledger.certificates(of: first.handover)
    #expect(certificates.count == 1)
  }

  @Test func newAnswersMakeANewStateAndACertificateThatSupersedes() async throws {
    let fixture = try Fixture()
    let first = try await fixture.pipeline().run(fixture.facts)
    var more = fixture.facts
    more.answers = [
      Answer(layer: .storedData, kind: .stillThere, by: "jm", at: FlowCars.answeredAt.addingTimeInterval(60))
    ]
    let second = try await fixture.pipeline().run(more)
    #expect(second.isNewCertificate && second.certificate?.id != first.certificate?.id)
    #expect(second.ofRows == .notClear)
    let payload = try decodedPayload(second.bundle)
    let supersedes = payload["supersedes"] as? [String: Any]
    #expect(supersedes?["jti"] as? String == first.certificate?.id)
    #expect(supersedes?["sha256"] as? String == first.certificate?.sha256)
    #expect(supersedes?["reason"] as? String == "new_answers")
  }

  @Test func aRunThatIsAskedToStopLeavesTheRestForTheNextAndIssuesNothing() async throws {
    let fixture = try Fixture()
    let pipeline = fixture.pipeline()
    let work = try await pipeline.look(fixture.facts)
    fixture.place.drain(true)
    let stopped = try await pipeline.finish(work, apply: true)
    #expect(stopped.interrupted && stopped.certificate == nil)
    #expect(fixture.provider.endings.isEmpty)
    fixture.place.drain(false)
    let report = try await fixture.pipeline().run(fixture.facts)
    #expect(report.ofRows == .clearAttested && report.certificate != nil)
  }
}

/// The payload of a stored full copy, as JSON.
func decodedPayload(_ bundle: [UInt8]?) throws -> [String: Any] {
  let bytes = try #require(bundle)
  let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  let text = try #require(object.values.compactMap { $0 as? String }.first { $0.contains(".") && $0.contains("~") })
  var part = String(text.split(separator: ".")[1]).replacing("-", with: "+").replacing("_", with: "/")
  while part.count % 4 != 0 { part += "=" }
  let payload = try #require(Data(base64Encoded: part))
  return try #require(try JSONSerialization.jsonObject(with: payload) as? [String: Any])
}
