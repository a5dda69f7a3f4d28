import FoundationEssentials
import HandoverModel
public import StrictFormats

extension CertificatePayload {
  /// The payload as JSON, members in the order of the design. Signing signs exactly the canonical bytes of this value.
  public var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("iss", .string(issuer)), .init("iat", .integer(Int64(issuedAt.timeIntervalSince1970))),
      .init("jti", .string(id)), .init("vct", .string(Self.type)),
      .init("status", ["status_list": ["idx": .integer(status.index), "uri": .string(status.uri)]]),
      .init("vehicle", vehicle.json), .init("handover", handover.json),
    ]
    if let supersedes { members.append(.init("supersedes", supersedes.json)) }
    if let supplements { members.append(.init("supplements", supplements.json)) }
    members += [.init("_sd_alg", "sha-256"), .init("_sd", [.string(privateDigest)])]
    return .object(members)
  }
}

extension VehicleClaims {
  var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("vin", .string(vin.text)), .init("vin_read", .string(vinRead.rawValue)), .init("make", .string(make)),
      .init("model", .string(model)),
    ]
    if let modelYear { members.append(.init("model_year", .integer(modelYear))) }
    if let odometer {
      members.append(.init("odometer", ["value": .integer(odometer.value), "unit": .string(odometer.unit)]))
    }
    return .object(members)
  }
}

extension HandoverClaims {
  var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("kind", .string(kind.rawValue)), .init("date", .string(UTC.day(date))),
      .init("mode", .string(mode.rawValue)), .init("verdict", .string(verdict.rawValue)),
    ]
    if let specimenOf { members.append(.init("specimen_of", .string(specimenOf.rawValue))) }
    members += [
      .init("platform", .string(platform)), .init("rules", .string(rules)), .init("layers", layersJSON),
      .init("checked_at", .string(UTC.hour(checkedAt))),
    ]
    if !due.isEmpty {
      members.append(.init("due", object { layer in due[layer].map { .string(UTC.hour($0)) } }))
    }
    if let keys { members.append(.init("keys", keys.json)) }
    members += [.init("protected", protected.json), .init("lines_root", .string(linesRoot))]
    return .object(members)
  }

  private var layersJSON: JSONValue { object { layer in layers[layer].map { .string($0.rawValue) } } }

  private func object(_ value: (Layer) -> JSONValue?) -> JSONValue {
    .object(Layer.allCases.compactMap { layer in value(layer).map { .init(layer.rawValue, $0) } })
  }
}

extension KeyCount {
  var json: JSONValue {
    var members: [JSONValue.Member] = [.init("handed_over", .integer(handedOver))]
    if let accepted { members.append(.init("accepted", .integer(accepted))) }
    return .object(members)
  }
}

extension ProtectedClaims {
  var json: JSONValue {
    [
      "ecall_112": .string(ecall112.rawValue), "private_emergency": .string(privateEmergency.rawValue),
      "recall_channel": .string(recallChannel.rawValue), "theft_recovery": .string(theftRecovery.rawValue),
    ]
  }
}

extension EarlierCertificate {
  var json: JSONValue {
    ["jti": .string(id), "sha256": .string(sha256), "reason": .string(reason.rawValue)]
  }
}
