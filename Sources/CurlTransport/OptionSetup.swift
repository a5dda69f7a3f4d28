import CCurl
import OEMAdapterKit

/// Sets a handle's options and remembers whether libcurl took every one of them.
struct OptionSetup {
  let easy: UnsafeMutableRawPointer
  private(set) var isGood = true

  init(easy: UnsafeMutableRawPointer) { self.easy = easy }

  mutating func long(_ option: CURLoption, _ value: Int) { note(ccurl_setopt_long(easy, option, value)) }

  mutating func string(_ option: CURLoption, _ value: String) { note(ccurl_setopt_str(easy, option, value)) }

  mutating func list(_ option: CURLoption, _ value: UnsafeMutablePointer<curl_slist>?) {
    if value == nil { isGood = false }
    note(ccurl_setopt_slist(easy, option, value))
  }

  private mutating func note(_ code: CURLcode) {
    if code != CURLE_OK { isGood = false }
  }

  /// Nothing from the environment, nothing from the answer, no weaker protocol.
  mutating func safety() {
    long(CURLOPT_NOSIGNAL, 1)
    string(CURLOPT_REDIR_PROTOCOLS_STR, "https")
    long(CURLOPT_FOLLOWLOCATION, 0)
    string(CURLOPT_PROXY, "")
    string(CURLOPT_NOPROXY, "*")
    long(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
    long(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
    long(CURLOPT_PATH_AS_IS, 1)
    // One answer per connection at a time: every rule about where an answer ends can be checked.
    long(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    long(CURLOPT_HTTP09_ALLOWED, 0)
    long(CURLOPT_HTTP_CONTENT_DECODING, 0)
    long(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    long(CURLOPT_SSL_VERIFYPEER, 1)
    long(CURLOPT_SSL_VERIFYHOST, 2)
  }

  mutating func time(timeout: Double, connect: Double) {
    long(CURLOPT_TIMEOUT_MS, milliseconds(timeout))
    long(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(connect))
  }

  mutating func method(_ request: OutgoingRequest) {
    if request.method.isSafe {
      long(CURLOPT_HTTPGET, 1)
      return
    }
    if !request.body.isEmpty || request.method != .delete {
      long(CURLOPT_POST, 1)
      note(ccurl_setopt_off_t(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.count)))
      request.body.withUnsafeBytes { bytes in
        let start = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
        if bytes.isEmpty {
          string(CURLOPT_COPYPOSTFIELDS, "")
        } else {
          note(ccurl_setopt_ptr(easy, CURLOPT_COPYPOSTFIELDS, start))
        }
      }
    }
    string(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
  }

  mutating func callbacks() {
    note(ccurl_setopt_write(easy, CURLOPT_HEADERFUNCTION, onHeader))
    note(ccurl_setopt_write(easy, CURLOPT_WRITEFUNCTION, onBody))
    note(ccurl_setopt_opensocket(easy, onOpenSocket))
    note(ccurl_setopt_closesocket(easy, onCloseSocket))
    note(ccurl_setopt_prereq(easy, onReady))
  }

  /// What the callbacks are given.
  /// - Parameter exchange: unretained; the loop keeps the exchange until the handle has left the multi handle.
  /// - Parameter sockets: unretained; the loop keeps the table until the multi handle is gone.
  mutating func contexts(_ exchange: UnsafeMutableRawPointer, sockets: UnsafeMutableRawPointer) {
    exchangeContexts(exchange)
    note(ccurl_setopt_ptr(easy, CURLOPT_CLOSESOCKETDATA, sockets))
  }

  private mutating func exchangeContexts(_ exchange: UnsafeMutableRawPointer?) {
    note(ccurl_setopt_ptr(easy, CURLOPT_HEADERDATA, exchange))
    note(ccurl_setopt_ptr(easy, CURLOPT_WRITEDATA, exchange))
    note(ccurl_setopt_ptr(easy, CURLOPT_OPENSOCKETDATA, exchange))
    note(ccurl_setopt_ptr(easy, CURLOPT_PREREQDATA, exchange))
  }

  /// Takes back what belongs to one read alone.
  mutating func forget() {
    note(ccurl_setopt_slist(easy, CURLOPT_HTTPHEADER, nil))
    exchangeContexts(nil)
    long(CURLOPT_LOW_SPEED_LIMIT, 0)
    long(CURLOPT_LOW_SPEED_TIME, 0)
  }
}

/// Whole milliseconds, at least 1: to libcurl 0 means "for ever".
private func milliseconds(_ seconds: Double) -> Int { Int(max(0.001, min(seconds, 86_400)) * 1000) }
