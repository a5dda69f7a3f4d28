/// A document that was read strictly, as its bytes and marks over them.
final class JSONDocument: Sendable {
  let bytes: [UInt8]
  let marks: [JSONMark]

  init(_ bytes: [UInt8], _ marks: [JSONMark]) {
    self.bytes = bytes
    self.marks = marks
  }
}

/// One value of a document that was read strictly. It answers as `JSONValue` does, but nothing is made before it is asked for.
package struct JSONView: Sendable {
  private let document: JSONDocument
  private let place: Int

  init(_ document: JSONDocument, at place: Int) {
    self.document = document
    self.place = place
  }

  private var mark: JSONMark { document.marks[place] }

  /// The value of the member of this name, or nil when this is no object or has no such member.
  package subscript(name: String) -> JSONView? {
    guard isObject else { return nil }
    let (bytes, marks) = (document.bytes, document.marks)
    var member = place + 1
    while member < mark.next {
      if marks[member].isSame(as: name, in: bytes) { return JSONView(document, at: member + 1) }
      member = Int(marks[member + 1].next)
    }
    return nil
  }

  /// Whether this is an object.
  package var isObject: Bool { mark.kind == .object }

  /// The text, or nil when this is no string.
  package var string: String? {
    mark.kind == .plain || mark.kind == .escaped ? document.text(of: mark) : nil
  }

  /// The number, or nil when this is no number.
  package var integer: Int64? { mark.kind == .integer ? StrictJSON.integer(mark.raw(in: document.bytes)) : nil }

  /// The elements, or nil when this is no array.
  package var array: [JSONView]? {
    guard mark.kind == .array else { return nil }
    var elements: [JSONView] = []
    elements.reserveCapacity(mark.count)
    var element = place + 1
    while element < mark.next {
      elements.append(JSONView(document, at: element))
      element = Int(document.marks[element].next)
    }
    return elements
  }

  /// The truth value, or nil when this is none.
  package var bool: Bool? {
    switch mark.kind {
    case .yes: true
    case .no: false
    default: nil
    }
  }

  /// Whether this is the literal `null`.
  package var isNull: Bool { mark.kind == .null }
}

extension JSONView {
  /// All of it.
  package var value: JSONValue {
    var place = place
    return document.value(at: &place)
  }
}

extension JSONDocument {
  /// Everything at this place, which then is the one after it.
  fileprivate func value(at place: inout Int) -> JSONValue {
    let mark = marks[place]
    place += 1
    switch mark.kind {
    case .null: return .null
    case .yes: return .bool(true)
    case .no: return .bool(false)
    case .integer: return .integer(StrictJSON.integer(mark.raw(in: bytes)))
    case .plain, .escaped: return .string(text(of: mark))
    case .array:
      var values: [JSONValue] = []
      values.reserveCapacity(mark.count)
      while place < mark.next { values.append(value(at: &place)) }
      return .array(values)
    case .object:
      var members: [JSONValue.Member] = []
      members.reserveCapacity(mark.count)
      while place < mark.next {
        let name = text(of: marks[place])
        place += 1
        members.append(JSONValue.Member(name, value(at: &place)))
      }
      return .object(members)
    }
  }

  fileprivate func text(of mark: JSONMark) -> String {
    mark.kind == .plain
      ? String(decoding: mark.raw(in: bytes), as: UTF8.self) : String(decoding: mark.text(in: bytes), as: UTF8.self)
  }
}
