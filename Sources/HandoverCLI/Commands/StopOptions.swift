import ArgumentParser

/// Where a practice run kills itself, as `kill -9` would: for the tests that resume it at every moment.
struct StopOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Practice only: die when so many ledger commits are durable.", visibility: .hidden))
  var stopAfterCommit: Int?

  @Option(help: ArgumentHelp("Practice only: die when the answer to the n-th request is here.", visibility: .hidden))
  var stopAfterRequest: Int?

  @Option(help: ArgumentHelp("Practice only: die before the n-th request leaves.", visibility: .hidden))
  var stopBeforeRequest: Int?

  /// Whether any of them is given.
  var isAsked: Bool { stopAfterCommit != nil || stopAfterRequest != nil || stopBeforeRequest != nil }
}
