import ArgumentParser
import BundledChecklists
import Foundation
import VerifyReport

/// `handover verify`: the buyer's question. The same code as the `handover-verify` executable.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Is a transfer certificate genuine, is it for this car, and what does it say?",
    discussion: """
      Give the file ending in .transfer.json and a trust list from somebody who is not the dealer: an association, a \
      regulator, an insurer. Works without a network, and asks nobody.

        handover verify golf.transfer.json --trust association.jws --vin WVWZZZAUZGW123456

      Until certificates carry an outside time and a status, --allow-undated and --no-status are needed to reach an answer; \
      the report repeats them. A genuine certificate is not a good one: read what it says.

      Exit status: 0 valid, CLEAR or CLEAR, ATTESTED; 8 valid, but CONDITIONAL or NOT CLEAR; 1 not valid, or a specimen; \
      2 withdrawn; 3 something could not be checked. Of several files the worst.
      """)

  @Argument(help: "Certificates: bundles, signed texts, or the text of a code. - is standard input.")
  var files: [String]

  @Option(help: ArgumentHelp("The trust list: who vouches for which dealers.", valueName: "file")) var trust: String?
  @Option(help: "The VIN as you read it from the car.") var vin: String?
  @Option(help: ArgumentHelp("The issuer's address that you expect.", valueName: "https://...")) var issuer: String?
  @Option(help: ArgumentHelp("What the odometer shows now, in the certificate's unit.", valueName: "number"))
  var odometer: Int64?
  @Flag(help: "Go by the dealer's own date when nobody outside witnessed it.") var allowUndated = false
  @Flag(help: "Go without looking up whether the certificate was taken back.") var noStatus = false
  @Flag(help: "Judge a specimen from a practice run as if it were real.") var specimen = false
  @Option(
    help: ArgumentHelp(
      "Where to remember the trust list, so that nobody can hand you an older one. Without it: your state folder.",
      valueName: "file"))
  var state: String?
  @Flag(help: "Check without remembering trust lists.") var noState = false
  @Option(
    help: ArgumentHelp("A published rule table besides those this program carries; may be repeated.", valueName: "file")
  )
  var table: [String] = []
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if noState && state != nil { throw ValidationError("--state and --no-state exclude each other") }
  }

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    let streams = Streams.process(environment: environment)
    let surroundings = VerifySurroundings(
      now: Date(), style: ReportStyle(streams), program: "handover", tables: BundledChecklists.tables.map(\.bytes),
      buyerStep: { BundledChecklists.buyerSteps[$0] }, result: { streams.result($0) }, say: { streams.say($0) })
    throw ExitCode(VerifyCommandLogic(request(environment), in: surroundings).run())
  }

  private func request(_ environment: [String: String]) -> VerifyRequest {
    var request = VerifyRequest(files: files)
    request.trust = trust
    request.vin = vin
    request.issuer = issuer
    request.odometer = odometer
    request.allowUndated = allowUndated
    request.noStatus = noStatus
    request.specimen = specimen
    request.json = output.json
    request.tables = table
    request.memory = noState ? nil : state.map(MemoryFile.init) ?? MemoryFile.inHome(environment)
    return request
  }
}

extension ReportStyle {
  /// As wide as the terminal, or 120 columns for a pipe.
  init(_ streams: Streams) {
    self.init(width: streams.outIsTerminal ? streams.width : 120, colour: streams.style.colour)
  }
}
