import StrictFormats

/// Reads the members of one object, strictly: every member is asked for by name, and none may be left over.
struct PayloadReader {
  let place: String
  private let members: [JSONValue.Member]

  init(_ value: JSONValue?, at place: String, allowing names: [String]) throws(ProfileFailure) {
    guard let value else { throw ProfileFailure("profile.missing", at: place) }
    guard let members = value.members else { throw ProfileFailure("profile.value", at: place) }
    self.place = place
    self.members = members
    // Members that are all there and in order need no search.
    guard !members.elementsEqual(names, by: { $0.name == $1 }) else { return }
    if let stranger = members.first(where: { !names.contains($0.name) }) {
      throw ProfileFailure("profile.unexpected-member", at: path(stranger.name))
    }
  }

  func path(_ name: String) -> String { place.isEmpty ? name : "\(place).\(name)" }

  func optional(_ name: String) -> JSONValue? { members.first { $0.name == name }?.value }

  func required(_ name: String) throws(ProfileFailure) -> JSONValue {
    guard let value = optional(name) else { throw ProfileFailure("profile.missing", at: path(name)) }
    return value
  }

  func text(_ name: String) throws(ProfileFailure) -> String {
    guard let text = try required(name).string else { throw wrong(name) }
    return text
  }

  func integer(_ name: String, in range: ClosedRange<Int64>) throws(ProfileFailure) -> Int64 {
    guard let number = try required(name).integer, range.contains(number) else { throw wrong(name) }
    return number
  }

  func choice<Choice: RawRepresentable<String>>(_ name: String, _: Choice.Type) throws(ProfileFailure) -> Choice {
    guard let choice = Choice(rawValue: try text(name)) else { throw wrong(name) }
    return choice
  }

  /// 128 random bits as 22 characters, or a digest as 43.
  func token(_ name: String, length: Int) throws(ProfileFailure) -> String {
    let text = try text(name)
    guard text.utf8.count == length, Base64.decode(text) != nil else { throw wrong(name) }
    return text
  }

  func wrong(_ name: String) -> ProfileFailure { ProfileFailure("profile.value", at: path(name)) }
}
