import BundledChecklists
import FoundationEssentials
import VerifyReport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The buyer's verifier: small, offline, and the same code as `handover verify`.
@main
struct HandoverVerify {
  private let output = Output()

  static func main() {
    let program = HandoverVerify()
    let verifier = VerifyProgram(
      called: "handover-verify", in: program.surroundings, variable: { program.variable($0) })
    let status = verifier.run(Array(CommandLine.arguments.dropFirst()))
    // A result that could not be written was not given.
    exit(program.output.isBroken ? 70 : status)
  }

  private var surroundings: VerifySurroundings {
    VerifySurroundings(
      now: Date(), style: style, program: "handover-verify", tables: BundledChecklists.tables.map { $0.bytes },
      buyerStep: { BundledChecklists.buyerSteps[$0] }, result: { output.write($0, to: STDOUT_FILENO) },
      say: { output.write($0, to: STDERR_FILENO) })
  }

  private var style: ReportStyle {
    guard isatty(STDOUT_FILENO) == 1 else { return ReportStyle(width: 120, colour: false) }
    let isPlain = variable("NO_COLOR").map { !$0.isEmpty } ?? false || variable("TERM") == "dumb"
    return ReportStyle(width: columns, colour: !isPlain)
  }

  private var columns: Int {
    var size = winsize()
    return ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 100
  }

  private func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}

/// Writes lines, and remembers when the result could not be delivered.
private final class Output {
  private(set) var isBroken = false

  func write(_ line: String, to descriptor: Int32) {
    var rest = Array((line + "\n").utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        if descriptor == STDOUT_FILENO { isBroken = true }
        return
      }
      rest = rest.dropFirst(count)
    }
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
