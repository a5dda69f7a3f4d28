import CertificateChecking
import Certification
import Crypto
import Foundation
import HandoverModel
import StrictFormats
import TransferRules

/// A dealer with keys, chain and trust list, made once for all tests.
struct Dealer: Sendable {
  static let shared = try! Dealer()
  /// 2026-11-24 10:00:30 UTC.
  static let moment = Date(timeIntervalSince1970: 1_795_514_430)
  static let statusList = "https://status.example-motors.example/3"
  static let hosts = ["example-motors.example"]

  let uri: IssuerURI
  let chain: DealerChain
  let authority: SigningKey
  let trustBytes: [UInt8]
  let tableBytes: [UInt8]
  let table: RuleTable
  let issuer: CertificateIssuer

  init() throws {
    uri = IssuerURI("https://north.example-motors.example")!
    let start = Self.moment.addingTimeInterval(-30 * 86_400)
    chain = try DealerChain.make(
      organisation: "Example Motors Group", rooftop: "North", issuer: uri, statusList: IssuerURI(Self.statusList)!,
      at: start)
    authority = SigningKey()
    tableBytes = try Self.publishedTable()
    table = try RuleTable(bytes: tableBytes)
    trustBytes = try Self.draft(root: chain.root.der, authority: [authority], rules: [table.digest])
      .signed(by: [authority])
    issuer = CertificateIssuer(
      key: chain.terminal.key, chain: [chain.terminal.der, chain.rooftop.der], issuer: uri, statusList: Self.statusList,
      table: table, trust: try TrustList(bytes: trustBytes))
  }

  /// The trust list, read.
  func trust() throws -> TrustList { try TrustList(bytes: trustBytes) }

  /// A writer of status lists with this key of the chain.
  func statusWriter(_ part: DealerChain.IssuedAuthority) throws -> StatusTokenWriter {
    StatusTokenWriter(key: part.key, chain: [part.der], trust: try trust())
  }

  private static func publishedTable() throws -> [UInt8] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    return [UInt8](try Data(contentsOf: folder.appending(path: "../../Checklists/Tables/2026-11.json")))
  }

  /// A trust list of version 7, 12 days old, with one root.
  static func draft(root: [UInt8], authority: [SigningKey], threshold: Int64 = 1, rules: [String]) -> TrustListDraft {
    let made = moment.addingTimeInterval(-12 * 86_400)
    return TrustListDraft(
      version: 7, issuedAt: made, expires: made.addingTimeInterval(180 * 86_400), threshold: threshold,
      authorityKeys: authority.map(\.key.publicKey),
      issuers: [.init(name: "Example Motors Group", root: root, hosts: hosts, from: made.addingTimeInterval(-86_400))],
      rules: rules)
  }

  func draft() -> TrustListDraft {
    Self.draft(root: chain.root.der, authority: [authority], rules: [table.digest])
  }

  /// Rows of a car where everything was looked at and nothing is left.
  static var clearRows: [Layer: BuyerGroup] {
    var rows = Dictionary(uniqueKeysWithValues: Layer.allCases.map { ($0, BuyerGroup.noneRemaining) })
    rows[.protectedFunctions] = .protectedOK
    rows[.virtualKeys] = .nonePossible
    return rows
  }

  static var attestedRows: [Layer: BuyerGroup] {
    var rows = clearRows
    rows[.appGrants] = .endedWithAccount
    rows[.physicalKeys] = .statedByTwo
    rows[.storedData] = .statedWithEvidence
    return rows
  }

  /// What a handover comes to, with the verdict the rule gives.
  func handover(
    rows: [Layer: BuyerGroup] = Dealer.clearRows, mode: HandoverMode = .live, vinRead: VINRead = .car,
    kind: HandoverClaims.Kind = .handover, checkedHoursAgo: Double = 2, linesRoot: String? = nil
  ) -> HandoverClaims {
    let checkedAt = UTC.floorHour(Self.moment.addingTimeInterval(-checkedHoursAgo * 3_600))
    let facts = VerdictFacts(
      groups: rows, platform: "vwg-mib3", vinRead: vinRead, mode: mode, checkedAt: checkedAt, issuedAt: Self.moment)
    let verdict = table.verdict(of: facts)!
    let waiting = rows.filter { $0.value == .endsBy || $0.value == .overdue }.keys
    return HandoverClaims(
      kind: kind, date: UTC.parseDay("2026-11-22")!, mode: mode, verdict: verdict.verdict,
      specimenOf: verdict.specimenOf,
      platform: "vwg-mib3", rules: table.digest, layers: rows, checkedAt: checkedAt,
      due: Dictionary(uniqueKeysWithValues: waiting.map { ($0, UTC.parseHour("2026-11-26T14Z")!) }),
      keys: KeyCount(handedOver: 2, accepted: 2),
      protected: ProtectedClaims(
        ecall112: .ready, privateEmergency: .notApplicable, recallChannel: .present, theftRecovery: .notFitted),
      linesRoot: linesRoot ?? String(repeating: "A", count: 43))
  }

  static func vehicle(_ vinRead: VINRead = .car) -> VehicleClaims {
    VehicleClaims(
      vin: VIN(strict: "TMBJB9NX0PY000001")!, vinRead: vinRead, make: "Škoda", model: "Octavia", modelYear: 2023,
      odometer: Odometer(value: 48_211, unit: "km"))
  }

  /// Lines of so many holders, each with so many accesses.
  static func lines(holders: Int, accesses: Int = 1) -> [[JSONValue]] {
    (0..<holders).map { holder in
      (0..<accesses).map {
        ["layer": "secondary_users", "holder": .integer(Int64(holder)), "access": .integer(Int64($0))]
      }
    }
  }

  /// Issues one certificate.
  func issue(
    rows: [Layer: BuyerGroup] = Dealer.clearRows, mode: HandoverMode = .live, vinRead: VINRead = .car, holders: Int = 1,
    accesses: Int = 1, kind: HandoverClaims.Kind = .handover, supersedes: EarlierCertificate? = nil,
    checkedHoursAgo: Double = 2
  ) throws -> IssuedCertificate {
    let lines = CertificateLines(
      holders: Self.lines(holders: holders, accesses: accesses), ledgerHead: String(repeating: "B", count: 43))
    let draft = CertificateDraft(
      statusIndex: 412_345, vehicle: Self.vehicle(vinRead),
      handover: handover(
        rows: rows, mode: mode, vinRead: vinRead, kind: kind, checkedHoursAgo: checkedHoursAgo, linesRoot: lines.root),
      supersedes: supersedes, privateSections: lines.sections(deal: ["stock_number": "GF-1042"]))
    return try issuer.issue(draft, at: Self.moment)
  }
}
