import ArgumentParser
import Certification
import Crypto
import Foundation
import StrictFormats
import VerifierPage

/// `handover page`: the verifier for a buyer who has only a browser.
struct PageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "page",
    abstract: "Write the verifier page: one HTML file that checks certificates in a browser, without a network.",
    discussion: """
      For an association, a regulator, an insurer or anyone else whom buyers trust to publish. It checks as handover verify \
      does and says the same. Publish the SHA-256 that is printed beside it. Never send it with a certificate: whoever makes \
      the page decides what it says, so a buyer gets it from a source the buyer chose.

        handover page --out verifier.html
      """)

  @Option(help: ArgumentHelp("Write here. An existing file is not overwritten.", valueName: "file"))
  var out: String
  @OptionGroup var output: OutputOptions

  func run() throws {
    let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
    let bytes = Array(VerifierPage.html.utf8)
    try SafeFile.create(bytes, at: out, mode: 0o644)
    let digest = SHA256.hash(data: bytes).map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
    output.write(
      ["file": .string(out), "sha256": .string(digest), "bytes": .count(bytes.count)], ["\(digest)  \(out)"],
      to: streams)
    streams.say("wrote \(out), \(bytes.count) bytes; buyers get it from a source they chose, never with a certificate")
  }
}
