import BuyerWords
import Certification
import Foundation
import PrintedCertificate
import StrictFormats
import Testing

/// What stands on a page, and what never does.
@Suite struct PageTests {
  private static let everything = [
    "valid-clear", "valid-clear-attested", "valid-conditional", "valid-not-clear", "valid-correction", "specimen",
    "withdrawal",
  ]

  private func html(_ name: String, _ language: Language = .english) throws -> String {
    try Copies.page(try Copies.bytes(name)).html(in: language)
  }

  @Test(arguments: [
    ("valid-clear", Word.titleCertificate), ("valid-clear-attested", .titleCertificate),
    ("valid-conditional", .titleRecord), ("valid-not-clear", .titleRecord), ("specimen", .titleRecord),
    ("withdrawal", .titleWithdrawal),
  ])
  func isCalledACertificateOnlyWhereTheCarIsClear(name: String, title: Word) throws {
    for language in Language.allCases {
      let page = try html(name, language)
      #expect(page.contains("<h1>\(title(language))"), "\(language)")
      for other in [Word.titleCertificate, .titleRecord, .titleWithdrawal] where other != title {
        #expect(!page.contains("<h1>\(other(language))"), "\(language)")
      }
    }
  }

  @Test(arguments: Language.allCases) func saysItsLanguageAndLeavesNoPlaceEmpty(language: Language) throws {
    for name in Self.everything {
      let page = try html(name, language).replacing(#/<style>[^<]*</style>/#, with: "")
      #expect(page.contains("<html lang=\"\(language.rawValue)\">"))
      #expect(!page.contains("{") && !page.contains("}"), "\(name)")
      #expect(
        page.contains("TMBJB9NX0PY000001") && page.contains("<span>TMB</span><span>JB9NX0</span><span>PY000001</span>"))
    }
  }

  @Test func asksForNothingAndRunsNothing() throws {
    for name in Self.everything {
      let page = try html(name)
      #expect(!page.contains(#/<(script|link|img|iframe|object|embed|form|base|a)\b/#), "\(name)")
      #expect(!page.contains(#/\s(src|srcset|action|on[a-z]+)=/#), "\(name)")
      #expect(!page.contains(#/@import|url\(/#), "\(name)")
      #expect(page.matches(of: #/href="([^"]*)"/#).allSatisfy { $0.1.hasPrefix("#sign-") }, "\(name)")
      #expect(page.contains("content=\"default-src &#39;none&#39;; style-src &#39;sha256-"), "\(name)")
    }
  }

  @Test func marksASpecimenOnEveryPageAndNothingElse() throws {
    let page = try html("specimen")
    #expect(page.components(separatedBy: "class=\"mark\"").count == 3)
    #expect(
      page.contains(Word.specimenHeadline()) && page.contains("In a real run its rows would give CLEAR, ATTESTED."))
    for name in Self.everything where name != "specimen" {
      #expect(!(try html(name)).contains("SPECIMEN"), "\(name)")
    }
  }

  @Test func saysWhereAVerifierIsOrThatTheBuyerChooses() throws {
    let copy = try Copies.bytes("valid-clear")
    let unknown = try Copies.page(copy).html(in: .english)
    #expect(unknown.contains("from a source you choose, not from the seller"))
    let known = try Copies.page(copy, verifier: "https://check.association.example").html(in: .english)
    #expect(known.contains("https://check.association.example, or from any other source you choose"))
  }

  @Test func printsOnlyABuyersCopy() throws {
    for name in ["valid-full-copy", "valid-owner-copy"] {
      #expect {
        try Copies.page(try Copies.bytes(name))
      } throws: { ($0 as? CertificateIssuer.Refusal)?.code == "paper.disclosure" }
    }
  }

  @Test func refusesAVerdictThatDoesNotFollow() throws {
    let lie = try Copies.changed("valid-not-clear", #""verdict":"not_clear""#, #""verdict":"clear""#)
    #expect {
      try Copies.page(lie)
    } throws: { ($0 as? PrintedCertificate.Refusal)?.code == "paper.verdict" }
  }

  @Test func saysWhatDidNotFitOnPaperAndWhatFollows() throws {
    let copy = try Copies.bytes("valid-clear")
    let withProof = try Copies.page(try Copies.with(copy, "log_proof", Copies.noise(20_000))).html(in: .english)
    #expect(withProof.contains(Word.missingProof()) && withProof.contains("is only in the file"))
    #expect(withProof.contains(Word.page2IntroPart()) && !withProof.contains(Word.page2Intro()))
    let small = try Copies.page(try Copies.with(copy, "log_proof", "c2sp.org/tlog-proof@v1\n")).html(in: .english)
    #expect(!small.contains(Word.missingProof()) && small.contains(Word.carriesProof()))
  }

  @Test func theGeneratorWritesTheFileThatIsCheckedIn() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/PrintedCertificate").standardized
    let scratch = FileManager.default.temporaryDirectory.appending(path: "templates-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let run = Process()
    run.executableURL = URL(filePath: "/bin/sh")
    run.arguments = [folder.appending(path: "generate.sh").path, scratch.path]
    try run.run()
    run.waitUntilExit()
    #expect(run.terminationStatus == 0)
    let fresh = try Data(contentsOf: scratch.appending(path: "Templates.swift"))
    #expect(fresh == (try Data(contentsOf: folder.appending(path: "Generated/Templates.swift"))))
  }
}
