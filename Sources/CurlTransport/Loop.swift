import CCurl
import Glibc
import OEMAdapterKit

/// The one thread that owns the multi handle and every easy handle. All of it runs on that thread.
final class Loop {
  private let multi: UnsafeMutableRawPointer
  private let inbox: LoopInbox
  private let board: StatisticsBoard
  private let options: TransportOptions
  private let lanes: [Lane]
  private var chance: Chance
  private let sockets = SocketTable()
  private let watch: SocketWatch
  private var running: [UnsafeMutableRawPointer: Exchange] = [:]
  private var idle: [EasyHandle] = []
  private var isClosing = false

  init(
    _ multi: UnsafeMutableRawPointer, inbox: LoopInbox, board: StatisticsBoard, limits: [ProviderLimits],
    options: TransportOptions
  ) {
    self.multi = multi
    self.inbox = inbox
    self.board = board
    self.options = options
    lanes = limits.map { Lane(limits: $0, options: options) }
    chance = Chance(seed: options.seed)
    watch = SocketWatch(wakeUp: inbox.wakeUp.socket)
    ccurl_multi_setopt_wishes(multi, onSocketWish, onTimeWish, Unmanaged.passUnretained(watch).toOpaque())
    let connections = limits.reduce(4) { $0 + 2 * max(1, $1.concurrency) }
    ccurl_multi_setopt_long(multi, CURLMOPT_MAXCONNECTS, connections)
  }

  /// Runs until the transport is shut down and nothing effectful is in flight.
  func run() {
    repeat {
      takeAll()
      startAll()
      if isClosing, running.isEmpty, inbox.end() { break }
      begin()
      work()
    } while true
    idle = []
    curl_multi_cleanup(multi)
  }

  /// Lets libcurl do what needs no socket: what was just added, and whatever has waited for a time.
  private func begin() {
    guard watch.isDue(now: steadyClock()) else { return }
    var count: Int32 = 0
    curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &count)
    finishAll()
  }

  /// Sleeps until a socket, a timer, a lane or another thread has something, and lets libcurl work on every such socket.
  private func work() {
    let now = steadyClock()
    let wait = lanes.reduce(watch.deadline - now) { min($0, $1.wait(now: now) ?? 60) }
    let (ready, isRung) = watch.wait(atMost: inbox.mayRest() ? wait : 0)
    inbox.awoke(isRung: isRung)
    var count: Int32 = 0
    for socket in ready { curl_multi_socket_action(multi, socket.socket, socket.events, &count) }
    finishAll()
  }

  /// Rounds of jobs that may follow from each other before the network has its turn.
  private static let rounds = 100

  private func takeAll() {
    for _ in 0..<Self.rounds {
      guard let news = inbox.take() else { return }
      take(news)
    }
  }

  private func take(_ news: LoopInbox.News) {
    for job in news.jobs { inbox.run(job) }
    for submission in news.submissions { lanes[submission.lane].append(Job(submission)) }
    if news.anyCancelled { drop(.cancelled) { $0.ticket.isCancelled } }
    if news.isClosing {
      isClosing = true
      drop(.closed) { _ in true }
    }
  }

  /// Ends waiting jobs and breaks reads off. An effectful call in flight is never touched: its answer is awaited.
  private func drop(_ failure: TransportFailure, where isGone: (Job) -> Bool) {
    for lane in lanes {
      for job in lane.removeWaiting(where: isGone) { job.end(.failure(failure, isTransient: false)) }
    }
    for exchange in running.values where exchange.job.request.method.isSafe && isGone(exchange.job) {
      release(exchange)
      lanes[exchange.send.lane].abandoned(exchange.send, now: steadyClock())
      exchange.job.end(.failure(failure, isTransient: false))
    }
  }

  private func startAll() {
    for (index, lane) in lanes.enumerated() {
      while true {
        let now = steadyClock()
        guard let step = lane.next(now: now) else { break }
        switch step {
        case .refuse(let job, let failure): job.end(unlessSent: failure)
        case .start(let job, let isProbe): start(job, in: index, isProbe: isProbe, now: now)
        }
      }
    }
  }

  private func start(_ job: Job, in index: Int, isProbe: Bool, now: Double) {
    let call = lanes[index].started(job, now: now)
    guard launch(job, Send(lane: index, call: call, startedAt: now, isProbe: isProbe)) else { return }
    board.note(index) {
      if job.sends == 1 { $0.calls += 1 } else { $0.retries += 1 }
      $0.bytesSent += job.request.body.count
    }
  }

  /// - Returns: false when it could not begin; the job is ended then.
  @discardableResult
  private func launch(_ job: Job, _ send: Send) -> Bool {
    let lane = lanes[send.lane]
    if let handle = idle.popLast() ?? EasyHandle() {
      let exchange = Exchange(
        job, send, on: handle, sockets: sockets, mostBody: lane.limits.maximumBody, options: options)
      let timeout = min(lane.limits.timeout, job.deadline - send.startedAt)
      if handle.prepare(exchange, timeout: timeout, options: options),
        curl_multi_add_handle(multi, handle.easy) == CURLM_OK
      {
        running[handle.easy] = exchange
        return true
      }
      handle.reset()
    }
    lane.abandoned(send, now: send.startedAt)
    job.end(unlessSent: .noHandle)
    return false
  }

  private func finishAll() {
    var easy: UnsafeMutableRawPointer?
    var code = CURLE_OK
    while ccurl_multi_next_done(multi, &easy, &code) {
      guard let easy, let exchange = running[easy] else { continue }
      finish(exchange, code)
    }
  }

  private func finish(_ exchange: Exchange, _ code: CURLcode) {
    let now = steadyClock()
    let job = exchange.job
    let outcome = exchange.outcome(code)
    release(exchange, keepsSetUp: exchange.job.request.method.isSafe && outcome.isAnswer)
    if exchange.metStaleConnection, !job.needsFresh {
      job.needsFresh = true
      launch(job, exchange.send)
      return
    }
    note(outcome, of: exchange.send, now: now)
    let lane = lanes[exchange.send.lane]
    lane.observe(outcome, of: exchange.send, now: now, using: &chance)
    job.latest = outcome
    if !isClosing, lane.keep(job, now: now, using: &chance) { return }
    job.end(lane.advised(outcome, using: &chance))
  }

  private func note(_ outcome: SendOutcome, of send: Send, now: Double) {
    board.note(send.lane) {
      switch outcome {
      case .answer(let response):
        $0.answers += 1
        $0.latency += now - send.startedAt
        $0.bytesReceived += response.body.count
        if response.status == 429 { $0.throttled += 1 }
      case .failure: $0.failures += 1
      }
    }
  }

  private func release(_ exchange: Exchange, keepsSetUp: Bool = false) {
    curl_multi_remove_handle(multi, exchange.handle.easy)
    running[exchange.handle.easy] = nil
    if keepsSetUp { exchange.handle.resetForReads() } else { exchange.handle.reset() }
    idle.append(exchange.handle)
  }
}
