import ArgumentParser
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
struct HandoverVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "handover-verify",
    abstract: "Is this transfer certificate genuine, is it for this car, and what does it say?",
    discussion: """
      Give the file ending in .transfer.json that came with the car, and a trust list from somebody who is not the dealer:
      an association, a regulator, an insurer.

        handover-verify golf.transfer.json --trust association.jws --vin WVWZZZAUZGW123456

      It works without a network. It answers GENUINE with what the certificate says, NOT VALID, WITHDRAWN, CANNOT SAY with \
      what is missing, or SPECIMEN. A genuine certificate is not a good one: read what it says.

      Exit status: 0 valid, CLEAR or CLEAR, ATTESTED; 8 valid, but CONDITIONAL or NOT CLEAR; 1 not valid, or a specimen;
      2 withdrawn; 3 something could not be checked; 64 usage; 66 a file cannot be read; 70 internal error.
      """)

  @Argument(help: "Certificates: bundles, signed texts, or the text of a code. - is standard input.")
  var files: [String]

  @Option(help: "The trust list: who vouches for which dealers.")
  var trust: String?

  @Option(help: "The VIN as you read it from the car.")
  var vin: String?

  @Option(help: "The issuer's address that you expect, as https://...")
  var issuer: String?

  @Option(help: "What the odometer shows now, in the certificate's unit.")
  var odometer: Int64?

  @Flag(help: "Go by the dealer's own date when nobody outside witnessed it.")
  var allowUndated = false

  @Flag(help: "Go without looking up whether the certificate was taken back.")
  var noStatus = false

  @Flag(help: "Judge a specimen from a practice run as if it were real.")
  var specimen = false

  @Flag(help: "One JSON object a line for each file.")
  var json = false

  @Option(help: "Where to remember the trust list (default: your state folder).")
  var state: String?

  @Flag(help: "Check without remembering trust lists.")
  var noState = false

  @Option(help: "A published rule table besides those this program carries.")
  var table: [String] = []

  func validate() throws {
    if noState && state != nil { throw ValidationError("--state and --no-state exclude each other") }
  }

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    var request = VerifyRequest(files: files)
    request.trust = trust
    request.vin = vin
    request.issuer = issuer
    request.odometer = odometer
    request.allowUndated = allowUndated
    request.noStatus = noStatus
    request.specimen = specimen
    request.json = json
    request.tables = table
    request.memory = noState ? nil : state.map(MemoryFile.init) ?? MemoryFile.inHome(environment)
    let output = Output()
    let status = VerifyCommandLogic(request, in: surroundings(environment, output)).run()
    // A result that could not be written was not given.
    throw ExitCode(output.isBroken ? 70 : status)
  }

  private func surroundings(_ environment: [String: String], _ output: Output) -> VerifySurroundings {
    let isTerminal = isatty(STDOUT_FILENO) == 1
    let isPlain = environment["NO_COLOR"].map { !$0.isEmpty } ?? false || environment["TERM"] == "dumb"
    return VerifySurroundings(
      now: Date(), style: ReportStyle(width: isTerminal ? Self.columns() : 120, colour: isTerminal && !isPlain),
      program: "handover-verify", tables: BundledChecklists.tables.map(\.bytes),
      buyerStep: { BundledChecklists.buyerSteps[$0] }, result: { output.write($0, to: STDOUT_FILENO) },
      say: { output.write($0, to: STDERR_FILENO) })
  }

  private static func columns() -> Int {
    var size = winsize()
    return ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 100
  }
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
