import OEMAdapterKit

/// A provider's jobs that wait: new ones in order, and those that wait for their next send, which go first when due.
struct JobQueue {
  private var fresh: [Job] = []
  private var head = 0
  private var again: [Job] = []

  var isEmpty: Bool { head == fresh.count && again.isEmpty }

  mutating func append(_ job: Job) { fresh.append(job) }

  mutating func appendAgain(_ job: Job) { again.append(job) }

  /// When the first job is due; nil when nothing waits.
  func firstDue(now: Double) -> Double? {
    head < fresh.count ? now : again.map(\.notBefore).min()
  }

  mutating func popDue(now: Double) -> Job? {
    if let index = dueAgain(now: now) { return again.remove(at: index) }
    guard head < fresh.count else { return nil }
    let job = fresh[head]
    head += 1
    forgetTaken()
    return job
  }

  /// The first due job that only reads.
  mutating func popDueRead(now: Double) -> Job? {
    if let index = again.firstIndex(where: { $0.notBefore <= now && $0.request.method.isSafe }) {
      return again.remove(at: index)
    }
    guard let index = fresh[head...].firstIndex(where: { $0.request.method.isSafe }) else { return nil }
    return fresh.remove(at: index)
  }

  /// Takes out every job that `isGone` picks.
  mutating func remove(where isGone: (Job) -> Bool) -> [Job] {
    let gone = fresh[head...].filter(isGone) + again.filter(isGone)
    guard !gone.isEmpty else { return [] }
    fresh = fresh[head...].filter { !isGone($0) }
    head = 0
    again.removeAll(where: isGone)
    return gone
  }

  private func dueAgain(now: Double) -> Int? {
    var best: Int?
    for (index, job) in again.enumerated() where job.notBefore <= now {
      if best.map({ job.notBefore < again[$0].notBefore }) ?? true { best = index }
    }
    return best
  }

  private mutating func forgetTaken() {
    guard head >= 64, head * 2 >= fresh.count else { return }
    fresh.removeFirst(head)
    head = 0
  }
}
