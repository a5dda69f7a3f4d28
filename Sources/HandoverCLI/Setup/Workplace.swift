import BundledChecklists
import Certification
import ChecklistFormat
import CurlTransport
import Foundation
import HandoverFlow
import HandoverLedger
import HandoverModel
import OEMAdapterKit
import TransferRules

/// Everything a command works with: the dealership's folder, the ledger, the published rules and sheets, the providers.
struct Workplace {
  let home: DealerHome
  let streams: Streams
  let rules: Rulebooks
  let ledger: Ledger
  let providers: Providers
  /// The way out to the providers.
  let transport: any HTTPTransport
  private let curl: CurlTransport

  /// Opens the ledger for this process and makes the transport.
  static func open(
    _ home: HomeOption, _ options: ProviderOptions, purpose: String, streams: Streams, pace: TransportOptions = .init()
  ) throws -> Workplace {
    let home = try home.folder()
    let rules = try Rulebooks()
    let providers = try Providers(options)
    let ledger = try Ledger.open(at: home.ledgerFile, purpose: purpose, options: options.stop.ledgerOptions)
    var pace = pace
    pace.repeatable = providers.repeatable
    let curl = try CurlTransport(providers: providers.descriptors.map(\.hosts), options: pace)
    return Workplace(
      home: home, streams: streams, rules: rules, ledger: ledger, providers: providers,
      transport: options.stop.around(curl), curl: curl)
  }

  /// The flow's environment.
  func environment(patience: FlowPatience = FlowPatience()) -> FlowEnvironment {
    FlowEnvironment(
      ledger: ledger, transport: transport, sources: { [providers] in providers.sources(for: $0) },
      catalog: rules.catalog, table: rules.current, mode: providers.mode, patience: patience,
      isDraining: { Drain.isAsked })
  }

  /// The desk that issues certificates, where the dealership has keys.
  func desk(_ keys: KeyRing) throws -> CertificateDesk {
    for one in try DealerKeys(keys: keys).summaries(of: [.rooftop, .terminal]) where one.isExpiring {
      streams.say("handover: warning: \(one.warning)")
      streams.say("handover: hint: \(one.advice)")
    }
    return CertificateDesk(issuer: try home.certificateIssuer(table: rules.current, keys: keys), table: rules.current)
  }

  /// Seconds that acting on a lot's plans takes at the very least, from what calls took while looking.
  func idealSeconds(_ preview: Batch.Preview) -> Double {
    let limits = Dictionary(providers.descriptors.map { ($0.id, $0.hosts.limits) }) { first, _ in first }
    return preview.idealSeconds(
      limits: limits, measured: curl.statistics().mapValues { ($0.calls, $0.meanLatency ?? 0) })
  }

  /// Gives the ledger back and ends the transport.
  func close() {
    curl.shutDown()
    ledger.close()
  }
}

/// The published tables and the sheets that this program carries.
struct Rulebooks {
  let catalog: SheetCatalog
  let tables: [RuleTable]

  init() throws {
    do {
      catalog = try SheetCatalog(bundled: BundledChecklists.sheets)
      tables = try BundledChecklists.tables.map { try RuleTable(bytes: $0.bytes) }
    } catch {
      throw Complaint(
        "rules.bundled", "the sheets inside this program cannot be used: \(error)", status: .internalError)
    }
  }

  /// The table that new certificates are judged by: the latest published.
  var current: RuleTable { tables[tables.count - 1] }
}
