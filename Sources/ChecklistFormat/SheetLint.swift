package import HandoverModel

/// What a well-formed sheet can still get wrong.
///
/// - Parameters:
///   - required: the layers the published table requires on the sheet's platform.
///   - adapterLayers: the layers an adapter of the platform can look at.
/// - Returns: every problem, with the line of the step it is about; line 1 for the sheet as a whole.
package func lint(_ sheet: Sheet, required: Set<Layer>, adapterLayers: Set<Layer> = []) -> [SheetProblem] {
  let problems =
    uncovered(sheet, required: required, adapterLayers: adapterLayers) + repeatedIDs(sheet) + wrongDeeds(sheet)
    + strangeMakes(sheet) + emptyAnswers(sheet)
  return SheetProblems(problems: problems).problems
}

/// A required layer nobody speaks about would make every car of the platform NOT CLEAR without saying why.
private func uncovered(_ sheet: Sheet, required: Set<Layer>, adapterLayers: Set<Layer>) -> [SheetProblem] {
  let covered = Set(sheet.steps.flatMap(\.layers)).union(adapterLayers)
    .union(sheet.cannotHave.filter(\.source.confirmed).map(\.layer))
    .union(sheet.ties.filter { $0.ends && $0.source.confirmed }.map(\.dependent))
  return required.subtracting(covered).sorted().map {
    SheetProblem(
      line: 1, path: "steps", reason: "no step, adapter or rule speaks about the required layer \($0.rawValue)")
  }
}

private func repeatedIDs(_ sheet: Sheet) -> [SheetProblem] {
  var seen: Set<String> = []
  return sheet.steps.filter { !seen.insert($0.id).inserted }.map {
    SheetProblem(line: $0.line, path: "steps.\($0.id)", reason: "the id stands twice")
  }
}

/// The emergency call, recall channels and the immobiliser are looked at and never ended (design rule 6).
private func wrongDeeds(_ sheet: Sheet) -> [SheetProblem] {
  sheet.steps.compactMap { step in
    guard step.layers.contains(.protectedFunctions), step.does != .look || step.layers.count > 1 else { return nil }
    return SheetProblem(
      line: step.line, path: "steps.\(step.id)",
      reason: "protected_functions may only be looked at, in a step of their own")
  }
}

private func strangeMakes(_ sheet: Sheet) -> [SheetProblem] {
  let makes = Set(sheet.makes.map { foldedName($0.name) })
  return sheet.steps.flatMap { step in
    step.placeByMake.keys.filter { !makes.contains($0) }.sorted().map {
      SheetProblem(
        line: step.line, path: "steps.\(step.id)", reason: "where_by_make names \($0), which the sheet does not serve")
    }
  }
}

/// A step that changes something must speak about a layer, or its answer would be lost.
private func emptyAnswers(_ sheet: Sheet) -> [SheetProblem] {
  sheet.steps.filter { $0.does == .end && $0.layers.isEmpty }.map {
    SheetProblem(line: $0.line, path: "steps.\($0.id)", reason: "ends something and speaks about no layer")
  }
}
