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
    switch mark.kind {
    case .plain: String(decoding: mark.raw(in: document.bytes), as: UTF8.self)
    case .escaped: String(decoding: mark.text(in: document.bytes), as: UTF8.self)
    default: nil
    }
  }

  /// The number, or nil when this is no number.
  package var integer: Int64? { mark.kind == .integer ? StrictJSON.integer(mark.raw(in: document.bytes)) : nil }

  /// The elements, or nil when this is no array.
  package var array: [JSONView]? {
    mark.kind == .array ? places(from: place + 1).map { JSONView(document, at: $0) } : nil
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

  /// The places of the values in this one, names among them.
  private func places(from first: Int) -> [Int] {
    var places: [Int] = []
    var place = first
    while place < mark.next {
      places.append(place)
      place = Int(document.marks[place].next)
    }
    return places
  }
}

extension JSONView {
  /// All of it.
  package var value: JSONValue {
    switch mark.kind {
    case .null: .null
    case .yes: .bool(true)
    case .no: .bool(false)
    case .integer: .integer(integer ?? 0)
    case .plain, .escaped: .string(string ?? "")
    case .array: .array((array ?? []).map(\.value))
    case .object: .object(members)
    }
  }

  private var members: [JSONValue.Member] {
    let places = places(from: place + 1)
    return stride(from: 0, to: places.count, by: 2).map { name in
      JSONValue.Member(
        JSONView(document, at: places[name]).string ?? "", JSONView(document, at: places[name + 1]).value)
    }
  }
}
