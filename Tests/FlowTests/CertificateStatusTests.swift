import CertificateChecking
import Certification
import Foundation
import HandoverFlow
import HandoverLedger
import HandoverModel
import HandoverTestSupport
import Inventory
import Judgement
import StrictFormats
import Testing
import TransferRules

/// What becomes of certificates after they were issued.
@Suite struct CertificateStatusTests {
  private let place: FlowPlace
  private let pipeline: HandoverPipeline

  init() throws {
    place = try FlowPlace()
    pipeline = place.pipelineWithoutSources(mode: .live)
  }

  /// The car with so many layers answered: each number is a state of its own.
  private func facts(answers: Int = 0, model: String = "Octavia", keys: Int = 2) -> CarFacts {
    let sheet = FlowCars.sheet("Škoda")
    var facts = FlowCars.facts(answers: Array(FlowCars.everythingDone(sheet).prefix(answers)))
    facts.vehicle.model = model
    facts.keys = LotKeys(handedOver: keys, accepted: nil)
    return facts
  }

  private func certify(_ facts: CarFacts) async throws -> CertifiedNote {
    let report = try await pipeline.certifyKnown(facts)
    try await place.ledger.flush()
    return try #require(report.certificate)
  }

  private func history() async throws -> CaseHistory { try await place.history(of: FlowCars.skoda) }

  private func act(_ act: StatusAct, _ id: String) async throws {
    let record = try #require(try await place.ledger.handover(vin: FlowCars.skoda))
    try await history().check(act, on: id)
    let event = FlowEvent.certificateStatus(StatusNote(id: id, act: act))
    _ = try await place.ledger.append([try event.entry(in: record.id, at: place.clock.now())])
  }

  private func refusal(_ work: () async throws -> Void) async -> String? {
    do {
      try await work()
      return nil
    } catch let refusal as StatusRefusal { return refusal.code } catch { return "\(error)" }
  }

  private func payload(_ id: String) async throws -> JSONValue {
    let stored = try #require(try await place.ledger.certificate(named: id))
    let full = try IssuedCertificate(fullCopy: stored.content.text).full
    let part = try #require(Base64.decode(full.split(separator: ".")[1]))
    return try StrictJSON.parse(part)
  }

  private func check(_ id: String) async throws -> ValidationReport {
    let stored = try #require(try await place.ledger.certificate(named: id))
    let checker = CertificateChecker(trust: nil, tables: [FlowRules.table])
    return checker.check(
      stored.content.text, options: CheckOptions(allowUndated: true, noStatus: true), at: place.clock.now())
  }

  @Test func aNewStateReplacesTheCertificateBefore() async throws {
    let first = try await certify(facts())
    let second = try await certify(facts(answers: 1))
    #expect(try await history().status(of: first.id) == .superseded)
    #expect(try await history().successor(of: first.id)?.id == second.id)
    #expect(try await history().status(of: second.id) == .valid)
    #expect(try await history().status(of: "nobody") == nil)
    let named = try await payload(second.id)["supersedes"]
    #expect(named?["jti"]?.string == first.id && named?["sha256"]?.string == first.sha256)
    #expect(named?["reason"] == "new_answers")
  }

  @Test func rowsThatComeBackGetANewCertificateAndOnlyOne() async throws {
    let first = try await certify(facts(keys: 2))
    let second = try await certify(facts(keys: 1))
    let third = try await certify(facts(keys: 2))
    #expect(Set([first.id, second.id, third.id]).count == 3)
    #expect(try await certify(facts(keys: 2)).id == third.id)
    #expect(try await certify(facts(keys: 1)).id != second.id)
    #expect(try await history().status(of: third.id) == .superseded)
    #expect(try await history().certified.count == 4)
  }

