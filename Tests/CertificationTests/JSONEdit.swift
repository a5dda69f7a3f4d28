import StrictFormats

extension JSONValue {
  /// The value with the member at a path such as `handover/layers/app_grants` set, added at the end, or taken out.
  func setting(_ path: String, _ value: JSONValue?) -> JSONValue {
    let parts = path.split(separator: "/", maxSplits: 1).map(String.init)
    guard var members, let name = parts.first else { return self }
    let place = members.firstIndex { $0.name == name }
    let new = parts.count == 1 ? value : (self[name] ?? [:]).setting(parts[1], value)
    switch (place, new) {
    case (let place?, let new?): members[place].value = new
    case (let place?, nil): members.remove(at: place)
    case (nil, let new?): members.append(.init(name, new))
    case (nil, nil): break
    }
    return .object(members)
  }

  /// The value at such a path.
  func at(_ path: String) -> JSONValue? {
    path.split(separator: "/").reduce(Optional(self)) { value, name in value?[String(name)] }
  }
}
