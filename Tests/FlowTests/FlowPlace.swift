import BundledChecklists
import CertificateChecking
import Certification
import ChecklistFormat
import Crypto
import Enumeration
import Foundation
import HandoverFlow
import HandoverLedger
import HandoverModel
import OEMAdapterKit
import Synchronization
import TransferRules

/// A clock that moves only when it is read (a millisecond) or waited on, so that an hour of patience costs nothing.
final class FlowClock: Sendable {
  /// 2026-11-24 10:00:30 UTC.
  static let start = Date(timeIntervalSince1970: 1_795_514_430)

  private let moment = Mutex(FlowClock.start)
  private let waiting: @Sendable (Double) -> Void

  /// - Parameter waiting: told of every wait, so that a simulator's clock can move too.
  init(waiting: @escaping @Sendable (Double) -> Void = { _ in }) { self.waiting = waiting }

  func now() -> Date {
    moment.withLock {
      $0 += 0.001
      return $0
    }
  }

  func wait(_ seconds: Double) {
    moment.withLock { $0 += seconds }
    waiting(seconds)
  }
}

/// The rules and sheets that the program carries, and one dealer who may sign, made once for all tests.
enum FlowRules {
  static let catalog = try! SheetCatalog(texts: BundledChecklists.sheets)
  static let table = try! RuleTable(bytes: BundledChecklists.tables.last!.bytes)
  static let desk = made.desk
  /// The list that vouches for the dealer.
  static let trust = made.trust
  private static let made = try! make()

  private static func make() throws -> (desk: CertificateDesk, trust: TrustList) {
    let issuer = IssuerURI("https://north.example-motors.example")!
    let start = FlowClock.start.addingTimeInterval(-30 * 86_400)
    let statusList = IssuerURI("https://status.example-motors.example/3")!
    let chain = try DealerChain.make(
      organisation: "Example Motors", rooftop: "North", issuer: issuer, statusList: statusList, at: start)
    let authority = SigningKey()
    let list = TrustListDraft(
      version: 1, issuedAt: start, expires: start.addingTimeInterval(180 * 86_400), threshold: 1,
      authorityKeys: [authority.key.publicKey],
      issuers: [.init(name: "Example Motors", root: chain.root.der, hosts: ["example-motors.example"], from: start)],
      rules: [table.digest])
    let trust = try TrustList(bytes: try list.signed(by: [authority]))
    let desk = CertificateDesk(
      issuer: CertificateIssuer(
        key: chain.terminal.key, chain: [chain.terminal.der, chain.rooftop.der], issuer: issuer,
        statusList: statusList.text, table: table, trust: trust), table: table)
    return (desk, trust)
  }
}

/// A dealership of its own for one test: a folder with a real ledger, a clock, and nothing shared.
final class FlowPlace: Sendable {
  let clock: FlowClock
  private let folder: String
  private let held: Mutex<Ledger>
  private let draining = Mutex(false)

  init(clock: FlowClock = FlowClock()) throws {
    self.clock = clock
    folder = Self.root + "/" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    held = Mutex(try Ledger.create(at: folder + "/ledger.sqlite"))
  }

  private static let root: String = {
    atexit { try? FileManager.default.removeItem(atPath: FlowPlace.root) }
    return NSTemporaryDirectory() + "/flow-tests-" + UUID().uuidString
  }()

  var ledger: Ledger { held.withLock { $0 } }

  /// Ends the process's hold on the ledger and takes it up again, as the next run does.
  func reopen() throws {
    try held.withLock {
      $0.close()
      $0 = try Ledger.open(at: folder + "/ledger.sqlite", purpose: "test")
    }
  }

  /// Asks the run to stop, as Ctrl-C does, or takes that back.
  func drain(_ asked: Bool) { draining.withLock { $0 = asked } }

  /// A run's pipeline over these sources.
  func pipeline(
    _ sources: @escaping @Sendable (Vehicle) -> [LookSource], over transport: any HTTPTransport,
    certify: Bool = true, mode: HandoverMode = .simulated, patience: FlowPatience = FlowPatience()
  ) -> HandoverPipeline {
    let clock = self.clock
    let environment = FlowEnvironment(
      ledger: ledger, transport: transport, sources: sources, catalog: FlowRules.catalog, table: FlowRules.table,
      mode: mode, patience: patience, now: { clock.now() }, pause: { clock.wait($0) },
      isDraining: { [self] in draining.withLock { $0 } })
    return HandoverPipeline(environment, certify: certify ? FlowRules.desk : nil)
  }

  /// A pipeline that has nobody to ask.
  func pipelineWithoutSources(certify: Bool = true, mode: HandoverMode = .simulated) -> HandoverPipeline {
    pipeline({ _ in [] }, over: NoNetwork(), certify: certify, mode: mode)
  }

  /// What the ledger holds about the latest handover of a car.
  func history(of vin: VIN) async throws -> CaseHistory {
    guard let record = try await ledger.handover(vin: vin) else { return CaseHistory() }
    return try CaseHistory(await ledger.events(of: record.id))
  }
}

/// A way out that leads nowhere: a test that uses it asks nobody.
struct NoNetwork: HTTPTransport {
  func mode(of provider: ProviderID) -> HandoverMode { .simulated }

  func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
    throw TransportFailure(.notSent, code: "test.no-network", reason: "there is no network", certainty: .notDone)
  }
}

extension HandoverPipeline {
  /// One car from its facts to its report.
  func run(_ facts: CarFacts, apply: Bool = true) async throws -> CarReport {
    let report = try await finish(try await look(facts), apply: apply)
    try await environment.ledger.flush()
    return report
  }
}