  @Test func revokingIsFinal() async throws {
    let note = try await certify(facts())
    try await act(.suspended, note.id)
    try await act(.revoked, note.id)
    #expect(try await history().status(of: note.id) == .revoked)
    for act in StatusAct.allCases {
      #expect(await refusal { try await self.act(act, note.id) } == "certificate.revoked", "\(act)")
    }
    // The same state gives no new one by itself.
    #expect(try await certify(facts()).id == note.id)
    // Another state does, and the revoked one stays revoked.
    _ = try await certify(facts(answers: 1))
    #expect(try await history().status(of: note.id) == .revoked)
  }

  @Test func onHoldCanBeTakenBack() async throws {
    let note = try await certify(facts())
    #expect(await refusal { try await act(.reinstated, note.id) } == "certificate.in-force")
    try await act(.suspended, note.id)
    #expect(try await history().status(of: note.id) == .suspended)
    #expect(await refusal { try await act(.suspended, note.id) } == "certificate.suspended")
    try await act(.reinstated, note.id)
    #expect(try await history().status(of: note.id) == .valid)
    try await act(.suspended, note.id)
    _ = try await certify(facts(answers: 1))
    #expect(await refusal { try await act(.reinstated, note.id) } == "certificate.superseded")
    #expect(await refusal { try await act(.suspended, note.id) } == "certificate.superseded")
    #expect(await refusal { try await act(.revoked, "nobody") } == "certificate.none")
  }

