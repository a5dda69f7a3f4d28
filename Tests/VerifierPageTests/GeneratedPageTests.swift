import BundledChecklists
import CertificateChecking
import Foundation
import Testing
import VerifierPage

/// What can be said about the page without a browser. `Tests/Page/run.sh` runs it in one.
@Suite struct GeneratedPageTests {
  /// As bytes, which are searched faster than characters.
  private static let page = Data(VerifierPage.html.utf8)

  private func pageHolds(_ text: String) -> Bool { Self.page.range(of: Data(text.utf8)) != nil }

  private var folder: URL {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources/VerifierPage").standardized
  }

  @Test func theGeneratorWritesTheFilesThatAreCheckedIn() throws {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "page-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let run = Process()
    run.executableURL = URL(filePath: "/bin/sh")
    run.arguments = [folder.appending(path: "generate.sh").path, scratch.path]
    try run.run()
    run.waitUntilExit()
    #expect(run.terminationStatus == 0)
    for name in ["VerifierPage.swift", "code-dictionaries.js"] {
      let fresh = try Data(contentsOf: scratch.appending(path: name))
      let kept = try Data(contentsOf: folder.appending(path: "Generated/\(name)"))
      #expect(fresh == kept, "run Sources/VerifierPage/generate.sh")
    }
  }

  @Test func thePageForbidsItselfEveryNetwork() {
    let policy = VerifierPage.html.split(separator: "\n").first { $0.contains("Content-Security-Policy") } ?? ""
    for rule in ["default-src 'none'", "connect-src 'none'", "img-src 'none'", "form-action 'none'", "base-uri 'none'"]
    {
      #expect(policy.contains(rule))
    }
    #expect(!policy.contains("unsafe"))
  }

  /// Only words mention an address; nothing on the page loads, links or posts to one.
  @Test(arguments: [
    " src=", "href=\"http", "action=", "@import", "url(", "fetch(", "XMLHttpRequest", "WebSocket", "eval(",
  ])
  func thePageHoldsNothingThatCouldReachOut(_ text: String) { #expect(!pageHolds(text)) }

  /// Text is set as text; strings are never read as markup.
  @Test(arguments: ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "JSON.parse", "atob("])
  func thePageNeverUsesALooseReader(_ text: String) {
    let code = VerifierPage.html.utf8.split(separator: UInt8(ascii: "\n")).filter { !$0.starts(with: "//".utf8) }
    #expect(Data(code.joined(separator: "\n".utf8)).range(of: Data(text.utf8)) == nil)
  }

  @Test func thePageCarriesTheDictionariesOfTheCodesToTheByte() {
    #expect(pageHolds("const signedDictionary = String.raw`\(CodeDictionary.signed)`;"))
    #expect(pageHolds("const partDictionary = String.raw`\(CodeDictionary.parts)`;"))
  }

  @Test func thePageCarriesThePublishedTablesToTheByte() {
    for table in BundledChecklists.tables {
      #expect(pageHolds("String.raw`" + String(decoding: table.bytes, as: UTF8.self) + "`"))
    }
    for step in BundledChecklists.buyerSteps {
      #expect(VerifierPage.html.contains("\"\(step.key)\": \"\(step.value)\""))
    }
  }
}
