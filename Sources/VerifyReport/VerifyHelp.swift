/// What the verifier says about itself.
package struct VerifyHelp {
  static let files =
    "Certificates: bundles, signed texts, the texts of a paper's codes, or a folder of them. - is standard input."

  /// How it is called.
  let called: String
  let style: ReportStyle

  package init(_ called: String, _ style: ReportStyle) {
    self.called = called
    self.style = style
  }

  /// The whole help, without line ends.
  package var lines: [String] {
    style.wrapped("OVERVIEW: Is this transfer certificate genuine, is it for this car, and what does it say?") + [""]
      + discussion + [""] + style.wrapped("USAGE: \(usage)") + ["", "ARGUMENTS:"] + style.row("  <files>", Self.files)
      + ["", "OPTIONS:"]
      + VerifyOption.allCases.flatMap { style.row("  \($0.spelled)", $0.help) }
      + style.row("  -h, --help", "Show help information.")
  }

  /// Why a command line was not understood, and how one is written; without any words, the whole help.
  package func lines(_ misuse: VerifyArguments.Misuse, wasEmpty: Bool) -> [String] {
    let error = "Error: \(misuse.reason)"
    if wasEmpty { return [error, ""] + lines }
    return [error] + (misuse.help.map { ["Help:  \($0)"] } ?? []) + [
      "Usage: \(usage)", "  See '\(called) --help' for more information.",
    ]
  }

  private var usage: String { "\(called) [<options>] <files> ..." }

  private var discussion: [String] {
    let paragraphs = [
      """
      Give the file ending in .transfer.json that came with the car, and a trust list from somebody who is not the dealer: \
      an association, a regulator, an insurer.
      """,
      "  \(called) golf.transfer.json --trust association.jws --vin WVWZZZAUZGW123456",
      """
      It works without a network. It answers GENUINE with what the certificate says, NOT VALID, WITHDRAWN, CANNOT SAY with \
      what is missing, or SPECIMEN. A genuine certificate is not a good one: read what it says.
      """,
      """
      Whether a certificate was taken back is told by the issuer's status list: the newest one comes with the certificate, \
      or you get it from the address that the answer names, or from any mirror, and give it with --status.
      """,
      """
      To reach an answer, a certificate without an outside time needs --allow-undated, and one without a status --no-status; \
      the report repeats them.
      """,
      """
      Exit status: 0 valid, CLEAR or CLEAR, ATTESTED; 8 valid, but CONDITIONAL or NOT CLEAR; 1 not valid, or a specimen; \
      2 withdrawn; 3 something could not be checked; 64 usage; 66 a file cannot be read; 70 internal error. Of several \
      files the worst.
      """,
    ]
    return Array(paragraphs.map { style.wrapped($0) }.joined(separator: [""]))
  }
}
