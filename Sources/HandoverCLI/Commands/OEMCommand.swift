import ArgumentParser
import ChecklistFormat
import Foundation
import HandoverFlow
import HandoverModel
import OEMAdapterKit
import OEMAdapters
import StrictFormats
import TransferRules

/// `handover oem list`: what each adapter can and cannot do, and the best verdict each platform can reach.
struct OEMCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "oem",
    abstract: "The makers' interfaces: what each can show and end, how that is known, what it reaches.",
    subcommands: [List.self], defaultSubcommand: List.self)

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "Adapters, endpoints by proof, and the best verdict reachable per platform.")

    @OptionGroup var output: OutputOptions

    func run() async throws {
      let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
      let rules = try Rulebooks()
      if output.json {
        streams.raw(CanonicalJSON.bytes(oemJSON(rules)) + [0x0A])
        return
      }
      for adapter in adapterRegistry { for line in adapterLines(adapter) { streams.result(line) } }
      streams.result(
        "BEST VERDICT REACHABLE (computed from table \(rules.current.digest.prefix(8)), sheets and adapters)")
      for line in reachableLines(rules) { streams.result(line) }
      streams.result("CLEAR needs every layer checked by machine; \(clearLimit(rules))")
    }
  }
}

private func adapterLines(_ adapter: AdapterDescriptor) -> [String] {
  var lines = [
    "\(adapter.name)  \(adapter.standing.rawValue)  authority: \(adapter.authority.rawValue)  confirmed \(adapter.lastConfirmed)"
  ]
  for kind in adapter.kinds {
    let power =
      switch kind.capability {
      case .automatic: "can end"
      case .byHand: "by hand"
      case .impossible: "cannot end"
      }
    lines.append(
      "  \(kind.name.padded(to: 14)) \(layerWords(kind.layer).padded(to: 22)) \(kind.sight.rawValue.padded(to: 11)) \(power)"
    )
    lines.append("      \(kind.sightReason)")
  }
  for tie in adapter.diesWith {
    lines.append(
      "  ending \(tie.parentKind) ends \(layerWords(tie.dependent)): \(tie.source.confirmed ? "confirmed" : "not confirmed") (\(tie.source.text))"
    )
  }
  for endpoint in adapter.endpoints {
    lines.append("  \(endpoint.endpoint.padded(to: 58)) \(endpoint.proof.rawValue)")
  }
  return lines + [""]
}

/// One line for each platform, and one more for an adapter that changes what it reaches: the best verdict in every situation,
/// and below it what keeps the best of them from being better.
private func reachableLines(_ rules: Rulebooks) -> [String] {
  let situations = SheetSituation.allCases
  let head = situations.map { situationWords($0).padded(to: 26) }.joined()
  let rows = rules.catalog.sheets.flatMap { sheet -> [String] in
    let byAdapter = reachableRows(sheet, rules: rules)
    return byAdapter.flatMap { name, lines -> [String] in
      let cells = lines.map { $0.best.verdict.title.padded(to: 26) }.joined()
      let best = lines.min { $0.best.verdict < $1.best.verdict }?.best
      let why = best.map { "      limited by \($0.limits.prefix(5).map(layerWords).joined(separator: ", "))" }
      return ["  \((sheet.id + name).padded(to: 24)) \(cells)", why].compactMap(\.self)
    }
  }
  return ["  \("".padded(to: 24)) \(head)"] + rows
}

/// Why no platform reaches CLEAR, or which does.
private func clearLimit(_ rules: Rulebooks) -> String {
  let all = rules.catalog.sheets.flatMap { reachableTable($0, rules: rules) }
  let clear = Set(all.filter { $0.best.verdict == .clear }.map(\.best.platform))
  if !clear.isEmpty { return "reachable on \(clear.sorted().joined(separator: ", "))." }
  let shared = Layer.allCases.filter { layer in
    all.allSatisfy {
      $0.best.groups[layer] != .noneRemaining && $0.best.groups[layer] != .nonePossible
        && $0.best.groups[layer] != .protectedOK
    }
  }
  return "no platform reaches it: nobody's interface shows \(shared.prefix(4).map(layerWords).joined(separator: ", "))."
}

private func oemJSON(_ rules: Rulebooks) -> JSONValue {
  [
    "adapters": .array(
      adapterRegistry.map { adapter in
        [
          "id": .string(adapter.id.rawValue), "standing": .string(adapter.standing.rawValue),
          "authority": .string(adapter.authority.rawValue), "confirmed": .string(adapter.lastConfirmed),
          "kinds": .array(
            adapter.kinds.map {
              ["kind": .string($0.name), "layer": .string($0.layer.rawValue), "sight": .string($0.sight.rawValue)]
            }),
          "endpoints": .array(
            adapter.endpoints.map {
              ["endpoint": .string($0.endpoint), "proof": .string($0.proof.rawValue), "detail": .string($0.detail)]
            }),
        ]
      }),
    "best": .array(
      rules.catalog.sheets.flatMap { sheet in
        reachableTable(sheet, rules: rules).map { line -> JSONValue in
          [
            "platform": .string(sheet.id), "situation": .string(line.situation.rawValue),
            "adapter": line.adapter.map { .string($0.id.rawValue) } ?? .null,
            "verdict": .string(line.best.verdict.rawValue),
            "limits": .array(line.best.limits.map { .string($0.rawValue) }),
          ]
        }
      }),
  ]
}
