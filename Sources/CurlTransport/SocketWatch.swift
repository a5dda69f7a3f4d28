import CCurl
import Glibc

/// What libcurl waits for: sockets, and a time. Only a transfer whose socket has something is touched then;
/// `curl_multi_perform` goes over every transfer at every turn and asks the kernel about each one's socket, which made 19
/// polls of one call at 16 in flight (measured, November 2026).
///
/// Lives on the loop's thread only.
final class SocketWatch {
  /// When libcurl wants to be called although no socket has anything.
  private(set) var deadline: Double = .infinity
  /// The wake-up first, then libcurl's.
  private var watched: [pollfd]
  /// The place of each socket in `watched`, by its number; 0 for none.
  private var places: [Int] = []

  /// - Parameter wakeUp: readable when another thread has left something.
  init(wakeUp: Int32) { watched = [pollfd(fd: wakeUp, events: Int16(POLLIN), revents: 0)] }

  /// - Parameter wish: one of libcurl's `CURL_POLL_` numbers.
  func watch(_ socket: curl_socket_t, for wish: Int32) {
    guard socket >= 0 else { return }
    let number = Int(socket)
    if number >= places.count { places += Array(repeating: 0, count: number + 1 - places.count) }
    guard wish != CURL_POLL_REMOVE else { return forget(number) }
    var events: Int32 = 0
    if wish & CURL_POLL_IN != 0 { events |= POLLIN }
    if wish & CURL_POLL_OUT != 0 { events |= POLLOUT }
    let entry = pollfd(fd: socket, events: Int16(events), revents: 0)
    if places[number] != 0 {
      watched[places[number]] = entry
    } else {
      places[number] = watched.count
      watched.append(entry)
    }
  }

  private func forget(_ number: Int) {
    let place = places[number]
    guard place != 0 else { return }
    places[number] = 0
    let last = watched.removeLast()
    guard place < watched.count else { return }
    watched[place] = last
    places[Int(last.fd)] = place
  }

  /// - Parameter milliseconds: below 0 for "no time at all".
  func wish(after milliseconds: Int) {
    deadline = milliseconds < 0 ? .infinity : steadyClock() + Double(milliseconds) / 1000
  }

  /// Whether libcurl is to be called for the time. It states its wish anew whenever it is called.
  func isDue(now: Double) -> Bool {
    guard deadline <= now else { return false }
    deadline = .infinity
    return true
  }

  /// Sleeps until a socket or the wake-up has something, or the time is over.
  /// - Returns: what each socket has, as libcurl wants to be told it, and whether the wake-up is readable.
  func wait(atMost seconds: Double) -> (ready: [Ready], isRung: Bool) {
    let milliseconds = Int32((max(0, min(seconds, 3_600)) * 1000).rounded(.up))
    guard poll(&watched, nfds_t(watched.count), milliseconds) > 0 else { return ([], false) }
    return (watched.dropFirst().compactMap(Ready.init), watched[0].revents != 0)
  }

  struct Ready {
    var socket: curl_socket_t
    var events: Int32

    /// An error or a hang-up is read like an answer, so that libcurl meets it where it would have met it by itself; only for
    /// a socket that is to be written to is it one.
    fileprivate init?(_ entry: pollfd) {
      guard entry.revents != 0 else { return nil }
      socket = entry.fd
      let (wish, has) = (Int32(entry.events), Int32(entry.revents))
      events = has & POLLNVAL != 0 ? CURL_CSELECT_ERR : 0
      if wish & POLLIN != 0, has & (POLLIN | POLLERR | POLLHUP) != 0 { events |= CURL_CSELECT_IN }
      if wish & POLLOUT != 0, has & POLLOUT != 0 { events |= CURL_CSELECT_OUT }
      if wish & POLLOUT != 0, has & (POLLERR | POLLHUP) != 0 { events |= CURL_CSELECT_ERR }
    }
  }
}

let onSocketWish:
  @convention(c) (
    UnsafeMutableRawPointer?, curl_socket_t, Int32, UnsafeMutableRawPointer?, UnsafeMutableRawPointer?
  ) -> Int32 = { _, socket, wish, context, _ in
    guard let context else { return 0 }
    Unmanaged<SocketWatch>.fromOpaque(context).takeUnretainedValue().watch(socket, for: wish)
    return 0
  }

let onTimeWish: @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Int32 = {
  _, milliseconds, context in
  guard let context else { return 0 }
  Unmanaged<SocketWatch>.fromOpaque(context).takeUnretainedValue().wish(after: milliseconds)
  return 0
}
