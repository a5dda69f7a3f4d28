import Crypto
package import StrictFormats

/// The commitment to every line of the full copy: SHA-256 over the lines' digests together with random digests up to a
/// multiple of 16, sorted. The random ones are kept in the private `ledger` section, so that who has the full copy can
/// recompute the root and nobody else learns how many lines there were.
///
/// The profile leaves the construction open ("one `lines_root` instead of a commitment per row"); this is our decision.
package struct LinesRoot: Hashable, Sendable {
  /// 43 characters.
  package let root: String
  /// The digests that fill up, base64url.
  package let fill: [String]

  package init(_ lines: [JSONValue], randomBytes: (Int) -> [UInt8] = secureBytes) {
    var digests = lines.map { Array(SHA256.hash(data: CanonicalJSON.bytes($0))) }
    var fill: [String] = []
    while digests.isEmpty || digests.count % 16 != 0 {
      let random = randomBytes(32)
      digests.append(random)
      fill.append(Base64.encode(random))
    }
    let sorted = digests.sorted { $0.lexicographicallyPrecedes($1) }
    root = Base64.encode(SHA256.hash(data: sorted.flatMap(\.self)))
    self.fill = fill
  }
}
