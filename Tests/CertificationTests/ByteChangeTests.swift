import CertificateChecking
import Certification
import Foundation
import HandoverModel
import HandoverTestSupport
import StrictFormats
import SwiftASN1
import Testing
import X509

/// A bundle is accepted in one run of bytes only: any single byte changed, dropped or added, anywhere, is never `valid`.
@Suite struct ByteChangeTests {
  /// Three bundles: a buyer's copy, an owner's copy, and a specimen. Two are signed directly below the root, to be shorter.
  private static func bundles() throws -> [[UInt8]] {
    let dealer = Dealer.shared
    let one = try dealer.issue(rows: Dealer.attestedRows)
    let practice = try dealer.issue(rows: Dealer.attestedRows, mode: .simulated)
    let owner = try Forge(one).changing { forge in
      let pieces = one.full.split(separator: "~").map(String.init)
      let copy = try StrictJSON.parse(try present(one, for: .owner(holder: holders(of: one)[0])))
      let kept = (copy["sd_jwt"]?.string ?? "").split(separator: "~").dropFirst().map(String.init)
      forge.disclosures = pieces.filter(kept.contains)
    }
    let root = dealer.chain.root
    let name = try Certificate(derEncoded: root.der).subject
    let leaf = try ChainForge.made(
      "Terminal", by: ChainForge.Made(key: root.key, name: name, der: root.der), ChainForge.leafExtensions())
    return [
      try present(one, for: .buyer), owner.signed(by: leaf.key, chain: [leaf.der]).bundle,
      Forge(practice).signed(by: leaf.key, chain: [leaf.der]).bundle,
    ]
  }

  /// With `HANDOVER_SLOW=1` every other value of every byte is tried, otherwise three chosen by chance.
  private static let isSlow = ProcessInfo.processInfo.environment["HANDOVER_SLOW"] == "1"

  @Test(arguments: 0..<3) func noSingleByteChangeIsEverValid(which: Int) throws {
    let dealer = Dealer.shared
    let checker = CertificateChecker(trust: try TrustList(bytes: dealer.trustBytes), tables: [dealer.table])
    let options = CheckOptions(allowUndated: true, noStatus: true)
    let bundle = try Self.bundles()[which]
    let seed = UInt64.random(in: 0...UInt64.max)
    var chance = SeededChance(seed: seed)
    func isValid(_ bytes: [UInt8]) -> Bool {
      checker.check(bytes, options: options, at: Dealer.moment).validation == .valid
    }

    #expect(isValid(bundle))
    var tried = 0
    for place in 0...bundle.count {
      for changed in Self.changes(of: bundle, at: place, using: &chance) where changed != bundle {
        tried += 1
        if isValid(changed) { Issue.record("seed \(seed): byte \(place) of bundle \(which)") }
      }
    }
    #expect(tried > bundle.count * 4)
  }

  private static func changes(of bundle: [UInt8], at place: Int, using chance: inout SeededChance) -> [[UInt8]] {
    var inserted = bundle
    inserted.insert(UInt8.random(in: 0...255, using: &chance), at: place)
    guard place < bundle.count else { return [inserted] }
    var dropped = bundle
    dropped.remove(at: place)
    let values = isSlow ? Array(0...255) : (0..<3).map { _ in UInt8.random(in: 0...255, using: &chance) }
    return [inserted, dropped]
      + values.map { value in
        var changed = bundle
        changed[place] = value
        return changed
      }
  }
}
