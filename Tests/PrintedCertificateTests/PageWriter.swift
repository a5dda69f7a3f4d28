import BuyerWords
import Certification
import Foundation
import PrintedCertificate
import StrictFormats
import Testing

/// Writes pages for a person to look at and for `Tests/Paper/run.sh` to print: every kind of certificate in every language,
/// one with as many codes as fit, and one whose status did not fit. Without the folder in `HANDOVER_PAPER_DIR` nothing.
@Suite struct PageWriter {
  private static let folder = ProcessInfo.processInfo.environment["HANDOVER_PAPER_DIR"]

  @Test(.enabled(if: folder != nil)) func writesPagesToLookAt() throws {
    let folder = try #require(Self.folder)
    let clear = try Copies.bytes("valid-clear")
    let proof = Copies.noise(1_500)
    let copies: [(String, [UInt8])] =
      try [
        "valid-clear-attested", "valid-conditional", "valid-not-clear", "valid-correction", "specimen", "withdrawal",
      ].map { ($0, try Copies.bytes($0)) } + [
        ("full-page", try Copies.with(Copies.with(clear, "log_proof", proof), "status_token", Copies.noise(8_700))),
        ("left-out", try Copies.with(Copies.with(clear, "log_proof", proof), "status_token", Copies.noise(20_000))),
      ]
    for (name, copy) in copies {
      try SafeFile.write(copy, to: "\(folder)/\(name).transfer.json", mode: 0o644)
      for language in Language.allCases {
        let page = try Copies.page(copy).html(in: language)
        try SafeFile.write(Array(page.utf8), to: "\(folder)/\(name)-\(language.rawValue).html", mode: 0o644)
      }
    }
  }
}
