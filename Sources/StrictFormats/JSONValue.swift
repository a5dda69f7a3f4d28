/// A JSON value as this project's signed documents use it: whole numbers only, members in the order written.
public enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  case string(String)
  case array([JSONValue])
  case object([Member])

  /// One member of an object.
  public struct Member: Hashable, Sendable {
    /// The member's name.
    public var name: String
    /// Its value.
    public var value: JSONValue

    /// A member of this name.
    public init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }
}

extension JSONValue {
  /// The value of the member of this name, or nil when this is no object or has no such member.
  public subscript(name: String) -> JSONValue? { members?.first { $0.name == name }?.value }

  /// The members, or nil when this is no object.
  public var members: [Member]? { if case .object(let members) = self { members } else { nil } }

  /// The text, or nil when this is no string.
  public var string: String? { if case .string(let text) = self { text } else { nil } }

  /// The number, or nil when this is no number.
  public var integer: Int64? { if case .integer(let number) = self { number } else { nil } }

  /// The elements, or nil when this is no array.
  public var array: [JSONValue]? { if case .array(let values) = self { values } else { nil } }

  /// The truth value, or nil when this is none.
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

  /// Whether this is the literal `null`.
  public var isNull: Bool { self == .null }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// A string.
  public init(stringLiteral value: String) { self = .string(value) }
  /// A number.
  public init(integerLiteral value: Int64) { self = .integer(value) }
  /// A truth value.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// An array.
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  /// An object with its members in the order written.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }
}
