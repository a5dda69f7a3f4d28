import Certification
import Foundation
import HandoverModel
import HandoverTestSupport
import StrictFormats
import Testing
import TransferRules

@Suite struct PayloadTests {
  private static func payload(using chance: inout SeededChance) -> CertificatePayload {
    func token(_ count: Int) -> String {
      Base64.encode((0..<count).map { _ in UInt8.random(in: 0...255, using: &chance) })
    }
    func maybe<Value>(_ value: Value) -> Value? { Bool.random(using: &chance) ? value : nil }
    var rows: [Layer: BuyerGroup] = [:]
    for layer in Layer.allCases {
      rows[layer] = BuyerGroup.allCases.filter { $0.mayStand(in: layer) }.randomElement(using: &chance)
    }
    let isFault = rows[.protectedFunctions] == .protectedFault
    let waiting = rows.filter { $0.value == .endsBy || $0.value == .overdue }.keys
    let isVoid = Bool.random(using: &chance)
    let hour = UTC.floorHour(Dealer.moment)
    let earlier = EarlierCertificate(id: token(16), sha256: token(32), reason: .newAnswers)
    return CertificatePayload(
      issuer: Dealer.shared.uri.text, issuedAt: Dealer.moment, id: token(16),
      status: StatusReference(index: Int64.random(in: 0...1_000_000, using: &chance), uri: Dealer.statusList),
      vehicle: VehicleClaims(
        vin: VIN(strict: "TMBJB9NX0PY000001")!, vinRead: VINRead.allCases.randomElement(using: &chance)!, make: "Škoda",
        model: "unknown", modelYear: maybe(2023), odometer: maybe(Odometer(value: 48_211, unit: "mi"))),
      handover: HandoverClaims(
        kind: .handover, date: UTC.parseDay("2026-11-22")!, mode: isVoid ? .mixed : .live,
        verdict: isVoid ? .void : .notClear, specimenOf: isVoid ? .conditional : nil, platform: "vwg-mib3",
        rules: token(32), layers: rows, checkedAt: hour,
        due: Dictionary(uniqueKeysWithValues: waiting.map { ($0, hour.addingTimeInterval(7_200)) }),
        keys: maybe(KeyCount(handedOver: 2, accepted: maybe(3))),
        protected: ProtectedClaims(
          ecall112: isFault ? .fault : .ready, privateEmergency: .notApplicable, recallChannel: .present,
          theftRecovery: .notKnown), linesRoot: token(32)),
      supersedes: maybe(earlier), supplements: maybe(earlier), privateDigest: token(32))
  }

  @Test func readsBackWhatItWrites() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var chance = SeededChance(seed: seed)
    for _ in 0..<200 {
      let payload = Self.payload(using: &chance)
      let bytes = CanonicalJSON.bytes(payload.json)
      let read = try CertificatePayload(json: try StrictJSON.parse(bytes))
      #expect(read == payload, "seed \(seed)")
      #expect(CanonicalJSON.bytes(read.json) == bytes, "seed \(seed)")
    }
  }

  /// Every member whose absence has no meaning is required.
  @Test func missesEveryRequiredMember() throws {
    var chance = SeededChance(seed: 1)
    let optional: Set<String> = [
      "vehicle/odometer", "vehicle/model_year", "handover/keys", "handover/keys/accepted", "handover/due", "supersedes",
      "supplements",
    ]
    let whole = Self.payload(using: &chance).json
    var asked = 0
    for path in Self.paths(of: whole) where !optional.contains(path) {
      let parent = path.split(separator: "/").dropLast().joined(separator: "/")
      guard !optional.contains(parent) || parent.isEmpty else { continue }
      asked += 1
      #expect(throws: ProfileFailure.self, "\(path)") {
        try CertificatePayload(json: whole.setting(path, nil))
      }
      #expect(throws: ProfileFailure.self, "\(path)") {
        try CertificatePayload(json: whole.setting(path, .null))
      }
    }
    #expect(asked > 40)
  }

  private static func paths(of value: JSONValue, below parent: String = "") -> [String] {
    (value.members ?? []).flatMap { member -> [String] in
      let path = parent.isEmpty ? member.name : "\(parent)/\(member.name)"
      return [path] + paths(of: member.value, below: path)
    }
  }

  private static let outOfProfile: [(path: String, value: JSONValue)] = [
    ("handover/due", ["wifi_sim": "2026-11-26T14Z"]), ("handover/checked_at", "2026-11-24T09:00Z"),
    ("vehicle/odometer", ["value": -1, "unit": "km"]), ("vehicle/odometer", ["value": 1, "unit": "leagues"]),
    ("handover/keys", ["handed_over": 100]), ("jti", "short"), ("status/status_list/idx", -1), ("iat", "1795514430"),
    ("supersedes", ["jti": "x", "sha256": "y", "reason": "correction"]), ("vehicle/model", ""),
    ("vehicle/vin_read", "guessed"), ("handover/lines_root", "AAAA"), ("handover/kind", "correction"),
    ("handover/kind", "supplement"), ("handover/verdict", "void"),
  ]

  @Test(arguments: outOfProfile)
  func refusesValuesOutOfTheProfile(path: String, value: JSONValue) throws {
    let whole = Forge(try Dealer.shared.issue()).payload
    #expect(throws: ProfileFailure.self) { try CertificatePayload(json: whole.setting(path, value)) }
  }

  @Test func namesWhereADocumentMayNotNameItself() throws {
    let whole = Forge(try Dealer.shared.issue()).payload
    let own: JSONValue = [
      "jti": whole["jti"]!, "sha256": .string(String(repeating: "A", count: 43)), "reason": "correction",
    ]
    #expect(throws: ProfileFailure("profile.value", at: "supersedes.jti")) {
      try CertificatePayload(json: whole.setting("supersedes", own))
    }
  }
}
