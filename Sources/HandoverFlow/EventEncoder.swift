import FoundationEssentials

/// The content of an event as the ledger keeps it: JSON with sorted names, dates as seconds since 1970.
package func eventJSON(_ content: some Encodable) throws -> [UInt8] {
  let writer = EventWriter()
  try EventEncoder(writer: writer, depth: 0).write(content)
  return writer.bytes
}

/// Takes a value's parts and writes them as they come. It holds no state but the place where it writes: how many objects
/// and arrays are around the value.
private struct EventEncoder: Encoder {
  let writer: EventWriter
  let depth: Int

  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    writer.open(object: true, at: depth)
    return KeyedEncodingContainer(EventMembers(writer: writer, depth: depth))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    writer.open(object: false, at: depth)
    return EventElements(writer: writer, depth: depth)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }

  /// Writes a whole value. One that has nothing to say is an empty object.
  func write<Value: Encodable>(_ value: Value) throws {
    if Value.self == Date.self, let date = value as? Date { return try writer.write(date.timeIntervalSince1970) }
    let before = writer.bytes.count
    try value.encode(to: self)
    if writer.bytes.count == before { writer.open(object: true, at: depth) }
    writer.end(to: depth)
  }
}

extension EventEncoder: SingleValueEncodingContainer {
  func encodeNil() { writer.writeNull() }
  func encode(_ value: Bool) { writer.write(value) }
  func encode(_ value: String) { writer.write(value) }
  func encode(_ value: Double) throws { try writer.write(value) }
  func encode(_ value: Float) throws { try writer.write(value) }
  func encode(_ value: Int) { writer.write(value) }
  func encode(_ value: Int8) { writer.write(value) }
  func encode(_ value: Int16) { writer.write(value) }
  func encode(_ value: Int32) { writer.write(value) }
  func encode(_ value: Int64) { writer.write(value) }
  func encode(_ value: UInt) { writer.write(value) }
  func encode(_ value: UInt8) { writer.write(value) }
  func encode(_ value: UInt16) { writer.write(value) }
  func encode(_ value: UInt32) { writer.write(value) }
  func encode(_ value: UInt64) { writer.write(value) }
  func encode(_ value: some Encodable) throws { try write(value) }
}

/// The members of one object.
private struct EventMembers<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let writer: EventWriter
  let depth: Int

  var codingPath: [any CodingKey] { [] }

  /// Where the value of this member is written.
  private func value(_ key: some CodingKey) -> EventEncoder {
    writer.name(key.stringValue, at: depth)
    return EventEncoder(writer: writer, depth: depth + 1)
  }

  func encodeNil(forKey key: Key) { value(key).encodeNil() }
  func encode(_ value: Bool, forKey key: Key) { self.value(key).encode(value) }
  func encode(_ value: String, forKey key: Key) { self.value(key).encode(value) }
  func encode(_ value: Double, forKey key: Key) throws { try self.value(key).encode(value) }
  func encode(_ value: Int, forKey key: Key) { self.value(key).encode(value) }
  func encode(_ value: Int64, forKey key: Key) { self.value(key).encode(value) }
  func encode(_ value: some Encodable, forKey key: Key) throws { try self.value(key).write(value) }

  func nestedContainer<Inner: CodingKey>(
    keyedBy type: Inner.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Inner> { value(key).container(keyedBy: type) }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { value(key).unkeyedContainer() }
  func superEncoder() -> any Encoder { value(SuperKey.super) }
  func superEncoder(forKey key: Key) -> any Encoder { value(key) }

  private enum SuperKey: CodingKey { case `super` }
}

/// The elements of one array.
private struct EventElements: UnkeyedEncodingContainer {
  let writer: EventWriter
  let depth: Int
  private(set) var count = 0

  var codingPath: [any CodingKey] { [] }

  init(writer: EventWriter, depth: Int) {
    self.writer = writer
    self.depth = depth
  }

  /// Where the next element is written.
  private mutating func value() -> EventEncoder {
    count += 1
    writer.next(at: depth)
    return EventEncoder(writer: writer, depth: depth + 1)
  }

  mutating func encodeNil() { value().encodeNil() }
  mutating func encode(_ value: String) { self.value().encode(value) }
  mutating func encode(_ value: some Encodable) throws { try self.value().write(value) }

  mutating func nestedContainer<Inner: CodingKey>(keyedBy type: Inner.Type) -> KeyedEncodingContainer<Inner> {
    value().container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { value().unkeyedContainer() }
  mutating func superEncoder() -> any Encoder { value() }
}
