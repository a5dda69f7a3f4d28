import CCurl
import HandoverModel
import OEMAdapterKit

/// How one send ended: a whole answer, or a failure that may or may not be gone the next time.
enum SendOutcome: Sendable {
  case answer(HTTPResponse)
  case failure(TransportFailure, isTransient: Bool)

  var isAnswer: Bool { if case .answer = self { true } else { false } }
}

/// What is known about a send beside libcurl's code.
struct SendFacts: Sendable {
  /// Whether the connection stood and the request may have been written, in part at least.
  var mayHaveBeenWritten: Bool
  /// Whether an address was refused by the rule for addresses.
  var addressWasRefused = false
  /// Whether the peer cut the connection during its set-up.
  var wasReset = false
  var isSafe: Bool

  /// Nothing is changed by a read, and nothing by what was not written.
  var certainty: Certainty { isSafe || !mayHaveBeenWritten ? .notDone : .mayHaveBeenDone }
}

/// The failure behind libcurl's code. Codes after which the peer can never have seen the request are "not done" for every
/// method; all others depend on whether it may have been written.
func sendFailure(_ code: CURLcode, _ facts: SendFacts) -> SendOutcome {
  switch code {
  case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
    return notSent("transport.dns", "the provider's host name could not be looked up")
  case CURLE_COULDNT_CONNECT where facts.addressWasRefused:
    return .failure(
      TransportFailure(
        .notAllowed, code: "transport.address",
        reason: "the provider's host name leads to an address that is not allowed for it", certainty: .notDone),
      isTransient: false)
  case CURLE_COULDNT_CONNECT:
    return notSent("transport.refused", "the provider's host refused the connection")
  case CURLE_OPERATION_TIMEDOUT where !facts.mayHaveBeenWritten:
    return notSent("transport.connect-timeout", "the provider's host did not answer the connection in time")
  case CURLE_OPERATION_TIMEDOUT:
    return notRead("transport.timeout", "no whole answer came in time", facts)
  case CURLE_SSL_CONNECT_ERROR where facts.wasReset:
    return notSent("transport.refused", "the connection was cut while it was being set up")
  case CURLE_PARTIAL_FILE:
    return notRead("transport.truncated", "the answer was cut short", facts)
  case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR:
    return notRead("transport.reset", "the connection was cut before a whole answer came", facts)
  case CURLE_OUT_OF_MEMORY, CURLE_FILESIZE_EXCEEDED:
    // libcurl 7.88 says "out of memory" for one header line above 100 KiB.
    return refusedAnswer(.headersTooLarge, facts)
  case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY:
    return refusedAnswer(.framing, facts)
  case _ where trustCodes.contains(code.rawValue):
    return .failure(
      TransportFailure(
        .notTrusted, code: "transport.tls", reason: "the provider's host did not prove who it is",
        certainty: facts.certainty),
      isTransient: false)
  default:
    return .failure(
      TransportFailure(
        facts.mayHaveBeenWritten ? .notRead : .notSent, code: "transport.failed",
        reason: "the request failed (libcurl \(code.rawValue))", certainty: facts.certainty),
      isTransient: false)
  }
}

func refusedAnswer(_ refusal: AnswerRefusal, _ facts: SendFacts) -> SendOutcome {
  .failure(
    TransportFailure(
      refusal == .framing ? .notRead : .notAllowed, code: refusal.rawValue, reason: refusal.reason,
      certainty: facts.certainty),
    isTransient: false)
}

private let trustCodes: Set<UInt32> = [
  CURLE_SSL_CONNECT_ERROR.rawValue, CURLE_PEER_FAILED_VERIFICATION.rawValue, CURLE_SSL_CIPHER.rawValue,
  CURLE_SSL_CACERT_BADFILE.rawValue, CURLE_SSL_ISSUER_ERROR.rawValue, CURLE_SSL_PINNEDPUBKEYNOTMATCH.rawValue,
  CURLE_SSL_INVALIDCERTSTATUS.rawValue, CURLE_SSL_ENGINE_INITFAILED.rawValue, CURLE_SSL_CERTPROBLEM.rawValue,
]

private func notSent(_ code: String, _ reason: String) -> SendOutcome {
  .failure(TransportFailure(.notSent, code: code, reason: reason, certainty: .notDone), isTransient: true)
}

private func notRead(_ code: String, _ reason: String, _ facts: SendFacts) -> SendOutcome {
  .failure(TransportFailure(.notRead, code: code, reason: reason, certainty: facts.certainty), isTransient: true)
}
