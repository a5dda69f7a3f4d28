import ChecklistFormat
import HandoverModel
import StrictFormats

/// A sheet for the person who works it.
struct SheetText {
  var sheet: Sheet
  var make: String?

  func lines() -> [String] {
    var lines = ["\(sheet.title)  (\(sheet.id), sheet \(sheet.version))"]
    lines += sheet.traps.map { "  ! \($0.text)\(mark($0.source))" }
    for (when, title) in [
      (StepTime.seller, "WITH THE SELLER"), (.office, "IN THE OFFICE"), (.car, "AT THE CAR"),
      (.delivery, "AT DELIVERY"),
    ] {
      let steps = sheet.steps.filter { $0.when == when }
      guard !steps.isEmpty else { continue }
      lines.append("\(title), about \(steps.map(\.minutes).reduce(0, +)) min")
      lines += steps.flatMap(step)
    }
    lines += sheet.cannotHave.map { "cannot have  \(layerWords($0.layer)): \($0.reason)\(mark($0.source))" }
    lines += SheetSituation.allCases.compactMap { situation in
      sheet.best[situation].map { "best  \(situationWords(situation)): \($0)" }
    }
    return lines
  }

  private func step(_ step: SheetStep) -> [String] {
    [
      "  \(step.id.padded(to: 16)) \(step.title)",
      "      where     \(step.place(for: make))",
      "      look at   \(step.look)",
      "      keep      \(step.evidence)",
      "      speaks of \(step.layers.map(layerWords).joined(separator: ", ")); at best: \(groupWords(step.reach))",
      "      source    \(step.source.text), \(step.source.seen)\(mark(step.source))",
    ]
  }

  private func mark(_ source: SheetSource) -> String { source.confirmed ? "" : " (not confirmed)" }
}
