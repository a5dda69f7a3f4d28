package import Foundation
import Synchronization

/// How far a long run is: one moving line on a terminal, a line every few seconds elsewhere. Never silent for long.
package final class ProgressLine: Sendable {
  private struct State {
    var done = 0
    var started: Date
    var lastShown: Date
    var drawn = false
  }

  private let streams: Streams
  private let total: Int?
  private let noun: String
  private let now: @Sendable () -> Date
  private let state: Mutex<State>

  /// - Parameter total: how many there will be, where that is known.
  package init(streams: Streams, noun: String, total: Int?, now: @escaping @Sendable () -> Date = { Date() }) {
    self.streams = streams
    self.noun = noun
    self.total = total
    self.now = now
    let started = now()
    // A pipe gets its first line only when the run turns out to be long; a terminal moves from the start.
    state = Mutex(State(started: started, lastShown: streams.errIsTerminal ? .distantPast : started))
  }

  /// One more is finished.
  package func advance(_ label: String = "") {
    let moment = now()
    let line = state.withLock { state -> String? in
      state.done += 1
      let pause = streams.errIsTerminal ? 0.1 : 5
      guard moment.timeIntervalSince(state.lastShown) >= pause else { return nil }
      state.lastShown = moment
      state.drawn = true
      return text(state, at: moment, label)
    }
    guard let line else { return }
    streams.errIsTerminal ? streams.sayRaw("\r\u{1B}[K" + line) : streams.say(line)
  }

  /// Clears a moving line, so that what follows starts on an empty one.
  package func finish() {
    let drawn = state.withLock { $0.drawn }
    if streams.errIsTerminal && drawn { streams.sayRaw("\r\u{1B}[K") }
  }

  private func text(_ state: State, at moment: Date, _ label: String) -> String {
    let elapsed = max(0.001, moment.timeIntervalSince(state.started))
    let rate = Double(state.done) / elapsed
    var parts = [total.map { "\(state.done) of \($0) \(noun)" } ?? "\(state.done) \(noun)"]
    parts.append(rate >= 10 ? "\(Int(rate))/s" : String(format: "%.1f/s", rate))
    if let total, rate > 0, total > state.done { parts.append("about \(span(Double(total - state.done) / rate)) left") }
    if !label.isEmpty { parts.append(label) }
    return String(parts.joined(separator: "  ").prefix(streams.width - 1))
  }
}

/// A span of time as people say it: `12 s`, `4 min`, `2 h 10 min`.
package func span(_ seconds: Double) -> String {
  let whole = Int(seconds.rounded(.up))
  if whole < 100 { return "\(whole) s" }
  if whole < 6_000 { return "\((whole + 30) / 60) min" }
  return "\(whole / 3_600) h \(whole % 3_600 / 60) min"
}
