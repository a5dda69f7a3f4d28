import BundledChecklists
import BuyerWords
import Foundation
import StrictFormats
import Testing

/// The one table of words: whole in every language, and the program's words are the table's.
@Suite struct WordTableTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Sources/BuyerWords").standardized

  /// Read by other rules than the generator's: key, then language to text.
  private static let table: [String: [String: String]] = {
    let text = (try? String(contentsOf: folder.appending(path: "Words.yaml"), encoding: .utf8)) ?? ""
    var table: [String: [String: String]] = [:]
    var key = ""
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      if let match = line.wholeMatch(of: #/([a-zA-Z0-9]+):/#) {
        key = String(match.1)
      } else if let match = line.wholeMatch(of: #/ {2}([a-z]{2}): "(.*)"/#) {
        table[key, default: [:]][String(match.1)] = String(match.2)
      } else {
        Issue.record("\(line) is no line of the table")
      }
    }
    return table
  }()

  private func placeholders(_ text: String) -> Set<String> { Set(text.matches(of: #/\{[^}]*\}/#).map { String($0.0) }) }

  @Test func everyKeyHasEveryLanguageAndEveryWordIsTheTables() {
    #expect(Set(Self.table.keys) == Set(Word.allCases.map(\.rawValue)))
    for word in Word.allCases {
      for language in Language.allCases {
        #expect(Self.table[word.rawValue]?[language.rawValue] == word.text(language), "\(word) \(language)")
      }
      #expect(Self.table[word.rawValue]?.count == Language.allCases.count, "\(word)")
    }
  }

  @Test(arguments: Language.allCases) func everyPlaceholderOfEnglishStandsInEachLanguageAndNoOther(language: Language) {
    for word in Word.allCases {
      #expect(placeholders(word.text(language)) == placeholders(word.text(.english)), "\(word)")
      #expect(placeholders(word.text(language)).allSatisfy { $0.wholeMatch(of: #/\{[a-z]+\}/#) != nil }, "\(word)")
    }
  }

  @Test(arguments: Language.allCases) func everyTextIsPlainAndNormal(language: Language) {
    for word in Word.allCases {
      let text = word.text(language)
      #expect(!text.isEmpty && PlainText.isNFC(text), "\(word)")
      // The no-break space stands before French signs.
      let isNoBreak: (Unicode.Scalar) -> Bool = { $0 == "\u{A0}" && language == .french }
      #expect(text.unicodeScalars.allSatisfy { PlainText.isVisible($0) || isNoBreak($0) }, "\(word)")
      #expect(!text.contains("<") && !text.contains("&"), "\(word)")
    }
  }

  @Test func frenchSignsStandBehindANoBreakSpace() {
    for word in Word.allCases {
      #expect(!word.text(.french).contains(#/[^\u{A0}\d{}A-Za-z][;?!]|[a-zé ][;:?!]/#), "\(word.text(.french))")
    }
  }

  @Test func labelsFitTheirColumn() {
    for word in Word.allCases where word.rawValue.hasPrefix("group") && word != .groupMark {
      #expect(word.text(.english).count <= 20, "\(word)")
    }
  }

  @Test(arguments: Language.allCases) func thereAreTwelveMonths(language: Language) {
    #expect(Word.months(language).split(separator: " ").count == 12)
  }

  @Test func theStepsOfThePlatformsAreThoseOfTheSheets() {
    for (platform, text) in BundledChecklists.buyerSteps {
      #expect(Word.accountStep(platform)?.text(.english) == text, "\(platform)")
    }
    #expect(Word.accountStep("no-such-platform") == nil)
  }

  @Test func theGeneratorWritesTheFileThatIsCheckedIn() throws {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "words-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let run = Process()
    run.executableURL = URL(filePath: "/bin/sh")
    run.arguments = [Self.folder.appending(path: "generate.sh").path, scratch.path]
    try run.run()
    run.waitUntilExit()
    #expect(run.terminationStatus == 0)
    let fresh = try Data(contentsOf: scratch.appending(path: "Words.swift"))
    #expect(fresh == (try Data(contentsOf: Self.folder.appending(path: "Generated/Words.swift"))))
  }
}
