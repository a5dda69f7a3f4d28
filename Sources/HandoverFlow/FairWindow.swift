package import HandoverModel

/// Which car is begun next: at most `width` at once for each set of providers that cars are asked at, so that the cars of a
/// provider that hardly answers keep nobody else waiting. Rows read past them are parked, up to a bound, and then reading
/// waits; memory stays flat however long the lot is.
package struct FairWindow {
  /// The providers a car has to do with.
  package typealias Group = [ProviderID]

  /// Rows that may lie parked, of all groups together.
  package static let mostParked = 500

  private let width: Int
  private let mostParked: Int
  private var running: [Group: Int] = [:]
  private var parked: [Group: Queue] = [:]
  private var parkedCount = 0
  private var atEnd = false

  /// - Parameter width: cars of one group at once.
  package init(width: Int, mostParked: Int = Self.mostParked) {
    self.width = max(1, width)
    self.mostParked = mostParked
  }

  /// The next car that may be begun, counted as running from here on; nil when one that runs has to end first, or when there
  /// is no other.
  package mutating func next(
    _ rows: () throws -> CarFacts?, group: (CarFacts) -> Group
  ) rethrows -> (facts: CarFacts, group: Group)? {
    if let begun = unpark() { return begun }
    while !atEnd, parkedCount < mostParked {
      guard let facts = try rows() else {
        atEnd = true
        return nil
      }
      let group = group(facts)
      if hasRoom(group) { return begin(facts, group) }
      parked[group, default: Queue()].append(facts)
      parkedCount += 1
    }
    return nil
  }

  /// A car of this group ended.
  package mutating func ended(_ group: Group) { running[group, default: 1] -= 1 }

  private func hasRoom(_ group: Group) -> Bool { running[group, default: 0] < width }

  private mutating func begin(_ facts: CarFacts, _ group: Group) -> (CarFacts, Group) {
    running[group, default: 0] += 1
    return (facts, group)
  }

  private mutating func unpark() -> (CarFacts, Group)? {
    guard parkedCount > 0 else { return nil }
    for group in parked.keys where hasRoom(group) {
      guard let facts = parked[group, default: Queue()].popFirst() else { continue }
      parkedCount -= 1
      return begin(facts, group)
    }
    return nil
  }
}

extension FairWindow {
  /// The parked cars of one group, in the order of their rows.
  private struct Queue {
    private var cars: [CarFacts?] = []
    private var head = 0

    mutating func append(_ facts: CarFacts) { cars.append(facts) }

    mutating func popFirst() -> CarFacts? {
      guard head < cars.count else { return nil }
      defer {
        cars[head] = nil
        head += 1
        if head == cars.count {
          cars.removeAll(keepingCapacity: true)
          head = 0
        } else if head >= 1_024 {
          cars.removeFirst(head)
          head = 0
        }
      }
      return cars[head]
    }
  }
}
