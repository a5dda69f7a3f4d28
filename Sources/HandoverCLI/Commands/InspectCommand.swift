import ArgumentParser
import ChecklistFormat
import Foundation
import HandoverFlow
import HandoverModel
import Inventory
import StrictFormats

/// `handover inspect`: what is known about a car before anything is asked.
struct InspectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Read a VIN: maker, model year, platform, sheet, and the best verdict reachable.",
    discussion: "Asks nobody and records nothing.")

  @OptionGroup var car: CarOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
    let rules = try Rulebooks()
    let row = try car.row()
    let vehicle = row.vehicle
    let sheet = rules.catalog.sheet(for: vehicle.make, year: vehicle.modelYear, hint: vehicle.platformHint)
    let best = reachableRows(sheet, rules: rules).flatMap(\.lines)
    if output.json {
      streams.raw(CanonicalJSON.bytes(inspectJSON(vehicle, sheet, best, row.notes.map(\.text))) + [0x0A])
      return
    }
    streams.result("\(vehicle.vin.text)  \(carName(vehicle))")
    streams.result("  maker     \(vehicle.maker ?? "not known from the VIN")")
    streams.result("  year      \(vehicle.modelYear.map(String.init) ?? "not known")")
    streams.result("  platform  \(sheet.id): \(sheet.title) (sheet \(sheet.version))")
    for note in row.notes { streams.result("  note      \(PlainText.shown(note.text, limit: 200))") }
    streams.result("Best verdict this car can reach:")
    for line in best { streams.result("  \(line.words.padded(to: 34)) \(line.best.verdict.title)") }
  }
}

private func inspectJSON(_ vehicle: Vehicle, _ sheet: Sheet, _ best: [ReachableLine], _ notes: [String]) -> JSONValue {
  [
    "vin": .string(vehicle.vin.text), "make": .string(vehicle.make), "model": .string(vehicle.model),
    "maker": vehicle.maker.map { .string($0) } ?? .null,
    "model_year": vehicle.modelYear.map { .integer(Int64($0)) } ?? .null, "platform": .string(sheet.id),
    "sheet": .string(sheet.version), "notes": .array(notes.map { .string($0) }),
    "best": .array(best.map { ["situation": .string($0.words), "verdict": .string($0.best.verdict.rawValue)] }),
  ]
}
