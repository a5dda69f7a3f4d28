extension Simulation {
  /// The reply of a fault that spoils a good answer on its way: the effect has happened.
  func damaged(_ answer: Answer, _ call: Call, _ draw: FaultDraw, _ form: inout String) -> Reply {
    var reply = Reply(answer: answer)
    switch draw.fault {
    case .resetAfterEffect, .refreshAnswerLost: reply.delivery = .reset
    case .closedReusedConnection:
      form = "after the effect"
      reply.delivery = .close
    case .slowBody: reply.delivery = slow(draw, &form)
    case .cutBody:
      form = draw.form & 1 == 0 ? "short of its length" : "chunked without end"
      reply.delivery = .cut(chunked: draw.form & 1 == 1)
    case .oddHead:
      let odd = Delivery.OddHead.allCases[Int(draw.form % UInt64(Delivery.OddHead.allCases.count))]
      form = odd.rawValue
      reply.delivery = .odd(odd)
    case .decompressionBomb: reply = bomb(answer, draw, &form)
    case .brokenContent: reply = broken(answer, draw, &form)
    default: break
    }
    return reply
  }

  /// A5: bounded, so that a run stays short.
  private func slow(_ draw: FaultDraw, _ form: inout String) -> Delivery {
    let milliseconds = settings.slowBodyMilliseconds
    if draw.form & 1 == 0 {
      form = "a byte at a time"
      return .trickle(pauseMilliseconds: 100, bytes: max(1, milliseconds / 100))
    }
    form = "silence after the head"
    return .stall(milliseconds: milliseconds)
  }

  /// A8: 1 MiB that decodes to 1 GiB, or an encoding that nobody asked for.
  private func bomb(_ answer: Answer, _ draw: FaultDraw, _ form: inout String) -> Reply {
    var reply = Reply(answer: answer)
    if draw.form & 1 == 0 {
      form = "gzip bomb"
      reply.answer.headers.append(("content-encoding", "gzip"))
      reply.delivery = .bomb(bytes: 1 << 20)
    } else {
      form = "unasked encoding"
      reply.answer.headers.append(("content-encoding", "br"))
    }
    return reply
  }

  /// C1: an answer whose JSON is not what it should be.
  private func broken(_ answer: Answer, _ draw: FaultDraw, _ form: inout String) -> Reply {
    guard case .json(let json) = answer.body else { return Reply(answer: answer) }
    let damage = ContentDamage.allCases[Int(draw.form % UInt64(ContentDamage.allCases.count))]
    form = damage.rawValue
    var reply = Reply(answer: answer)
    if damage == .fiftyMegabytes {
      reply.delivery = .padded(bytes: 50 << 20)
    } else {
      reply.answer.body = .text(damage.applied(to: json, form: draw.form >> 8))
    }
    return reply
  }
}

/// The ways in which an answer's JSON is broken (C1).
package enum ContentDamage: String, CaseIterable, Sendable {
  case truncated
  case wrongType = "wrong type"
  case missingField = "missing field"
  case nullField = "null field"
  case unknownValue = "unknown value"
  case notANumber = "NaN"
  case duplicateKey = "duplicate key"
  case deepNesting = "nesting of 100000"
  case fiftyMegabytes = "50 MB"

  /// The text of the broken answer. `form` says which of its members is hit.
  package func applied(to json: JSON, form: UInt64) -> String {
    let whole = json.line
    switch self {
    case .truncated: return String(whole.dropLast(1 + Int(form % UInt64(max(1, whole.count / 2)))))
    case .deepNesting: return String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
    case .fiftyMegabytes: return whole
    case .wrongType: return changed(json, form) { [.init($0.name, $0.value == .bool(true) ? .int(1) : .bool(true))] }
    case .missingField: return changed(json, form) { _ in [] }
    case .nullField: return changed(json, form) { [.init($0.name, .null)] }
    case .unknownValue: return changed(json, form, Self.enumerations) { [.init($0.name, .string("SOMETHING_NEW"))] }
    case .notANumber: return changed(json, form) { [.init($0.name, .verbatim("NaN"))] }
    case .duplicateKey: return changed(json, form) { [$0, .init($0.name, .string("twice"))] }
    }
  }

  /// Members whose values come from a list; an id is none of them, because a changed id would be a lie nobody can see.
  private static let enumerations: Set<String> = [
    "type", "state", "mode", "devicePlatform", "powertrainType", "status",
  ]

  /// The text with one member changed: the `form`-th of those named, or of all; cut short where there is none.
  private func changed(
    _ json: JSON, _ form: UInt64, _ names: Set<String>? = nil, _ change: (JSON.Member) -> [JSON.Member]
  ) -> String {
    let count = Self.count(json, names)
    guard count > 0 else { return Self.truncated.applied(to: json, form: form) }
    var rest = Int(form % UInt64(count))
    return Self.changed(json, names, &rest, change).line
  }

  private static func count(_ json: JSON, _ names: Set<String>?) -> Int {
    switch json {
    case .object(let members):
      members.reduce(0) { $0 + (names?.contains($1.name) ?? true ? 1 : 0) + count($1.value, names) }
    case .array(let items): items.reduce(0) { $0 + count($1, names) }
    default: 0
    }
  }

  private static func changed(
    _ json: JSON, _ names: Set<String>?, _ rest: inout Int, _ change: (JSON.Member) -> [JSON.Member]
  ) -> JSON {
    switch json {
    case .array(let items): return .array(items.map { changed($0, names, &rest, change) })
    case .object(let members):
      var out: [JSON.Member] = []
      for member in members {
        if names?.contains(member.name) ?? true { rest -= 1 }
        if rest == -1 {
          out += change(member)
          rest -= 1
        } else {
          out.append(.init(member.name, changed(member.value, names, &rest, change)))
        }
      }
      return .object(out)
    default: return json
    }
  }
}
