import Certification
import Foundation
import HandoverModel
import StrictFormats

extension Cases {
  /// Step 9.
  static func disclosures() throws -> [Case] {
    let issued = try Dealer.shared.issue(holders: 2)
    let forge = Forge(issued)
    let full = Forge(issued, opening: true)
    let deal = Forge.disclosure("deal", ["stock_number": "GF-1042"])
    let holder = Forge.disclosure("holder_AAAAAAAAAAAAAAAAAAAAAA", ["lines": []])
    func bad(_ failure: String, _ name: String, _ story: String, _ forge: Forge) -> Case {
      .bad(failure, name, story, forge.bundle, saying: .clear)
    }
    func disclosing(_ bytes: String) -> Forge { forge.opening(top: Base64.encode(Array(bytes.utf8)), []) }
    let salt = "AAAAAAAAAAAAAAAAAAAAAA"
    return [
      .good(
        "disclosures-any-order", "sections in another order", full.changing { $0.disclosures.reverse() }.bundle, .clear),
      bad(
        "sd.unreferenced-disclosure", "disclosure-orphan", "a disclosure nobody signed",
        full.changing { $0.disclosures.append(deal) }),
      bad(
        "sd.unreferenced-disclosure", "disclosure-child-without-parent", "a section without the private part",
        full.changing { $0.disclosures.removeFirst() }),
      bad(
        "sd.duplicate-digest", "disclosure-twice", "a disclosure given twice",
        full.changing { $0.disclosures.append($0.disclosures[1]) }),
      bad(
        "sd.duplicate-digest", "disclosure-digest-twice", "a digest listed twice",
        forge.opening([deal], digests: [.string(Forge.digest(deal)), .string(Forge.digest(deal))])),
      bad("sd.disclosure-malformed", "disclosure-two-elements", "no value", disclosing("[\"\(salt)\",\"private\"]")),
      bad(
        "sd.disclosure-malformed", "disclosure-short-salt", "a salt that can be guessed",
        disclosing(#"["AAAA","private",{"_sd":[]}]"#)),
      bad(
        "sd.disclosure-malformed", "disclosure-digest-malformed", "half a digest inside",
        forge.opening([], digests: ["AAAA"])),
      bad(
        "sd.reserved-name", "disclosure-reserved", "a section named as the digests are",
        forge.opening([Forge.disclosure("_sd", [])])),
      bad(
        "sd.reserved-name", "disclosure-reserved-dots", "a section named as array places are",
        forge.opening([Forge.disclosure("...", [])])),
      bad(
        "sd.claim-collision", "disclosure-shadows-vehicle", "a section that repeats an open claim",
        forge.opening([Forge.disclosure("vehicle", [:])])),
      bad(
        "sd.claim-collision", "disclosure-section-twice", "two sections of one name",
        forge.opening([deal, Forge.disclosure("deal", [:])])),
      bad(
        "profile.disclosure", "disclosure-top-name", "something else than the private part at the top",
        forge.opening([], top: "secret")),
      bad(
        "profile.disclosure", "disclosure-unknown-section", "a section nobody defined",
        forge.opening([Forge.disclosure("gossip", [:])])),
      bad(
        "profile.disclosure", "disclosure-holder-name", "a holder with a name",
        forge.opening([Forge.disclosure("holder_smith", [:])])),
      bad(
        "profile.disclosure", "disclosure-private-open", "an open member in the private part",
        forge.opening(top: Forge.disclosure("private", ["_sd": [], "plate": "B-MW 1"]), [])),
      bad(
        "profile.disclosure", "disclosure-nested", "digests inside a section",
        forge.opening([Forge.disclosure("deal", ["_sd": []])])),
      bad("b64.noncanonical", "disclosure-padded", "a padded disclosure", full.changing { $0.disclosures[0] += "=" }),
      bad(
        "json.duplicate-key", "disclosure-duplicate-key", "a section with two values of one name",
        forge.opening([Base64.encode(Array("[\"\(salt)\",\"deal\",{\"a\":1,\"a\":2}]".utf8))])),
      .bad(
        "input.too-large", "disclosure-too-large", "a disclosure of more than 8 KiB",
        forge.opening([Forge.disclosure("deal", .string(String(repeating: "x", count: 8_000)))]).bundle),
      .bad(
        "input.too-large", "disclosures-too-many", "65 disclosures",
        forge.changing { $0.disclosures = (0..<65).map { Forge.disclosure("deal", .integer(Int64($0))) } }.bundle),
      .good(
        "disclosures-by-hand", "two sections as another issuer may write them", forge.opening([deal, holder]).bundle,
        .clear),
    ]
  }
}
