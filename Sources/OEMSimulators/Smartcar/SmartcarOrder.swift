/// The connections of one mode as one replica lists them: newest first, kept in order, so that no request has to look at
/// all of them.
struct SmartcarOrder: Sendable {
  struct Key: Sendable, Comparable {
    let createdAt: String
    let index: Int

    static func < (one: Key, other: Key) -> Bool {
      one.createdAt == other.createdAt ? one.index < other.index : one.createdAt < other.createdAt
    }
  }

  private(set) var keys: [Key]
  private var later: [(due: Int64, key: Key, insert: Bool)] = []

  init(_ keys: [Key] = []) { self.keys = keys }

  /// Does what has become due.
  mutating func advance(to now: Int64) {
    guard later.contains(where: { $0.due <= now }) else { return }
    for change in later where change.due <= now {
      if change.insert { insert(change.key) } else { remove(change.key) }
    }
    later.removeAll { $0.due <= now }
  }

  mutating func insert(_ key: Key) {
    later.removeAll { $0.key == key }
    let place = place(of: key)
    if place == keys.count || keys[place] != key { keys.insert(key, at: place) }
  }

  mutating func insertLater(_ key: Key, at due: Int64) { later.append((due, key, true)) }

  mutating func remove(_ key: Key, at due: Int64, now: Int64) {
    if due <= now { remove(key) } else { later.append((due, key, false)) }
  }

  private mutating func remove(_ key: Key) {
    let place = place(of: key)
    if place < keys.count, keys[place] == key { keys.remove(at: place) }
  }

  /// The first place whose key is not before this one, in descending order.
  private func place(of key: Key) -> Int {
    var low = 0
    var high = keys.count
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] > key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
