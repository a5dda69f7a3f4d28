import CertificateChecking
import Certification
import Crypto
import FoundationEssentials
import StrictFormats
import TransparencyLog

/// Every target by its name.
func targets(_ world: World) -> [String: FuzzTarget] {
  [
    "bundle": bundle(world), "signed": signed(world), "code": code(world), "trust": trust(world), "der": der(world),
    "json": json(world), "status": status(world), "proof": proof(world),
  ]
}

/// Any bytes as a certificate file. What comes out valid must be a copy of what the dealer signed.
private func bundle(_ world: World) -> FuzzTarget {
  FuzzTarget(
    seeds: world.genuine.map(\.bundle) + world.genuine.map { Array($0.compact.utf8) } + world.corpus,
    large: large(limit: Limits.bundle, around: (#"{"format":"transfer-certificate-bundle/1","sd_jwt":"#, "}")),
    run: { bytes in
      let report = world.check(bytes)
      guard report.validation == .valid else { return nil }
      guard let parts = Parts(bytes), let place = world.genuine.firstIndex(where: parts.isCopy) else {
        return "a changed certificate is valid"
      }
      return tellsAnotherTime(report, World.witnessed(place))
    },
    change: { bytes, change, seed in
      // Half of the changes are made behind the spellings, where a change of a character is only a broken spelling.
      guard seed.isMultiple(of: 2), var parts = Parts(bytes) else { return nil }
      switch seed / 2 % 7 {
      case 0: change(&parts.header)
      case 1: change(&parts.payload)
      case 2: change(&parts.signature)
      case 3:
        guard let place = parts.disclosures.indices.randomElement(),
          var content = Base64.decode(parts.disclosures[place])
        else { return nil }
        change(&content)
        parts.disclosures[place] = Base64.encode(content)
      case 4: parts.disclosures.shuffle()
      case 5:
        guard let proof = parts.proof else { return nil }
        var text = Array(proof.utf8)
        change(&text)
        parts.proof = String(decoding: text, as: UTF8.self)
      default:
        guard let place = parts.chain.indices.randomElement() else { return nil }
        change(&parts.chain[place])
      }
      return parts.bundle
    })
}

/// What no proof may do: move the moment that the witnesses named.
private func tellsAnotherTime(_ report: ValidationReport, _ moment: Date) -> String? {
  guard let witnessed = report.witnessed, witnessed.date != moment else { return nil }
  return "a proof tells another time than its witnesses"
}

/// A payload and disclosures, between bytes 0xFF, signed by the dealer itself: whatever it signs, the steps after the
/// signature must read it to an end.
private func signed(_ world: World) -> FuzzTarget {
  let separator: UInt8 = 0xFF
  let seeds = world.genuine.map { parts in
    let disclosures = parts.disclosures.compactMap { Base64.decode($0) }
    return Array(([parts.payload] + disclosures).joined(separator: [separator]))
  }
  return FuzzTarget(
    seeds: seeds, large: large(limit: 40 << 10, around: (#"{"handover":"#, "}")),
    run: { bytes in
      let pieces = bytes.split(separator: separator, omittingEmptySubsequences: false).map(Array.init)
      var parts = world.genuine[0]
      parts.payload = pieces[0]
      parts.disclosures = pieces.dropFirst().map { Base64.encode($0) }
      guard let made = try? parts.signed(by: world.key, chain: world.chain) else { return "it cannot be signed" }
      let report = world.check(made.bundle)
      if report.validation == .valid, report.claims == nil { return "valid, and says nothing" }
      return nil
    })
}

/// Any text as the text of a code: the file behind it must be one that the dealer signed, and it comes without a chain.
private func code(_ world: World) -> FuzzTarget {
  let texts = world.genuine.compactMap { QRText.pack($0.issuerJWT) }.map { Array($0.utf8) }
  return FuzzTarget(
    seeds: texts + world.corpus.filter { $0.starts(with: QRText.prefix.utf8) },
    large: large(limit: Limits.bundle, around: (QRText.prefix, "")),
    run: { bytes in
      world.validation(of: bytes) == .valid ? "a text without a chain is valid" : nil
    },
    change: { bytes, change, seed in
      guard seed.isMultiple(of: 2), let parts = Parts(bytes) else { return nil }
      var changed = parts
      if seed.isMultiple(of: 4) { change(&changed.payload) } else { change(&changed.header) }
      return QRText.pack(changed.issuerJWT).map { Array($0.utf8) }
    })
}

/// Any bytes as a trust list. What is taken must carry the very payload that the authority signed.
private func trust(_ world: World) -> FuzzTarget {
  let genuine = (try? StrictJSON.parse(world.trust))?["payload"]
  return FuzzTarget(
    seeds: [world.trust], large: large(limit: Limits.bundle, around: (#"{"payload":""#, #"","signatures":[]}"#)),
    run: { bytes in
      guard (try? TrustList(bytes: bytes)) != nil else { return nil }
      return (try? StrictJSON.parse(bytes))?["payload"] == genuine ? nil : "a changed trust list is taken"
    })
}

/// Any bytes as a status token, and the parts of one behind their spelling. What is taken must be what was signed.
private func status(_ world: World) -> FuzzTarget {
  let genuine = signedText(of: String(decoding: world.status, as: UTF8.self))
  return FuzzTarget(
    seeds: [world.status], large: large(limit: Limits.statusToken, around: ("", "..")),
    run: { bytes in
      guard (try? StatusToken(bytes)) != nil else { return nil }
      return signedText(of: String(decoding: bytes, as: UTF8.self)) == genuine ? nil : "a changed status is taken"
    },
    change: { bytes, change, seed in
      var parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map {
        Base64.decode(bytes: $0)
      }
      guard seed.isMultiple(of: 2), parts.count == 3, var part = parts[Int(seed / 2 % 3)] else { return nil }
      change(&part)
      parts[Int(seed / 2 % 3)] = part
      return Array(parts.map { Base64.encode($0 ?? []) }.joined(separator: ".").utf8)
    })
}

/// Any bytes as a log's proof, and its note as a note: what is taken is in the one spelling that is written, and beside a
/// certificate it tells the time that the witnesses named, or none.
private func proof(_ world: World) -> FuzzTarget {
  let texts =
    world.genuine.compactMap(\.proof) + world.corpus.compactMap { (try? StrictJSON.parse($0))?["log_proof"]?.string }
  return FuzzTarget(
    seeds: Set(texts).map { Array($0.utf8) },
    large: large(limit: Note.limit, around: ("c2sp.org/tlog-proof@v1\n", "\n")),
    run: { bytes in
      if let note = try? Note(bytes[...]), note.bytes != bytes { return "a note has two spellings" }
      let text = String(decoding: bytes, as: UTF8.self)
      guard let proof = try? LogProof(text) else { return nil }
      guard proof.text == text else { return "a proof has two spellings" }
      var parts = world.genuine[0]
      parts.proof = text
      return tellsAnotherTime(world.check(parts.bundle), World.witnessed(0))
    })
}

/// Any bytes as the signer's certificate or, after a 0xFF, as the authority's; the text names what it is given.
private func der(_ world: World) -> FuzzTarget {
  let other = world.genuine[0]
  return FuzzTarget(
    seeds: [[0] + world.chain[0], [1] + world.chain[1]],
    large: large(limit: Limits.certificate, around: ("\u{0}0", "")),
    run: { bytes in
      guard let which = bytes.first else { return nil }
      var chain = world.chain
      chain[which.isMultiple(of: 2) ? 0 : 1] = Array(bytes.dropFirst())
      guard let made = try? other.signed(by: world.key, chain: chain) else { return "it cannot be signed" }
      guard world.validation(of: made.bundle) == .valid else { return nil }
      return chain == world.chain ? nil : "a changed chain is valid"
    })
}

/// Any bytes as strict JSON: what is read is written in one spelling, and read the same again.
private func json(_ world: World) -> FuzzTarget {
  FuzzTarget(
    seeds: world.genuine.map(\.payload) + world.genuine.map(\.bundle) + [world.trust],
    large: large(limit: Limits.bundle, around: (#"{"a":"#, "}")),
    run: { bytes in
      guard let value = try? StrictJSON.parse(bytes) else {
        _ = try? StrictJSON.parseForeign(bytes)
        return nil
      }
      let text = CanonicalJSON.bytes(value)
      guard let again = try? StrictJSON.parse(text), again == value, CanonicalJSON.bytes(again) == text else {
        return "it is read otherwise the second time"
      }
      guard (try? StrictJSON.parseForeign(bytes)) == value else { return "the two readers read it differently" }
      return nil
    })
}

/// Inputs of the greatest size in the shapes that have cost readers most: depth, many names, equal names, escapes, long
/// strings, long numbers.
private func large(limit: Int, around ends: (String, String)) -> [[UInt8]] {
  func filled(_ piece: String, _ separator: String = "", _ open: String = "", _ close: String = "") -> [UInt8] {
    let room = limit - ends.0.utf8.count - ends.1.utf8.count - open.utf8.count - close.utf8.count
    let count = max(0, (room + separator.utf8.count) / (piece.utf8.count + separator.utf8.count))
    let inner = Array(repeating: piece, count: count).joined(separator: separator)
    return Array((ends.0 + open + inner + close + ends.1).utf8)
  }
  let names = (0..<max(1, limit / 12)).map { "\"m\($0)\":0" }.joined(separator: ",")
  return [
    filled("["), filled("{\"a\":"), filled("[]", ",", "[", "]"), filled("\"a\":0", ",", "{", "}"),
    filled("\\u00e9", "", "\"", "\""), filled("\\\"", "", "\"", "\""), filled("a", "", "\"", "\""), filled("9"),
    filled("0", ",", "[", "]"), filled("~"), filled("A~"), filled("."), filled("AAA"), filled("%69 VD92EX0"),
    Array((ends.0 + "{" + names + "}" + ends.1).utf8), filled("\u{FC}"), filled(" "),
  ]
}
