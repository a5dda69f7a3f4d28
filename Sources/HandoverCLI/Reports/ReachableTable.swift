import ChecklistFormat
import HandoverFlow
import HandoverModel
import OEMAdapterKit
import OEMAdapters
import StrictFormats
import TransferRules

/// One line of the table of best verdicts: a platform, a situation, and the adapter that helps, if any.
struct ReachableLine {
  var situation: SheetSituation
  var adapter: AdapterDescriptor?
  var best: BestReachable

  var words: String { situationWords(situation) + (adapter.map { ", with \($0.name)" } ?? "") }
}

/// The same by adapter, without those that change neither a verdict nor what limits it.
func reachableRows(_ sheet: Sheet, rules: Rulebooks) -> [(name: String, lines: [ReachableLine])] {
  let all = Dictionary(grouping: reachableTable(sheet, rules: rules)) { $0.adapter?.id.rawValue ?? "" }
  let alone = (all[""] ?? []).map { [$0.best.verdict.rawValue] + $0.best.limits.map(\.rawValue) }
  return all.sorted { $0.key < $1.key }.compactMap { id, lines in
    let own = lines.map { [$0.best.verdict.rawValue] + $0.best.limits.map(\.rawValue) }
    return id.isEmpty || own != alone ? (name: id.isEmpty ? "" : " + \(id)", lines: lines) : nil
  }
}

/// The best verdict of a platform in every situation, without any adapter and with each that serves it.
func reachableTable(_ sheet: Sheet, rules: Rulebooks) -> [ReachableLine] {
  let serving = adapterRegistry.filter { adapter in
    adapter.makes.isEmpty || sheet.makes.contains { adapter.makes.contains(foldedName($0.name)) }
  }
  return ([nil] + serving.map(Optional.some)).flatMap { adapter in
    SheetSituation.allCases.compactMap { situation -> ReachableLine? in
      bestReachable(sheet, in: situation, adapters: adapter.map { [$0] } ?? [], by: rules.current).map {
        ReachableLine(situation: situation, adapter: adapter, best: $0)
      }
    }
  }
}

/// A situation as people call it.
func situationWords(_ situation: SheetSituation) -> String {
  switch situation {
  case .sellerPresent: "seller, two people"
  case .sellerAbsent: "two people, no seller"
  case .onePersonAlone: "seller, one person"
  case .titlePaper: "maker's paper, no seller"
  case .sellerAndPaper: "seller, two people, paper"
  }
}
