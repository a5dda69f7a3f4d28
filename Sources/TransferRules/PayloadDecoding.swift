import FoundationEssentials
public import HandoverModel
public import StrictFormats

extension CertificatePayload {
  /// Reads a payload whose signature was found good. Stops at the first failure.
  public init(json value: JSONValue) throws(ProfileFailure) {
    let names = [
      "iss", "iat", "jti", "vct", "status", "vehicle", "handover", "supersedes", "supplements", "_sd_alg", "_sd",
    ]
    guard value["vct"]?.string == Self.type else { throw ProfileFailure("profile.type", at: "vct") }
    let root = try PayloadReader(value, at: "", allowing: names)
    let status = try PayloadReader(root.required("status"), at: "status", allowing: ["status_list"])
    let list = try PayloadReader(status.required("status_list"), at: "status.status_list", allowing: ["idx", "uri"])
    guard value["_sd_alg"]?.string == "sha-256" else { throw ProfileFailure("sd.alg", at: "_sd_alg") }
    guard let digests = try root.required("_sd").array, digests.count == 1, let digest = digests[0].string,
      digest.utf8.count == 43, Base64.decode(digest) != nil
    else { throw root.wrong("_sd") }
    let id = try root.token("jti", length: 22)
    let vehicle = try VehicleClaims(root.required("vehicle"))
    let handover = try HandoverClaims(root.required("handover"))
    let issuedAt = try root.integer("iat", in: 0...StrictJSON.maximumNumber)
    self.init(
      issuer: try root.text("iss"), issuedAt: Date(timeIntervalSince1970: Double(issuedAt)), id: id,
      status: StatusReference(
        index: try list.integer("idx", in: 0...StrictJSON.maximumNumber), uri: try list.text("uri")), vehicle: vehicle,
      handover: handover, supersedes: try EarlierCertificate.read(root, "supersedes"),
      supplements: try EarlierCertificate.read(root, "supplements"), privateDigest: digest)
    try checkRelations()
  }

  /// Rules that tie members to one another.
  private func checkRelations() throws(ProfileFailure) {
    switch handover.kind {
    case .handover: break
    case .supplement: if supplements == nil { throw ProfileFailure("profile.missing", at: "supplements") }
    case .correction, .withdrawal: if supersedes == nil { throw ProfileFailure("profile.missing", at: "supersedes") }
    }
    if supersedes?.id == id { throw ProfileFailure("profile.value", at: "supersedes.jti") }
    if supplements?.id == id { throw ProfileFailure("profile.value", at: "supplements.jti") }
    if (handover.verdict == .void) != (handover.specimenOf != nil) || handover.specimenOf == .void {
      throw ProfileFailure("profile.value", at: "handover.specimen_of")
    }
    // iat is never before checked_at; a look of the same hour is rounded down and so never later.
    if issuedAt < handover.checkedAt { throw ProfileFailure("profile.date", at: "handover.checked_at") }
    let day = 86_400.0
    let today = (issuedAt.timeIntervalSince1970 / day).rounded(.down) * day
    let date = handover.date.timeIntervalSince1970
    guard date >= today - 31 * day, date <= today + day else {
      throw ProfileFailure("profile.date", at: "handover.date")
    }
  }
}

extension VehicleClaims {
  fileprivate init(_ value: JSONValue) throws(ProfileFailure) {
    let names = ["vin", "vin_read", "make", "model", "model_year", "odometer"]
    let reader = try PayloadReader(value, at: "vehicle", allowing: names)
    guard let vin = VIN(strict: try reader.text("vin")) else { throw reader.wrong("vin") }
    var odometer: Odometer?
    if let value = reader.optional("odometer") {
      let inner = try PayloadReader(value, at: "vehicle.odometer", allowing: ["value", "unit"])
      let unit = try inner.text("unit")
      guard ["km", "mi"].contains(unit) else { throw inner.wrong("unit") }
      odometer = Odometer(value: try inner.integer("value", in: 0...10_000_000), unit: unit)
    }
    let year: Int64? = reader.optional("model_year") == nil ? nil : try reader.integer("model_year", in: 1886...2200)
    self.init(
      vin: vin, vinRead: try reader.choice("vin_read", VINRead.self), make: try Self.name(reader, "make"),
      model: try Self.name(reader, "model"), modelYear: year, odometer: odometer)
  }

  /// 1 to 40 visible characters: nothing that could hide a second meaning or a person's name in long form.
  private static func name(_ reader: PayloadReader, _ member: String) throws(ProfileFailure) -> String {
    let text = try reader.text(member)
    guard isPlainName(text) else { throw reader.wrong(member) }
    return text
  }

  /// Whether a make or model may stand in a certificate: at most 40 code points, NFC, nothing invisible.
  public static func isPlainName(_ text: String) -> Bool {
    (1...40).contains(text.unicodeScalars.count) && text.unicodeScalars.allSatisfy(PlainText.isVisible)
      && PlainText.isNFC(text)
  }
}

