import CCurl
import Glibc
import HandoverModel
import OEMAdapterKit

/// One libcurl easy handle, reused from send to send (it keeps TLS sessions). Lives on the loop's thread only.
final class EasyHandle {
  let easy: UnsafeMutableRawPointer
  /// Lists that libcurl reads while it sends; freed when the send is forgotten.
  private var lists: [UnsafeMutablePointer<curl_slist>] = []
  /// Whether everything that is the same for all reads is still set from the last one.
  private var isSetForReads = false

  /// Nil when the machine has no memory left.
  init?() {
    guard let easy = curl_easy_init() else { return nil }
    self.easy = easy
  }

  deinit {
    curl_easy_cleanup(easy)
    for list in lists { curl_slist_free_all(list) }
  }

  /// Makes the handle forget the last send, its headers first of all.
  func reset() {
    curl_easy_reset(easy)
    isSetForReads = false
    freeLists()
  }

  /// The same after the whole answer to a read: what is the same for all reads stays set. Setting it again cost a sixth of
  /// what libcurl costs for a call.
  func resetForReads() {
    var setup = OptionSetup(easy: easy)
    setup.forget()
    guard setup.isGood else { return reset() }
    isSetForReads = true
    freeLists()
  }

  private func freeLists() {
    for list in lists { curl_slist_free_all(list) }
    lists = []
  }

  /// - Returns: false when libcurl refused an option; then nothing may be sent.
  func prepare(_ exchange: Exchange, timeout: Double, options: TransportOptions) -> Bool {
    let request = exchange.job.request
    if isSetForReads, !request.method.isSafe { reset() }
    var setup = OptionSetup(easy: easy)
    if !isSetForReads {
      setup.safety()
      setup.method(request)
      setup.callbacks()
    }
    setup.string(CURLOPT_URL, request.base.origin)
    setup.string(CURLOPT_REQUEST_TARGET, request.target)
    setup.string(CURLOPT_PROTOCOLS_STR, request.base.scheme.rawValue)
    setup.time(timeout: timeout, connect: min(options.connectTimeout, timeout))
    // libcurl sends again by itself when a kept connection dies before the first byte of an answer (7.88.1, measured).
    // On a fresh connection it does not. The connection may be kept afterwards, for reads.
    setup.long(CURLOPT_FRESH_CONNECT, !request.isRepeatable || exchange.job.needsFresh ? 1 : 0)
    setup.contexts(
      Unmanaged.passUnretained(exchange).toOpaque(), sockets: Unmanaged.passUnretained(exchange.sockets).toOpaque())
    var lines = request.headerLines
    if let authorization = request.authorization { lines.append("Authorization: \(authorization.reveal())") }
    setup.list(CURLOPT_HTTPHEADER, list(of: lines))
    if !options.resolve.isEmpty { setup.list(CURLOPT_RESOLVE, list(of: options.resolve)) }
    return setup.isGood
  }

  /// From now on a body that only trickles is given up. Waiting for the answer's first byte is not slowness.
  func watchSpeed(_ options: TransportOptions) {
    var setup = OptionSetup(easy: easy)
    setup.long(CURLOPT_LOW_SPEED_LIMIT, options.slowestBytesPerSecond)
    setup.long(CURLOPT_LOW_SPEED_TIME, options.slowSeconds)
  }

  /// Whether the connection, TLS included, stood: from then on the request may have been written.
  var mayHaveWritten: Bool {
    var microseconds: curl_off_t = 0
    _ = ccurl_getinfo_off_t(easy, CURLINFO_PRETRANSFER_TIME_T, &microseconds)
    return microseconds > 0
  }

  var wasReset: Bool {
    var number = 0
    _ = ccurl_getinfo_long(easy, CURLINFO_OS_ERRNO, &number)
    return number == Int(ECONNRESET) || number == Int(EPIPE)
  }

  private func list(of lines: [String]) -> UnsafeMutablePointer<curl_slist>? {
    var list: UnsafeMutablePointer<curl_slist>?
    for line in lines {
      guard let longer = curl_slist_append(list, line) else {
        curl_slist_free_all(list)
        return nil
      }
      list = longer
    }
    if let list { lists.append(list) }
    return list
  }
}
