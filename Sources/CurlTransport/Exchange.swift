import CCurl
import OEMAdapterKit

/// What a send is to its lane.
struct Send {
  /// The provider's place in the loop's table of lanes.
  var lane: Int
  /// The pacer's number.
  var call: Int
  var startedAt: Double
  /// Whether it tries if the provider is back.
  var isProbe: Bool
}

/// One send of one job: what libcurl's callbacks read and write while it runs. Lives on the loop's thread only.
final class Exchange {
  let job: Job
  let send: Send
  let handle: EasyHandle
  let sockets: SocketTable
  /// The sockets opened for this send.
  private var opened: [Int32] = []
  private let mostBody: Int
  private let options: TransportOptions
  private var head = ResponseHead()
  private var body: [UInt8] = []
  private var refusal: AnswerRefusal?
  private var addressWasRefused = false
  /// Whether a kept connection held bytes that nobody asked for: nothing was written to it.
  private(set) var metStaleConnection = false

  init(_ job: Job, _ send: Send, on handle: EasyHandle, sockets: SocketTable, mostBody: Int, options: TransportOptions)
  {
    self.job = job
    self.send = send
    self.handle = handle
    self.sockets = sockets
    self.mostBody = mostBody
    self.options = options
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
    if body.isEmpty { body.reserveCapacity(max(bytes.count, head.length ?? 0)) }
    body.append(contentsOf: bytes)
    return true
  }

  func allows(_ address: [UInt8]) -> Bool {
    if job.request.base.addresses.allows(address) { return true }
    addressWasRefused = true
    return false
  }

  func noteOpened(_ socket: Int32) { opened.append(socket) }

  func mayUse(_ connection: SocketTable.Ends) -> Bool {
    metStaleConnection = !sockets.mayUse(connection, opened: opened)
    return !metStaleConnection
  }

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
