import HandoverModel
import OEMAdapterKit
import Synchronization

typealias SendResult = Result<HTTPResponse, TransportFailure>

/// Tells the loop's thread that the caller no longer wants an answer.
final class Ticket: Sendable {
  private let wanted = Atomic<Bool>(true)

  var isCancelled: Bool { !wanted.load(ordering: .acquiring) }

  func cancel() { wanted.store(false, ordering: .releasing) }
}

/// What a caller hands to the loop's thread.
struct Submission: Sendable {
  var request: OutgoingRequest
  /// The provider's place in the loop's table of lanes.
  var lane: Int
  var ticket: Ticket
  var continuation: CheckedContinuation<SendResult, Never>
}

/// One request from submission to its end, over all its sends. Lives on the loop's thread only.
final class Job {
  let request: OutgoingRequest
  let ticket: Ticket
  /// Sends made so far.
  var sends = 0
  /// When the whole request must be over; set by the first send.
  var deadline: Double = .infinity
  /// Not sent before this time.
  var notBefore: Double = -.infinity
  /// Set when a kept connection could not be trusted with the request.
  var needsFresh = false
  /// How the latest send ended: what the caller gets when there is no time for another.
  var latest: SendOutcome?
  private let continuation: CheckedContinuation<SendResult, Never>

  init(_ submission: Submission) {
    request = submission.request
    ticket = submission.ticket
    continuation = submission.continuation
  }

  func end(_ outcome: SendOutcome) {
    switch outcome {
    case .answer(let response): continuation.resume(returning: .success(response))
    case .failure(let failure, _): continuation.resume(returning: .failure(failure))
    }
  }

  /// Ends a job that may not be sent now: with what its latest send brought, or with the reason.
  func end(unlessSent failure: TransportFailure) { end(latest ?? .failure(failure, isTransient: false)) }
}

extension TransportFailure {
  static let cancelled = TransportFailure(
    .notSent, code: "transport.cancelled", reason: "the run was stopped before the request was sent",
    certainty: .notDone)
  static let closed = TransportFailure(
    .notSent, code: "transport.closed", reason: "the transport was shut down", certainty: .notDone)
  static let noHandle = TransportFailure(
    .notSent, code: "transport.machine", reason: "this machine has no memory left for a request", certainty: .notDone)

  static func circuitOpen(_ seconds: Double) -> TransportFailure {
    TransportFailure(
      .notNow, code: "transport.circuit-open", reason: "the provider fails all the time; it is left alone for a while",
      certainty: .notDone, retryAfter: seconds)
  }

  static func paused(_ seconds: Double) -> TransportFailure {
    TransportFailure(
      .notNow, code: "transport.paused", reason: "the provider asked for a longer pause than this run waits",
      certainty: .notDone, retryAfter: seconds)
  }
}
