package import ChecklistFormat
import HandoverModel
package import Planning

/// The sheet's steps as the plan lists them, each with whether every layer it speaks about has an answer on file.
package func plannedTasks(_ sheet: Sheet, answers: [Answer], make: String) -> [PlannedTask] {
  let answered = Set(answers.map(\.layer))
  return sheet.steps.map { step in
    PlannedTask(
      step: step.id, title: step.title, when: step.when.rawValue, layers: step.layers,
      answered: !step.layers.isEmpty && step.layers.allSatisfy(answered.contains))
  }
}
