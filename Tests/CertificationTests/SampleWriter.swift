import Certification
import Foundation
import HandoverModel
import StrictFormats
import Testing

/// Writes sample certificates for verifiers that are not ours; `Tests/Clients/certificates/run.sh` runs them.
/// Without the folder in `HANDOVER_SAMPLE_DIR` there is nothing to write.
@Suite struct SampleWriter {
  private static let folder = ProcessInfo.processInfo.environment["HANDOVER_SAMPLE_DIR"]

  @Test(.enabled(if: folder != nil)) func writesSamplesForOtherVerifiers() throws {
    let folder = try #require(Self.folder)
    let dealer = Dealer.shared
    func write(_ bytes: [UInt8], _ name: String) throws {
      try SafeFile.write(bytes, to: "\(folder)/\(name)", mode: 0o644)
    }
    try write(dealer.chain.root.der, "root.der")
    try write(dealer.chain.rooftop.der, "rooftop.der")
    try write(dealer.chain.terminal.der, "terminal.der")
    try write(dealer.trustBytes, "trust.jws")
    try write(dealer.tableBytes, "rules.json")
    for (name, issued) in try Self.certificates(dealer) {
      try write(try present(issued, for: .buyer), "\(name).buyer.transfer.json")
      try write(try present(issued, for: .full), "\(name).full.transfer.json")
      for (place, holder) in holders(of: issued).enumerated() {
        try write(try present(issued, for: .owner(holder: holder)), "\(name).owner\(place + 1).transfer.json")
      }
    }
  }

  private static func certificates(_ dealer: Dealer) throws -> [(String, IssuedCertificate)] {
    [
      ("clear", try dealer.issue(holders: 2)),
      ("attested", try dealer.issue(rows: Dealer.attestedRows)),
      ("not-clear", try dealer.issue(rows: Dealer.clearRows.merging([.secondaryUsers: .open]) { $1 }, holders: 0)),
      ("conditional", try dealer.issue(rows: Dealer.clearRows.merging([.digitalKeys: .endsBy]) { $1 })),
      ("specimen", try dealer.issue(rows: Dealer.attestedRows, mode: .simulated, holders: 19)),
    ]
  }
}
