import CertificateChecking
import Crypto
import HandoverModel
import StrictFormats
import Testing
import TransferRules

/// The dictionaries that every reader of a code has: published once, and never another text.
@Suite struct CodeDictionaryTests {
  @Test(arguments: [
    (CodeDictionary.signed, "3e0e89b476a46da3239a6f28860465f54fe8696da49e97b5900fccb6432d3042"),
    (CodeDictionary.parts, "ce251c001af6d2becfa8968d95078480e8e2e7e70ca146dd34f5d704ce232f1f"),
  ])
  func isWhatWasPublished(text: String, digest: String) {
    #expect(SHA256.hash(data: Array(text.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == digest)
    // A browser is handed it as one stored block.
    #expect(text.utf8.count < 4_096)
  }

  @Test func holdsWhatCertificatesHoldAndNothingOfADealer() {
    let words =
      Layer.allCases.map(\.rawValue) + BuyerGroup.allCases.map(\.rawValue) + Verdict.allCases.map(\.rawValue)
      + [CertificatePayload.type, Dealer.shared.table.digest]
    for word in words { #expect(CodeDictionary.signed.contains(word), "\(word)") }
    for text in [CodeDictionary.signed, CodeDictionary.parts] {
      #expect(!text.contains(#/[Ee]xample|motors/#))
    }
  }

  /// What certificates of the X.509 profile and status tokens have in common, as DER in hexadecimal.
  private enum Common {
    static let algorithm = "300a06082a8648ce3d040302"
    static let key = "3059301306072a8648ce3d020106082a8648ce3d03010703420004"
    static let notBefore = "301e170d3236"
    static let terminal =
      "300c0603551d130101ff04023000300e0603551d0f0101ff04040302078030130603551d25040c300a06082b0601050507032430"
    static let rooftop =
      "30120603551d130101ff040830060101ff020100300e0603551d0f0101ff040403020204302e0603551d1e0101ff04243022a020301e861c"

    static func hex(_ text: String) -> String { text.utf8.map { String($0, radix: 16) }.joined() }

    private static let fragments: [String] = [
      "5a170d3237",
      "5a170d3331",
      "\(hex(", Root"))\(notBefore)",
      "\(hex(", Status lists"))3059301306072a",
      "\(hex(", Rooftop authority"))\(notBefore)",
      "060355040b0c04\(hex("Root"))31",
      "060355040b0c11\(hex("Rooftop authority"))31",
      "06035504030c",
      "\(algorithm)0349003046022100",
      "\(algorithm)0348003045022100",
      "\(algorithm)03480030450220",
      "\(algorithm)03470030440220",
      rooftop,
      "\(terminal)2f0603551d1104283026862468747470733a2f2f",
      "301d0603551d0e04160414",
      "301f0603551d23041830168014",
      key,
      "\(algorithm)30",
      "060355040a0c",
    ]
    static let once = fragments.map(bytes)
    static let twice = [terminal, key].map(bytes)

    private static func bytes(_ hex: String) -> [UInt8] {
      stride(from: 0, to: hex.count, by: 2).compactMap { UInt8(hex.dropFirst($0).prefix(2), radix: 16) }
    }
  }

  /// The characters that such bytes give in base64 behind so many others, whatever those and the following ones are.
  private func spelled(_ bytes: [UInt8], behind before: Int, _ form: Base64.Form = .standard) -> [UInt8] {
    let text = Array(Base64.encode([UInt8](repeating: 0, count: before) + bytes, form).utf8)
    return Array(text[((before * 8 + 5) / 6)..<((before + bytes.count) * 8 / 6)])
  }

  @Test func theSecondIsMadeOfThePartsThatCertificatesHaveInCommon() {
    let header = Array(#"{"alg":"ES256","typ":"statuslist+jwt","x5c":[""#.utf8)
    let subject = Array(#"{"sub":"https://status."#.utf8)
    let list = Array(#""ttl":86400,"status_list":{"bits":2,"lst":"eNrtwTEBAAAAwqD1T"#.utf8)
    var made: [UInt8] = []
    for bytes in Common.twice {
      for before in 0..<9 {
        let behind = header.count + (before * 8 + 5) / 6
        made += spelled(spelled(bytes, behind: before), behind: behind % 3, .url)
      }
    }
    made += Base64.encode(header + Array("MII".utf8)).utf8
    made += ".".utf8
    made += Base64.encode(subject).utf8
    for before in 0..<3 { made += spelled(list, behind: before, .url) }
    for bytes in Common.once { for before in 0..<3 { made += spelled(bytes, behind: before) } }
    made += #""log_proof":"c2sp.org/tlog-proof@v1\nindex \n\n=\n\n— /handover-log — =\n","status_token":""#.utf8
    made += #"{"x5c":["MIICAfgAwIBAgIU"#.utf8
    #expect(String(decoding: made, as: UTF8.self) == CodeDictionary.parts)
  }
}
