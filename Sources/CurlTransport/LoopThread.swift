import CCurl
import Glibc
import OEMAdapterKit

/// The multi handle on its way to the one thread that uses it.
private struct MultiHandle: @unchecked Sendable {
  let multi: UnsafeMutableRawPointer
}

/// What the loop's thread needs to begin.
private final class LoopStart: Sendable {
  let handle: MultiHandle
  let inbox: LoopInbox
  let board: StatisticsBoard
  let limits: [ProviderLimits]
  let options: TransportOptions

  init(
    _ handle: MultiHandle, inbox: LoopInbox, board: StatisticsBoard, limits: [ProviderLimits], options: TransportOptions
  ) {
    self.handle = handle
    self.inbox = inbox
    self.board = board
    self.limits = limits
    self.options = options
  }
}

/// Once per process, before any handle is made.
private let libraryIsReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

/// Starts the thread. It ends by itself after `LoopInbox.close()`, when nothing effectful is in flight any more.
func startLoop(
  board: StatisticsBoard, limits: [ProviderLimits], options: TransportOptions
) throws(TransportSetupError) -> LoopInbox {
  let failure = TransportSetupError(code: "transport.machine", reason: "this machine gave no thread for the network")
  guard libraryIsReady, let wakeUp = WakeUp() else { throw failure }
  let inbox = LoopInbox(wakeUp)
  guard let multi = curl_multi_init() else { throw failure }
  let start = LoopStart(MultiHandle(multi: multi), inbox: inbox, board: board, limits: limits, options: options)
  let context = Unmanaged.passRetained(start)
  var thread = pthread_t()
  guard pthread_create(&thread, nil, runLoop, context.toOpaque()) == 0 else {
    context.release()
    curl_multi_cleanup(multi)
    throw failure
  }
  pthread_detach(thread)
  return inbox
}

private let runLoop: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
  guard let context else { return nil }
  // Signals belong to the program's other threads; a broken pipe is an error of one send here, not of the process.
  var all = sigset_t()
  sigfillset(&all)
  pthread_sigmask(SIG_BLOCK, &all, nil)
  let start = Unmanaged<LoopStart>.fromOpaque(context).takeRetainedValue()
  Loop(start.handle.multi, inbox: start.inbox, board: start.board, limits: start.limits, options: start.options).run()
  return nil
}
