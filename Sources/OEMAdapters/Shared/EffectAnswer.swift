import HandoverModel
import OEMAdapterKit
import StrictFormats

/// Seconds to wait where a provider asks for patience without saying how much.
private let patience = (busy: 5.0, tooMany: 2.0)

extension AttemptReport {
  /// What the answer to an ending says. It is never proof: whether the access is gone is seen by a look.
  ///
  /// Doubtful answers count as "may have been done", because only then does nobody repeat the request blindly.
  init(answer: HTTPResponse) {
    switch answer.status {
    case 200..<300: self = Self.success(answer)
    case 404 where answer.isPlainlyFromProvider:
      self.init(.done, code: "already-gone", reason: "the provider says there is nothing to end")
    case 401, 403: self.init(.notDone, code: "refused", reason: "the provider refuses (status \(answer.status))")
    case 409, 423:
      self.init(
        .notDone, code: "busy", reason: "the provider or the car is busy (status \(answer.status))",
        retryAfter: answer.retryAfter ?? patience.busy)
    case 429:
      self.init(
        .notDone, code: "too-many-requests", reason: "the provider asks for fewer requests",
        retryAfter: answer.retryAfter ?? patience.tooMany)
    case 430: self.init(.notDone, code: "billing", reason: "the provider refuses for a billing reason (status 430)")
    case 410: self.init(.notDone, code: "route-retired", reason: "the provider has retired this route (status 410)")
    case 400, 402, 405, 406, 411...422, 426, 428, 431:
      self.init(.notDone, code: "rejected", reason: "the provider rejects the request (status \(answer.status))")
    case 500...599:
      self.init(
        .mayHaveBeenDone, code: "server-error",
        reason: "the provider failed; it may have done it (status \(answer.status))")
    default: self = Self.unclear("status \(answer.status)")
    }
  }

  /// Nothing of the request left, or it is not known whether it did.
  init(_ failure: TransportFailure) {
    self.init(failure.certainty, code: failure.code, reason: failure.reason, retryAfter: failure.retryAfter)
  }

  /// The token for the request could not be had, so nothing was sent.
  init(notSent cause: CouldNotLook) {
    self.init(
      .notDone, code: cause.failure.code, reason: cause.failure.reason,
      retryAfter: cause.failure.passing ? patience.tooMany : nil)
  }

  /// Success is an empty body, or JSON that names no error: `200 {"error": ...}` is doubtful, and so is a page.
  private static func success(_ answer: HTTPResponse) -> AttemptReport {
    if answer.isPlainlyFromProvider {
      return AttemptReport(.done, code: "accepted", reason: "the provider accepted it (status \(answer.status))")
    }
    return unclear("status \(answer.status) with a body that is not the documented one")
  }

  private static func unclear(_ what: String) -> AttemptReport {
    AttemptReport(
      .mayHaveBeenDone, code: "unclear-answer", reason: "the answer does not tell whether it was done: \(what)")
  }
}

extension HTTPResponse {
  /// Whether the body is empty, or, for a success, a JSON object without an error member; for another status, any JSON.
  fileprivate var isPlainlyFromProvider: Bool {
    if body.isEmpty { return true }
    guard let value = try? json(from: ProviderID("effect")), value.isObject else { return false }
    guard (200..<300).contains(status) else { return true }
    return value["error"] == nil && value["errors"] == nil
  }
}
