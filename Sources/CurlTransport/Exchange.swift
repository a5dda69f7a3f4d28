import CCurl
import OEMAdapterKit

/// One send of one job: what libcurl's callbacks read and write while it runs. Lives on the loop's thread only.
final class Exchange {
  let job: Job
  let handle: EasyHandle
  let startedAt: Double
  let isProbe: Bool
  private let mostBody: Int
  private let options: TransportOptions
  private var head = ResponseHead()
  private var body: [UInt8] = []
  private var refusal: AnswerRefusal?
  private var addressWasRefused = false

  init(_ job: Job, on handle: EasyHandle, mostBody: Int, options: TransportOptions, startedAt: Double, isProbe: Bool) {
    self.job = job
    self.handle = handle
    self.mostBody = mostBody
    self.options = options
    self.startedAt = startedAt
    self.isProbe = isProbe
  }

  /// - Returns: false to break the transfer off.
  func takeHeader(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    refusal = head.take(line)
    if refusal == nil, let length = head.length, length > mostBody { refusal = .bodyTooLarge }
    guard refusal == nil else { return false }
    if head.isComplete { handle.watchSpeed(options) }
    return true
  }

  /// - Returns: false to break the transfer off.
  func takeBody(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count <= mostBody - body.count else {
      refusal = .bodyTooLarge
      return false
    }
    body.append(contentsOf: bytes)
    return true
  }

  func allows(_ address: [UInt8]) -> Bool {
    if job.request.base.addresses.allows(address) { return true }
    addressWasRefused = true
    return false
  }

  var bodyCount: Int { body.count }

  func outcome(_ code: CURLcode) -> SendOutcome {
    let facts = SendFacts(
      mayHaveBeenWritten: handle.mayHaveWritten, addressWasRefused: addressWasRefused, wasReset: handle.wasReset,
      isSafe: job.request.method.isSafe)
    if let refusal { return refusedAnswer(refusal, facts) }
    guard code == CURLE_OK else { return sendFailure(code, facts) }
    guard head.isComplete else { return refusedAnswer(.framing, facts) }
    guard head.isWhole(body.count) else { return sendFailure(CURLE_PARTIAL_FILE, facts) }
    return .answer(HTTPResponse(status: head.status, headers: head.fields, body: body))
  }
}