  /// Random acts, refused or not, against the rules written down once more.
  @Test func anyActsKeepTheRules() async throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var chance = SeededChance(seed: seed)
    var notes = [try await certify(facts())]
    var expected: [StatusValue] = [.valid]
    for step in 1...60 {
      if step % 15 == 0 {
        notes.append(try await certify(facts(answers: notes.count)))
        expected = expected.map { $0 == .revoked ? .revoked : .superseded } + [.valid]
      }
      let which = notes.indices.randomElement(using: &chance)!
      let act = StatusAct.allCases.randomElement(using: &chance)!
      let next: StatusValue? =
        switch (act, expected[which]) {
        case (.revoked, .valid), (.revoked, .suspended), (.revoked, .superseded): .revoked
        case (.suspended, .valid): .suspended
        case (.reinstated, .suspended): .valid
        default: nil
        }
      let refused = await refusal { try await self.act(act, notes[which].id) }
      #expect((refused == nil) == (next != nil), "seed \(seed), step \(step)")
      expected[which] = next ?? expected[which]
      let history = try await history()
      #expect(notes.map { history.status(of: $0.id) } == expected, "seed \(seed), step \(step)")
    }
    let statuses = try await LedgerStatuses(place.ledger)
    #expect(statuses.entries.map(\.value) == expected, "seed \(seed)")
    #expect(Set(statuses.values.keys).count == expected.filter { $0 != .valid }.count)
    #expect(try await place.ledger.audit().isSound)
  }

  @Test func aCorrectionNamesWhatItCorrectsAlsoAfterDelivery() async throws {
    let first = try await certify(facts())
    let record = try #require(try await place.ledger.handover(vin: FlowCars.skoda))
    _ = try await place.ledger.mark(record.id, as: .delivered, at: place.clock.now(), body: Array("{}".utf8))
    let report = try await pipeline.followUp(.correction, reason: .correction, facts(model: "Superb"))
    try await place.ledger.flush()
    let correction = try #require(report.certificate)
    #expect(report.isNewCertificate && report.certificateStatus == .valid)
    let payload = try await payload(correction.id)
    #expect(payload["handover"]?["kind"] == "correction")
    #expect(payload["vehicle"]?["model"] == "Superb")
    #expect(payload["supersedes"]?["jti"]?.string == first.id && payload["supersedes"]?["reason"] == "correction")
    #expect(payload["supplements"] == nil)
    #expect(try await check(correction.id).failures.map(\.name) == ["trust.missing"])
    #expect(try await history().status(of: first.id) == .superseded)
    #expect(try await place.ledger.record(of: record.id)?.state == .delivered)
  }

  @Test func aSupplementAddsAndTheNextCertificateReplacesBoth() async throws {
    let first = try await certify(facts())
    let report = try await pipeline.followUp(.supplement, reason: .newAnswers, facts(answers: 1))
    let supplement = try #require(report.certificate)
    let payload = try await payload(supplement.id)
    #expect(payload["handover"]?["kind"] == "supplement" && payload["supersedes"] == nil)
    #expect(payload["supplements"]?["jti"]?.string == first.id)
    #expect(try await check(supplement.id).failures.map(\.name) == ["trust.missing"])
    let before = try await history()
    #expect([first, supplement].map { before.status(of: $0.id) } == [.valid, .valid])
    #expect(before.currentCertificate?.id == supplement.id)
    // What it says is certified already.
    #expect(try await certify(facts(answers: 1)).id == supplement.id)
    let next = try await certify(facts(answers: 2))
    let after = try await history()
    #expect([first, supplement, next].map { after.status(of: $0.id) } == [.superseded, .superseded, .valid])
  }

  @Test func nothingIsIssuedThatSaysNothingNew() async throws {
    #expect(
      await refusal { _ = try await pipeline.followUp(.correction, reason: .correction, facts()) } == "certificate.none"
    )
    let note = try await certify(facts())
    for kind in [HandoverClaims.Kind.correction, .supplement] {
      #expect(
        await refusal { _ = try await pipeline.followUp(kind, reason: .newAnswers, facts()) } == "certificate.unchanged"
      )
    }
    #expect(
      await refusal { _ = try await pipeline.followUp(.correction, reason: .recheck, facts()) }
        == "certificate.not-looked")
    #expect(try await history().certified.map(\.id) == [note.id])
  }

  @Test func nothingIsAddedToWhatDoesNotCount() async throws {
    let note = try await certify(facts())
    try await act(.suspended, note.id)
    #expect(
      await refusal { _ = try await pipeline.followUp(.supplement, reason: .newAnswers, facts(answers: 1)) }
        == "certificate.suspended")
    try await act(.revoked, note.id)
    #expect(
      await refusal { _ = try await pipeline.followUp(.supplement, reason: .newAnswers, facts(answers: 1)) }
        == "certificate.revoked")
    let fresh = try await pipeline.followUp(.correction, reason: .correction, facts())
    #expect(fresh.certificateStatus == .valid)
    #expect(try await history().status(of: note.id) == .revoked)
  }

  @Test func theDocumentThatTakesBackIsIssuedOnce() async throws {
    let note = try await certify(facts())
    try await act(.revoked, note.id)
    let report = try await pipeline.withdrawal(of: note, facts())
    let paper = try #require(report.certificate)
    let payload = try await payload(paper.id)
    #expect(payload["handover"]?["kind"] == "withdrawal")
    #expect(payload["supersedes"]?["jti"]?.string == note.id && payload["supersedes"]?["reason"] == "withdrawn")
    #expect(try await check(paper.id).failures.map(\.name).contains("kind.withdrawal"))
    #expect(try await pipeline.withdrawal(of: note, facts()).certificate?.id == paper.id)
    let history = try await history()
    #expect(history.currentCertificate?.id == note.id && history.certificateToPresent?.id == paper.id)
    #expect(history.status(of: note.id) == .revoked && history.status(of: paper.id) == .valid)
  }

  @Test func whatEarlierVersionsWroteStillReads() throws {
    let note = { (id: String) in
      CertifiedNote(id: id, sha256: "x", state: "s", verdict: .clear, specimenOf: nil)
    }
    var history = CaseHistory()
    for id in ["a", "b", "c"] { history.apply(.certified(note(id)), at: FlowClock.start) }
    #expect(["a", "b", "c"].map { history.status(of: $0) } == [.superseded, .superseded, .valid])
    #expect(history.successor(of: "a")?.id == "b")
  }
}
