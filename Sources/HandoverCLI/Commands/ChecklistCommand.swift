import ArgumentParser
import Certification
import ChecklistFormat
import Foundation
import HandoverFlow
import HandoverModel
import OEMAdapterKit
import OEMAdapters
import StrictFormats
import TransferRules

/// `handover checklist`: the sheets.
struct ChecklistCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checklist",
    abstract: "The sheets: what a person does for each platform, and what to look at afterwards.",
    subcommands: [List.self, Show.self, Lint.self], defaultSubcommand: List.self)

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Every sheet.")

    @OptionGroup var output: OutputOptions

    func run() async throws {
      let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
      let sheets = try Rulebooks().catalog.sheets
      output.write(["sheets": .array(sheets.map(\.summaryJSON))], sheets.map(line), to: streams)
    }

    private func line(_ sheet: Sheet) -> String {
      "\(sheet.id.padded(to: 18)) \(sheet.version.padded(to: 10)) \(counted(sheet.steps.count, "step"))  \(sheet.title)"
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "One sheet, step by step.", discussion: "handover checklist show jlr-incontrol")

    @Argument(help: "The sheet's id, as list shows it.") var id: String
    @Option(help: "The make, where a menu path differs by make.") var make: String?
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
      let catalog = try Rulebooks().catalog
      guard let sheet = catalog.sheet(platform: id) else {
        throw Complaint(
          "checklist.unknown", "there is no sheet '\(id)'", hint: "handover checklist list", status: .usage)
      }
      output.write(sheet.json(make: make), SheetText(sheet: sheet, make: make).lines(), to: streams)
    }
  }

  struct Lint: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "lint", abstract: "Check sheet files: what is wrong, with its line.")

    @Argument(help: "YAML files.") var files: [String]
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
      let rules = try Rulebooks()
      let problems = try files.flatMap { file in try found(in: file, rules: rules).map { (file: file, problem: $0) } }
      output.write(
        ["files": .count(files.count), "problems": .array(problems.map { $0.problem.json(in: $0.file) })],
        problems.map { "\($0.file):\($0.problem.line): \($0.problem.path): \($0.problem.reason)" }, to: streams)
      streams.say(
        problems.isEmpty ? "no problems in \(counted(files.count, "file"))" : counted(problems.count, "problem"))
      if !problems.isEmpty { throw ExitCode(ExitStatus.failed.rawValue) }
    }

    private func found(in file: String, rules: Rulebooks) throws -> [SheetProblem] {
      let text = String(decoding: try SafeFile.read(file), as: UTF8.self)
      do throws(SheetProblems) {
        let sheet = try readSheet(text)
        let required = Set(Layer.allCases.filter { rules.current.rule(for: $0, on: sheet.id)?.required ?? true })
        let adapters = adapterRegistry.filter { adapter in
          sheet.makes.contains { adapter.makes.contains(foldedName($0.name)) }
        }
        return lint(sheet, required: required, adapterLayers: Set(adapters.flatMap { $0.kinds.map(\.layer) }))
      } catch {
        return error.problems
      }
    }
  }
}
