import HandoverFlow
import HandoverModel
import Synchronization
import Testing

@Suite struct ProviderPlacesTests {
  private static let one = ProviderID("one")
  private static let two = ProviderID("two")

  /// Who is in at this moment, who was in at most, and in which order they came.
  private final class Door: Sendable {
    struct Count {
      var inside = 0
      var most = 0
      var order: [Int] = []
    }
    private let count = Mutex(Count())

    func enter(_ number: Int) {
      count.withLock {
        $0.inside += 1
        $0.most = max($0.most, $0.inside)
        $0.order.append(number)
      }
    }
    func leave() { count.withLock { $0.inside -= 1 } }
    var seen: Count { count.withLock { $0 } }
  }

  /// A place that somebody holds until it is told to let go.
  private struct Holder {
    private let stream: AsyncStream<Void>
    private let sender: AsyncStream<Void>.Continuation

    init() { (stream, sender) = AsyncStream.makeStream(of: Void.self) }

    func letGo() { sender.finish() }
    func hold() async { for await _ in stream {} }
  }

  @Test(arguments: [1, 3]) func hardlyMoreAreInThanThereArePlaces(most: Int) async {
    let (places, door) = (ProviderPlaces(), Door())
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<60 {
        group.addTask {
          await places.with(Self.one, of: most) {
            door.enter(number)
            await Task.yield()
            door.leave()
          }
        }
      }
    }
    #expect(door.seen.most <= most)
    #expect(Set(door.seen.order).count == 60, "everybody had a turn")
  }

  @Test func whoWaitsLongestIsNext() async {
    let (places, door, holder) = (ProviderPlaces(), Door(), Holder())
    let first = Task { await places.with(Self.one, of: 1) { await holder.hold() } }
    while !places.isFull(Self.one, of: 1) { await Task.yield() }
    var waiting: [Task<Void, Never>] = []
    for number in 0..<20 {
      waiting.append(Task { await places.with(Self.one, of: 1) { door.enter(number) } })
      while places.waiting(for: Self.one) <= number { await Task.yield() }
    }
    holder.letGo()
    await first.value
    for task in waiting { await task.value }
    #expect(door.seen.order == Array(0..<20))
  }

  @Test func aProviderWhosePlacesAreAllTakenKeepsNobodyElseWaiting() async {
    let (places, holder) = (ProviderPlaces(), Holder())
    let stalled = Task { await places.with(Self.one, of: 1) { await holder.hold() } }
    while !places.isFull(Self.one, of: 1) { await Task.yield() }
    let answer = await places.with(Self.two, of: 1) { 7 }
    #expect(answer == 7)
    holder.letGo()
    await stalled.value
  }

  @Test func aPlaceComesBackFromWorkThatFails() async {
    struct Failed: Error {}
    let places = ProviderPlaces()
    for _ in 0..<5 {
      await #expect(throws: Failed.self) { try await places.with(Self.one, of: 1) { throw Failed() } }
    }
    #expect(!places.isFull(Self.one, of: 1))
    #expect(await places.with(Self.one, of: 1) { true })
  }

  @Test func noPlaceAtAllCountsAsOne() async {
    #expect(await ProviderPlaces().with(Self.one, of: 0) { true })
  }
}
