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
  case .sellerPresent: "seller there, two people"
  case .sellerAbsent: "seller not there, two people"
  case .onePersonAlone: "seller there, one person"
  case .titlePaper: "seller not there, maker's paper"
  }
}
