import CertificateChecking
import Certification
import HandoverModel
import StrictFormats
import TransferRules

extension Cases {
  static func good() throws -> [Case] {
    let dealer = Dealer.shared
    let clear = try dealer.issue(holders: 2)
    let attested = try dealer.issue(rows: Dealer.attestedRows)
    let conditional = try dealer.issue(rows: Dealer.clearRows.merging([.digitalKeys: .endsBy]) { $1 })
    let notClear = try dealer.issue(rows: Dealer.clearRows.merging([.secondaryUsers: .open]) { $1 })
    let specimen = try dealer.issue(rows: Dealer.attestedRows, mode: .simulated)
    let correction = try dealer.issue(
      kind: .correction,
      supersedes: EarlierCertificate(id: clear.id, sha256: clear.sha256, reason: .correction))
    let withdrawal = try dealer.issue(
      kind: .withdrawal, supersedes: EarlierCertificate(id: clear.id, sha256: clear.sha256, reason: .withdrawn))
    let buyer = try present(clear, for: .buyer)
    return [
      .good("valid-clear", "a buyer's copy of a car where everything was looked at", buyer, .clear),
      .good(
        "valid-clear-vin", "the same, compared with the car", buyer, .clear
      ).with { $0.vin = "tmbjb9nx0py000001" },
      .good(
        "valid-clear-attested", "part of it is the word of people", try present(attested, for: .buyer), .clearAttested),
      .good(
        "valid-conditional", "a digital key ends later", try present(conditional, for: .buyer), .conditional, exit: 8),
      .good("valid-not-clear", "a second user is still there", try present(notClear, for: .buyer), .notClear, exit: 8),
      .good("valid-full-copy", "the full copy opens every section", try present(clear, for: .full), .clear),
      .good(
        "valid-owner-copy", "an owner's copy opens one holder's lines",
        try present(clear, for: .owner(holder: holders(of: clear)[0])), .clear),
      .good("valid-correction", "a correction names what it corrects", try present(correction, for: .buyer), .clear),
      .good(
        "specimen", "a practice run is genuine and proves nothing", try present(specimen, for: .buyer), .void, exit: 1
      ).with { $0.specimenOf = .clearAttested },
      Case(
        name: "withdrawal", story: "a document that takes an earlier certificate back",
        file: try present(withdrawal, for: .buyer), validation: .withdrawn, failures: ["kind.withdrawal"],
        verdict: .clear, exit: 2),
      .open(
        "trust.missing", "withdrawal-stranger", "the same, and nobody vouches for who says so",
        try present(withdrawal, for: .buyer)
      )
      .with { $0.trust = nil },
      .open("log.proof-missing", "undated", "nobody outside witnessed the time", buyer, saying: .clear)
        .with { $0.allowUndated = false },
      .open("status.missing", "status-missing", "the status was not looked up", buyer, saying: .clear)
        .with { $0.noStatus = false },
    ]
  }
}
