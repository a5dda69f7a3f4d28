import ArgumentParser
import Foundation
import Glibc

/// `handover-chaos order`: the system-call order oracle.
struct OrderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "order", abstract: "Under strace: every effectful send comes after its intent's commit point.",
    discussion: """
      A killed process cannot show a missing fsync, because the kernel keeps what was written; only the order of system calls \
      can. The commit point of a rollback journal kept for the next commit is the fdatasync of the journal after its header \
      of 28 bytes was zeroed. Skipped where strace is missing or may not trace.
      """)

  @OptionGroup var tools: ToolOptions
  @Option(help: "Cars of the lot.") var cars = 3
  @Option(help: "Read this trace instead of making one.") var trace: String?

  func run() throws {
    if let trace { return try judge(trace) }
    try tools.withFolder { folder in
      guard try Self.mayTrace(in: folder) else {
        print("order: skipped: strace is missing or may not trace here")
        return
      }
      let template = try makeHome(tools, in: folder)
      let practice = try Practice(
        WorldSettings(cars: cars, seed: 11), tools: tools, template: template, folder: folder + "/order")
      defer { practice.stop() }
      try practice.begin()
      let path = folder + "/trace.txt"
      let command = [
        "strace", "-f", "-y", "-e", "trace=pwrite64,fdatasync,sendto,sendmsg,write,writev", "-s", "70000", "-o", path,
      ]
      let child = try Child(command + practice.command(), talk: folder + "/order.err")
      guard let status = child.wait(atMost: 120), [0, 8].contains(status) else {
        child.signal(SIGTERM)
        throw ChaosProblem("the traced run did not end as it should: see \(folder)/order.err")
      }
      try judge(path)
    }
  }

  private static func mayTrace(in folder: String) throws -> Bool {
    guard let child = try? Child(["strace", "-o", folder + "/try.txt", "true"]) else { return false }
    return child.wait() == 0
  }

  /// The trace as it is must pass; without its commit points it must not, or the oracle is blind.
  private func judge(_ path: String) throws {
    let calls = try lines(at: path).compactMap { SystemCall(String(decoding: $0, as: UTF8.self)) }
    let found = SendOrder(calls)
    let blinded = SendOrder(calls.filter { $0 != .journalZeroed })
    print("order: \(found.sends) effectful sends, \(found.commits) commits, \(found.early.count) sends too early")
    for early in found.early.prefix(8) { print("  \(early) left before its intent's commit point") }
    guard found.sends > 0, found.commits > 0 else {
      throw ChaosProblem("the trace shows no effectful send or no commit")
    }
    guard blinded.early.count == blinded.sends else {
      throw ChaosProblem("the oracle passes a trace without commit points")
    }
    print("order: without its commit points the same trace fails, as it must")
    if !found.early.isEmpty { throw ExitCode.failure }
  }
}

/// What a line of the trace means for the order.
enum SystemCall: Equatable {
  /// A page of the ledger's file was written, with the intents for these accesses in it.
  case ledgerPage(intents: [String])
  /// The journal's header was zeroed.
  case journalZeroed
  /// A successful fdatasync of the journal ended.
  case journalSynced
  /// A `DELETE` began to leave, for the access named last in its path.
  case send(access: String)

  /// Nil for a line that means nothing here. A call that another thread interrupted stands in two lines: a write counts from
  /// its first, an fdatasync from its second.
  init?(_ line: String) {
    if line.contains("fdatasync") {
      guard line.hasSuffix("= 0") else { return nil }
      // A resumed call does not name its file; the ledger's thread is the only one that syncs, so it is taken from context.
      if line.contains("-journal>") || line.contains("resumed") { self = .journalSynced } else { return nil }
    } else if line.contains("pwrite64("), line.contains("-journal>") {
      guard line.contains(", 28, 0"), Self.text(of: line).replacing("\\0", with: "").isEmpty else { return nil }
      self = .journalZeroed
    } else if line.contains("pwrite64("), line.contains("ledger.sqlite>") {
      self = .ledgerPage(intents: Self.intents(in: Self.text(of: line)))
    } else if let start = line.firstRange(of: "\"DELETE /") {
      let path = line[start.upperBound...].prefix { $0 != " " }
      self = .send(access: String(path.split(separator: "/").last ?? ""))
    } else {
      return nil
    }
  }

  /// The characters between the first and the last quotation mark.
  private static func text(of line: String) -> String {
    guard let first = line.firstIndex(of: "\""), let last = line.lastIndex(of: "\""), first < last else { return "" }
    return String(line[line.index(after: first)..<last])
  }

  /// The accesses of the intents on a page. Members are sorted, so an intent's access is followed by the listing it was
  /// planned from, and a result's by its end.
  private static func intents(in page: String) -> [String] {
    page.split(separator: #"{\"access\":{\"id\":\""#).dropFirst().compactMap { rest in
      guard let end = rest.firstRange(of: "}"), rest[end.upperBound...].hasPrefix(#",\"listing\""#) else { return nil }
      return String(rest.prefix { $0 != "\\" })
    }
  }
}

/// The order of a trace: which sends came before their intent was durable.
struct SendOrder {
  private(set) var sends = 0
  private(set) var commits = 0
  private(set) var early: [String] = []

  init(_ calls: [SystemCall]) {
    var written: [String] = []
    var durable: Set<String> = []
    var isZeroed = false
    for call in calls {
      switch call {
      case .ledgerPage(let intents): written += intents
      case .journalZeroed: isZeroed = true
      case .journalSynced:
        guard isZeroed else { continue }
        isZeroed = false
        commits += 1
        durable.formUnion(written)
        written = []
      case .send(let access):
        sends += 1
        if !durable.contains(access) { early.append("send \(sends) (access \(access.prefix(8)))") }
      }
    }
  }
}
