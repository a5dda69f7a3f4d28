import Crypto
package import StrictFormats

/// What stands behind the one digest of a certificate: sections, and one for each holder, each withheld or opened on its own.
package struct PrivateSections: Hashable, Sendable {
  /// `deal`, `staff`, `evidence`, `ledger`, each at most once.
  package var sections: [String: JSONValue]
  /// The lines of each holder. The places have no meaning and no names.
  package var holders: [JSONValue]

  package init(sections: [String: JSONValue], holders: [JSONValue]) {
    self.sections = sections
    self.holders = holders
  }
}

/// A private part made for one certificate: its digest and its disclosures.
struct PrivatePart {
  /// The digest that is signed.
  var digest: String
  /// The disclosure of `private` itself.
  var top: String
  /// The disclosures of the sections by name.
  var sections: [(name: String, text: String)]

  /// Salts every section, pads the digests with decoys to a multiple of 16 and sorts them, so that neither the number nor
  /// the order of what is withheld tells anything.
  init(_ parts: PrivateSections, randomBytes: (Int) -> [UInt8]) {
    var disclosures: [(name: String, text: String)] = []
    for (name, value) in parts.sections.sorted(by: { $0.key < $1.key }) {
      disclosures.append((name, Self.disclosure(name, value, salt: randomBytes(16))))
    }
    for lines in parts.holders {
      let name = "holder_" + Base64.encode(randomBytes(16))
      disclosures.append((name, Self.disclosure(name, lines, salt: randomBytes(16))))
    }
    var digests = disclosures.map { Self.digest($0.text) }
    while digests.isEmpty || digests.count % 16 != 0 { digests.append(Base64.encode(randomBytes(32))) }
    let inner: JSONValue = ["_sd": .array(digests.sorted().map { .string($0) })]
    top = Self.disclosure("private", inner, salt: randomBytes(16))
    digest = Self.digest(top)
    sections = disclosures.sorted { $0.name < $1.name }
  }

  private static func disclosure(_ name: String, _ value: JSONValue, salt: [UInt8]) -> String {
    Base64.encode(CanonicalJSON.bytes([.string(Base64.encode(salt)), .string(name), value]))
  }

  static func digest(_ text: String) -> String { Base64.encode(SHA256.hash(data: Array(text.utf8))) }
}
