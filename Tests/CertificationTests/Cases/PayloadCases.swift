import Certification
import HandoverModel
import StrictFormats
import TransferRules

extension Cases {
  /// Step 8 and the recomputed verdict.
  static func payload() throws -> [Case] {
    let forge = Forge(try Dealer.shared.issue())
    let layers = forge.payload.at("handover/layers") ?? [:]
    func bad(_ failure: String, _ name: String, _ story: String, _ path: String, _ value: JSONValue?) -> Case {
      .bad(failure, name, story, forge.with(path, value).bundle)
    }
    return [
      bad(
        "profile.type", "profile-type", "another type of document", "vct", "tag:handover,2026:transfer-certificate:2"),
      bad("profile.missing", "profile-missing", "no VIN", "vehicle/vin", nil),
      bad("profile.value", "profile-vin", "a VIN with an O", "vehicle/vin", "TMBJB9NXOPY000001"),
      bad("profile.value", "profile-vin-small", "a VIN in small letters", "vehicle/vin", "tmbjb9nx0py000001"),
      bad("profile.value", "profile-enumeration", "a verdict nobody defined", "handover/verdict", "mostly_clear"),
      bad(
        "profile.value", "profile-invisible", "an invisible character in the model", "vehicle/model", "Octa\u{200B}via"),
      bad("profile.value", "profile-kelvin", "a make that only looks like letters", "vehicle/make", "S\u{212A}oda"),
      bad(
        "profile.value", "profile-long", "a model of 41 characters", "vehicle/model",
        .string(String(repeating: "x", count: 41))),
      bad(
        "profile.value", "profile-issuer-port", "an issuer with a port", "iss",
        "https://north.example-motors.example:8443"),
      bad(
        "profile.value", "profile-specimen-of", "a specimen's row without a specimen", "handover/specimen_of", "clear"),
      bad(
        "profile.value", "profile-two-digests", "two private digests", "_sd",
        [.string(String(repeating: "A", count: 43)), .string(String(repeating: "B", count: 43))]),
      bad("profile.unexpected-member", "profile-unexpected", "free text", "vehicle/note", "previous owner: Mr Smith"),
      bad("profile.date", "profile-date-old", "a handover more than a month ago", "handover/date", "2026-10-20"),
      bad(
        "profile.date", "profile-checked-later", "looked after it was signed", "handover/checked_at", "2026-11-24T11Z"),
      bad("sd.alg", "sd-alg", "another hash", "_sd_alg", "sha-512"),
      bad(
        "rules.layer-missing", "rules-layer-missing", "a layer without a row", "handover/layers",
        layers.setting("wifi_sim", nil)),
      bad(
        "rules.group", "rules-group", "a group that does not stand there", "handover/layers/owner_account",
        "protected_ok"),
      bad(
        "rules.group", "rules-protected-fault", "a fault named and not shown", "handover/protected/ecall_112", "fault"),
      bad("rules.platform", "rules-platform-name", "a platform's name in capitals", "handover/platform", "VWG"),
      .bad(
        "rules.platform", "rules-platform", "a platform the table does not know",
        forge.with("handover/platform", "no-such-car").bundle, saying: nil),
      .bad(
        "rules.verdict-mismatch", "rules-verdict-mismatch", "a better verdict than the rows give",
        forge.with("handover/layers", layers.setting("secondary_users", "open")).bundle, saying: nil),
      .bad(
        "rules.verdict-mismatch", "rules-verdict-stale", "CLEAR after a look a week ago",
        forge.with("handover/checked_at", "2026-11-17T09Z").bundle, saying: nil),
      .open(
        "rules.unknown", "rules-unknown", "a rule table nobody published",
        forge.with("handover/rules", .string(String(repeating: "A", count: 43))).bundle),
      .bad(
        "time.in-future", "time-in-future", "dated tomorrow", forge.with("iat", .integer(1_795_514_430 + 301)).bundle,
        saying: .clear),
      .good(
        "time-skew", "dated five minutes ahead of this clock", forge.with("iat", .integer(1_795_514_430 + 300)).bundle,
        .clear),
      .bad(
        "status.host", "status-host", "a status list at a stranger's",
        forge.with("status/status_list/uri", "https://status.example.net/3").bundle, saying: .clear),
      .bad(
        "status.host", "status-same-host", "a status list on the host whose terminals sign",
        forge.with("status/status_list/uri", "https://north.example-motors.example/status/1").bundle, saying: .clear),
      .bad(
        "profile.value", "profile-status-address", "a status address with a sign for kelvin in it",
        forge.with("status/status_list/uri", "https://status.example-motors.example/\u{212A}").bundle),
    ]
  }

  /// Step 15.
  static func match() throws -> [Case] {
    let file = try present(try Dealer.shared.issue(), for: .buyer)
    return [
      .bad("match.vin", "match-vin", "another car", file, saying: .clear).with { $0.vin = "TMBJB9NX0PY000002" },
      .bad("match.issuer", "match-issuer", "another dealer", file, saying: .clear)
        .with { $0.issuer = "https://south.example-motors.example" },
      .good("match-odometer", "an odometer that ran back is only noted", file, .clear).with { $0.odometer = 40_000 },
    ]
  }
}
