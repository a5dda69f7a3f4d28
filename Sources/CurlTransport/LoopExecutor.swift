import Dispatch

/// The loop's thread as a place where tasks run: what an adapter makes of an answer, and the request that follows from it.
/// Nobody has to be woken between the two; a pool's thread and then the loop's were, for every call.
extension LoopInbox: TaskExecutor {
  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    guard !submit(job) else { return }
    // The loop has ended; whoever still has something to do ends elsewhere.
    DispatchQueue.global().async { self.run(job) }
  }

  func run(_ job: UnownedJob) { job.runSynchronously(on: asUnownedTaskExecutor()) }
}
