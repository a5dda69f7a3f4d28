import Crypto
package import HandoverModel

/// What a listing showed, as a digest: the accesses and what could be seen, not when. Two looks that showed the same have
/// the same digest, so a plan stays good until something really differs.
package func listingDigest(_ sightings: [Sighting]) -> String {
  let kinds = sightings.flatMap { sighting in
    sighting.kinds.flatMap { kind in
      ["\(sighting.provider)\u{1F}\(kind.kind)\u{1F}\(kind.sight.rawValue)"]
        + kind.accesses.map { "\(sighting.provider)\u{1F}\(kind.kind)\u{1F}\($0.key.id)\u{1F}\($0.key.mark ?? "")" }
    }
  }
  let text = Set(kinds).sorted().joined(separator: "\u{1E}")
  return hex(SHA256.hash(data: Array(text.utf8)))
}

/// The name of the step that ends an access: made from what it acts on, so that a restart finds the same step.
package func stepID(ending key: AccessKey) -> StepID {
  let text = [key.provider.rawValue, key.kind, key.id, key.mark ?? ""].joined(separator: "\u{1F}")
  let digest = hex(SHA256.hash(data: Array(text.utf8)))
  return StepID(rawValue: "end/\(key.provider)/\(key.kind)/\(digest.prefix(16))")
}

private func hex(_ digest: SHA256.Digest) -> String {
  let digits = Array("0123456789abcdef".utf8)
  return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
