import Foundation
import HandoverFlow
import HandoverModel
import Inventory
import StrictFormats

/// A refused row for programs.
func rejectionJSON(_ rejection: RowRejection) -> JSONValue {
  [
    "rejected": .integer(Int64(rejection.row)), "line": .integer(Int64(rejection.line)),
    "column": rejection.column.map { .string($0) } ?? .null, "code": .string(rejection.code),
    "reason": .string(rejection.reason), "hint": .string(rejection.hint),
  ]
}

/// The summary for programs: the last line of a run's JSON Lines.
func tallyJSON(_ tally: LotTally, rejected: Int, mode: HandoverMode) -> JSONValue {
  let counts = Verdict.allCases.compactMap { verdict in
    tally.byVerdict[verdict].map { JSONValue.Member(verdict.rawValue, .integer(Int64($0))) }
  }
  let summary: JSONValue = [
    "mode": .string(mode.rawValue), "cars": .integer(Int64(tally.cars)), "rejected": .integer(Int64(rejected)),
    "failed": .integer(Int64(tally.failed)), "stopped": .integer(Int64(tally.stopped)),
    "by_verdict": .object(counts), "may_be_delivered": .integer(Int64(tally.deliverable)),
    "deliverable_cars": .array(tally.deliverableCars.sorted().map { .string($0) }),
    "endings": .integer(Int64(tally.endings)), "endings_sent": .integer(Int64(tally.endingsSent)),
    "endings_seen_gone": .integer(Int64(tally.endingsGone)), "changed": .integer(Int64(tally.changed)),
    "certificates_issued": .integer(Int64(tally.certificatesIssued)),
    "interrupted": .integer(Int64(tally.interrupted)),
    "oldest": tally.oldest.map { ["vin": .string($0.vin.text), "since": .string(UTC.day($0.since))] } ?? .null,
    "work": .array(
      tally.work.sorted { $0.key < $1.key }.map {
        ["step": .string($0.key), "title": .string($0.value.title), "cars": .integer(Int64($0.value.cars))]
      }),
  ]
  return ["summary": summary]
}
