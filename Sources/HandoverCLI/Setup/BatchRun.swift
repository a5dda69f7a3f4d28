import Foundation
import HandoverFlow
import HandoverModel
import Inventory

/// One run of `handover batch` or `handover run` over rows.
struct BatchRun {
  let command: BatchCommand
  let place: Workplace
  let sink: BatchSink
  let keys: KeyRing

  func perform() async throws -> ExitStatus {
    let started = ContinuousClock.now
    var environment = place.environment(patience: command.pace.patience)
    let unfinished = command.apply.apply ? try UnfinishedRun(home: place.home, now: environment.now()) : nil
    environment.takeUpSince = unfinished?.since
    let desk = command.apply.apply ? try place.desk(keys) : nil
    let batch = Batch(HandoverPipeline(environment, certify: desk), window: command.pace.cars)
    var tally = LotTally()
    if command.apply.apply {
      let preview = try await look(batch)
      do {
        // Whoever stopped the run is asked nothing more: no row is begun.
        if !Drain.isAsked { try sink.confirm(preview) }
      } catch {
        // Nothing was begun: the next run looks at everything again.
        unfinished?.finish()
        throw error
      }
      let rows = try LotRows(command: command, place: place)
      let progress = ProgressLine(streams: place.streams, noun: "cars", total: preview.cars)
      try await batch.apply(preview, rows: { try rows.next() }) { facts, ending in
        tally.add(facts, ending)
        sink.write(facts, ending)
        progress.advance()
      }
      progress.finish()
    } else {
      let rows = try LotRows(command: command, place: place, rejected: sink.reject)
      let progress = ProgressLine(streams: place.streams, noun: "cars", total: nil)
      try await batch.look(rows: { try rows.next() }) { facts, ending in
        tally.add(facts, ending)
        sink.write(facts, ending)
        progress.advance()
      }
      progress.finish()
      sink.tell(rows.notes)
    }
    if !Drain.isAsked { unfinished?.finish() }
    let elapsed = ContinuousClock.now - started
    try sink.finish(tally, seconds: elapsed / .seconds(1), isStopped: isStopped(tally))
    return status(tally)
  }

  private func isStopped(_ tally: LotTally) -> Bool { Drain.isAsked || tally.interrupted > 0 }

  /// The first time over the rows: looks, plans, and writes down what was refused.
  private func look(_ batch: Batch) async throws -> Batch.Preview {
    let rows = try LotRows(command: command, place: place, rejected: sink.reject)
    let progress = ProgressLine(streams: place.streams, noun: "cars looked at", total: nil)
    let preview = try await batch.preview(rows: { try rows.next() }) { _ in progress.advance() }
    progress.finish()
    sink.tell(rows.notes)
    return preview
  }

  private func status(_ tally: LotTally) -> ExitStatus {
    if isStopped(tally) { return .interrupted }
    if tally.failed > 0 && tally.failed == tally.cars { return .failed }
    let clean = tally.deliverable == tally.cars && sink.rejected == 0 && place.providers.mode == .live
    return clean ? .done : .somethingLeft
  }
}