extension HandoverClaims {
  fileprivate init(_ value: JSONValue) throws(ProfileFailure) {
    let names = [
      "kind", "date", "mode", "verdict", "specimen_of", "platform", "rules", "layers", "checked_at", "due", "keys",
      "protected", "lines_root",
    ]
    let reader = try PayloadReader(value, at: "handover", allowing: names)
    guard let date = UTC.parseDay(try reader.text("date")) else { throw reader.wrong("date") }
    guard let checkedAt = UTC.parseHour(try reader.text("checked_at")) else { throw reader.wrong("checked_at") }
    let platform = try reader.text("platform")
    guard RuleTable.isPlatformID(platform) else { throw ProfileFailure("rules.platform", at: "handover.platform") }
    let protected = try ProtectedClaims(reader.required("protected"))
    let layers = try Self.layers(reader.required("layers"))
    if (layers[.protectedFunctions] == .protectedFault) != protected.hasFault {
      throw ProfileFailure("rules.group", at: "handover.layers.protected_functions")
    }
    let specimen: Verdict? =
      reader.optional("specimen_of") == nil ? nil : try reader.choice("specimen_of", Verdict.self)
    self.init(
      kind: try reader.choice("kind", Kind.self), date: date, mode: try reader.choice("mode", HandoverMode.self),
      verdict: try reader.choice("verdict", Verdict.self), specimenOf: specimen, platform: platform,
      rules: try reader.token("rules", length: 43), layers: layers, checkedAt: checkedAt,
      due: try Self.due(reader.optional("due"), layers: layers), keys: try KeyCount.read(reader), protected: protected,
      linesRoot: try reader.token("lines_root", length: 43))
  }

  /// All 21, each with a group that may stand there.
  private static func layers(_ value: JSONValue) throws(ProfileFailure) -> [Layer: BuyerGroup] {
    let reader = try PayloadReader(value, at: "handover.layers", allowing: layerNames)
    var result = [Layer: BuyerGroup](minimumCapacity: layerNames.count)
    for (layer, name) in zip(Layer.allCases, layerNames) {
      guard let value = reader.optional(name) else {
        throw ProfileFailure("rules.layer-missing", at: reader.path(name))
      }
      guard let group = value.string.flatMap({ groups[$0] }), group.mayStand(in: layer) else {
        throw ProfileFailure("rules.group", at: reader.path(name))
      }
      result[layer] = group
    }
    return result
  }

  private static let layerNames = Layer.allCases.map(\.rawValue)
  private static let groups = Dictionary(uniqueKeysWithValues: BuyerGroup.allCases.map { ($0.rawValue, $0) })

  private static func due(
    _ value: JSONValue?, layers: [Layer: BuyerGroup]
  ) throws(ProfileFailure) -> [Layer: Date] {
    let waiting = layers.lazy.filter { $0.value == .endsBy || $0.value == .overdue }.map(\.key).sorted()
    guard let value else {
      if waiting.isEmpty { return [:] }
      throw ProfileFailure("profile.missing", at: "handover.due")
    }
    let reader = try PayloadReader(value, at: "handover.due", allowing: waiting.map(\.rawValue))
    guard !waiting.isEmpty else { throw ProfileFailure("profile.value", at: "handover.due") }
    var result: [Layer: Date] = [:]
    for layer in waiting {
      guard let hour = UTC.parseHour(try reader.text(layer.rawValue)) else { throw reader.wrong(layer.rawValue) }
      result[layer] = hour
    }
    return result
  }
}

extension BuyerGroup {
  /// The two protected groups stand only in `protected_functions`, and there stand only four groups at all.
  public func mayStand(in layer: Layer) -> Bool {
    switch self {
    case .protectedOK, .protectedFault: layer == .protectedFunctions
    case .nonePossible, .notKnown: true
    default: layer != .protectedFunctions
    }
  }
}

extension KeyCount {
  fileprivate static func read(_ parent: PayloadReader) throws(ProfileFailure) -> KeyCount? {
    guard let value = parent.optional("keys") else { return nil }
    let reader = try PayloadReader(value, at: "handover.keys", allowing: ["handed_over", "accepted"])
    let accepted: Int64? = reader.optional("accepted") == nil ? nil : try reader.integer("accepted", in: 0...99)
    return KeyCount(handedOver: try reader.integer("handed_over", in: 0...99), accepted: accepted)
  }
}

extension ProtectedClaims {
  fileprivate init(_ value: JSONValue) throws(ProfileFailure) {
    let names = ["ecall_112", "private_emergency", "recall_channel", "theft_recovery"]
    let reader = try PayloadReader(value, at: "handover.protected", allowing: names)
    self.init(
      ecall112: try reader.choice("ecall_112", ECall.self),
      privateEmergency: try reader.choice("private_emergency", PrivateEmergency.self),
      recallChannel: try reader.choice("recall_channel", RecallChannel.self),
      theftRecovery: try reader.choice("theft_recovery", TheftRecovery.self))
  }
}

extension EarlierCertificate {
  fileprivate static func read(_ parent: PayloadReader, _ name: String) throws(ProfileFailure) -> EarlierCertificate? {
    guard let value = parent.optional(name) else { return nil }
    let reader = try PayloadReader(value, at: name, allowing: ["jti", "sha256", "reason"])
    return EarlierCertificate(
      id: try reader.token("jti", length: 22), sha256: try reader.token("sha256", length: 43),
      reason: try reader.choice("reason", Reason.self))
  }
}
