import CertificateChecking
import Certification
import Crypto
import Foundation
import HandoverModel
import StrictFormats
import Testing

/// What a buyer's copy must not tell.
@Suite struct PrivacyTests {
  private let dealer = Dealer.shared

  @Test(arguments: [Dealer.clearRows, Dealer.attestedRows])
  func copiesOfCarsWithAsManyGroupsAreAsLongWhateverThereWas(rows: [Layer: BuyerGroup]) throws {
    var lengths: Set<Int> = []
    var words: Set<String> = []
    for (holders, accesses) in [(0, 0), (1, 1), (1, 19), (19, 1), (7, 3)] {
      let issued = try dealer.issue(rows: rows, holders: holders, accesses: accesses)
      let copy = try present(issued, for: .buyer)
      lengths.insert(copy.count)
      words.insert(Self.wording(Forge(issued).payload))
    }
    #expect(lengths.count == 1)
    #expect(words.count == 1)
  }

  /// The payload without what is random by nature.
  private static func wording(_ payload: JSONValue) -> String {
    CanonicalJSON.text(
      payload.setting("jti", nil).setting("_sd", nil).setting("handover/lines_root", nil))
  }

  @Test func aBuyersCopyHoldsNothingOfThePrivatePart() throws {
    let issued = try dealer.issue(holders: 2)
    let copy = String(decoding: try present(issued, for: .buyer), as: UTF8.self)
    let disclosures = issued.full.split(separator: "~").dropFirst()
    #expect(disclosures.count == 5)
    for disclosure in disclosures { #expect(!copy.contains(disclosure)) }
    #expect(!copy.contains("GF-1042"))
  }

  @Test func anOwnersCopyOpensOnlyThatHoldersLines() throws {
    let issued = try dealer.issue(holders: 3)
    let names = holders(of: issued)
    #expect(Set(names).count == 3)
    for name in names {
      let report = try Case.good("", "", try present(issued, for: .owner(holder: name)), .clear).run(
        table: dealer.table)
      #expect(report.opened == ["private", name])
    }
    #expect { try present(issued, for: .owner(holder: "holder_nobody")) } throws: {
      ($0 as? CertificateIssuer.Refusal)?.code == "present.holder"
    }
  }

  @Test func theNumberOfDigestsTellsOnlyASixteenth() throws {
    for (holders, count) in [(0, 16), (1, 16), (14, 16), (15, 32), (19, 32)] {
      let issued = try dealer.issue(holders: holders)
      let top = try #require(issued.full.split(separator: "~").dropFirst().first)
      let bytes = try #require(Base64.decode(top))
      let value = try StrictJSON.parse(bytes)
      let digests = (value.array?[2]["_sd"]?.array ?? []).compactMap(\.string)
      #expect(digests.count == count)
      #expect(digests == digests.sorted())
    }
  }

  @Test func whoHasTheFullCopyCanRecomputeTheLinesRoot() throws {
    let issued = try dealer.issue(holders: 3, accesses: 7)
    let sections = try issued.full.split(separator: "~").dropFirst(2).map { text in
      let bytes = try #require(Base64.decode(text))
      return try #require(StrictJSON.parse(bytes).array)
    }
    let lines = sections.filter { $0[1].string?.hasPrefix("holder_") == true }.flatMap { $0[2]["lines"]?.array ?? [] }
    let ledger = sections.first { $0[1] == "ledger" }?[2]
    let fill = (ledger?["lines_fill"]?.array ?? []).compactMap { $0.string.flatMap { Base64.decode($0) } }
    var digests = lines.map { Array(SHA256.hash(data: CanonicalJSON.bytes($0))) } + fill
    #expect(lines.count == 21 && digests.count == 32)
    digests.sort { $0.lexicographicallyPrecedes($1) }
    let root = Base64.encode(SHA256.hash(data: digests.flatMap(\.self)))
    #expect(Forge(issued).payload.at("handover/lines_root")?.string == root)
  }
}
