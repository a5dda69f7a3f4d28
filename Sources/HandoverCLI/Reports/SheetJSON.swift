import ChecklistFormat
import HandoverModel
import StrictFormats

extension Sheet {
  /// Which sheet it is, for programs.
  var summaryJSON: JSONValue { .object(head + [.init("steps", .count(steps.count))]) }

  /// A sheet for programs: what its text says.
  ///
  /// - Parameter make: where a menu path differs by make.
  func json(make: String?) -> JSONValue {
    .object(
      head + [
        .init("buyer_step", .string(buyerStep)),
        .init(
          "best",
          .array(
            SheetSituation.allCases.compactMap { situation in
              best[situation].map { ["situation": .string(situation.rawValue), "reach": .string($0)] }
            })),
        .init("traps", .array(traps.map { ["text": .string($0.text), "source": $0.source.json] })),
        .init(
          "cannot_have",
          .array(
            cannotHave.map {
              ["layer": .string($0.layer.rawValue), "reason": .string($0.reason), "source": $0.source.json]
            })),
        .init("steps", .array(steps.map { $0.json(make: make) })),
      ])
  }

  private var head: [JSONValue.Member] {
    [
      .init("id", .string(id)), .init("title", .string(title)), .init("version", .string(version)),
      .init("makes", .texts(makes.map(\.name))),
    ]
  }
}

extension SheetStep {
  fileprivate func json(make: String?) -> JSONValue {
    [
      "id": .string(id), "when": .string(when.rawValue), "does": .string(does.rawValue), "title": .string(title),
      "where": .string(place(for: make)), "look": .string(look), "evidence": .string(evidence),
      "layers": .texts(layers.map(\.rawValue)), "reach": .string(reach.rawValue),
      "may_be_missing": .bool(mayBeMissing), "needs": .texts(needs.map(\.rawValue).sorted()),
      "minutes": .count(minutes), "source": source.json,
    ]
  }
}

extension SheetSource {
  fileprivate var json: JSONValue { ["text": .string(text), "seen": .string(seen), "confirmed": .bool(confirmed)] }
}

extension SheetProblem {
  /// What is wrong in which file, for programs.
  func json(in file: String) -> JSONValue {
    ["file": .string(file), "line": .count(line), "path": .string(path), "reason": .string(reason)]
  }
}
