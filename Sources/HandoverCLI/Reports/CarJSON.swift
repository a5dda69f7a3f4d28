import CertificateChecking
import ChecklistFormat
import FoundationEssentials
import HandoverFlow
import HandoverLedger
import HandoverModel
import Judgement
import Planning
import StrictFormats
import TransferRules

/// One car's report for programs: one JSON object a line.
func carJSON(_ report: CarReport) -> JSONValue {
  let vehicle = report.facts.vehicle
  var members: [JSONValue.Member] = [
    .init("vin", .string(vehicle.vin.text)), .init("stock", text(vehicle.stock)), .init("make", .string(vehicle.make)),
    .init("model", .string(vehicle.model)), .init("platform", .string(report.sheet.id)),
    .init("handover", .string(report.handover.rawValue)), .init("mode", .string(report.mode.rawValue)),
    .init("verdict", .string(report.verdict.verdict.rawValue)),
    .init("specimen_of", text(report.verdict.specimenOf?.rawValue)),
    .init("verdict_before", text(report.judgedBefore?.rawValue)),
    .init("may_be_delivered", .bool(report.mayBeDelivered)),
    .init("holds", .array(report.holds.map { ["code": .string($0.code), "reason": .string($0.words)] })),
    .init("gates", .array(report.verdict.gates.map { .string($0) })),
    .init("layers", .array(report.judgement.rows.map(rowJSON))),
  ]
  if let earlier = report.history.takenOver.last {
    members.append(.init("taken_over", takenOverJSON(earlier, open: report.stillOpenFromBefore)))
  }
  if let plan = report.plan { members.append(.init("plan", planJSON(plan))) }
  if let certificate = report.certificate {
    members.append(
      .init(
        "certificate",
        [
          "jti": .string(certificate.id), "sha256": .string(certificate.sha256), "new": .bool(report.isNewCertificate),
          "status": text(report.certificateStatus?.name),
        ]
      ))
  }
  return .object(members)
}

/// A plan for programs. Ids of providers stay in the ledger.
func planJSON(_ plan: Plan) -> JSONValue {
  [
    "made_at": .string(UTC.instant(plan.madeAt)), "listing": .string(plan.listing),
    "ends": .array(
      plan.ends.map { end in
        [
          "step": .string(end.id.rawValue), "layer": .string(end.access.layer.rawValue),
          "provider": .string(end.access.key.provider.rawValue), "kind": .string(end.access.key.kind),
          "holder": .string(end.access.holder.rawValue), "power": .string(end.access.power.rawValue),
          "stage": .integer(Int64(end.stage)), "unofficial": .bool(end.unofficial),
        ]
      }),
    "left": .array(
      plan.left.map { ["layer": .string($0.access.layer.rawValue), "reason": .string($0.reason)] }),
    "tasks": .array(
      plan.tasks.map { task in
        [
          "step": .string(task.step), "title": .string(task.title), "when": .string(task.when),
          "answered": .bool(task.answered),
        ]
      }),
    "unseen": .array(
      plan.unseen.map { unseen in
        [
          "layer": .string(unseen.layer.rawValue), "provider": .string(unseen.provider.rawValue),
          "reason": .string(unseen.reason),
        ]
      }),
  ]
}

private func rowJSON(_ row: LayerRow) -> JSONValue {
  [
    "layer": .string(row.layer.rawValue), "group": .string(row.group.rawValue),
    "contribution": .string(row.contribution.rawValue), "required": .bool(row.required),
    "weight": .string(row.weight.rawValue), "checked_at": text(row.checkedAt.map { UTC.instant($0) }),
    "due_at": text(row.dueAt.map { UTC.instant($0) }), "reason": .string(row.reason),
  ]
}

private func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
