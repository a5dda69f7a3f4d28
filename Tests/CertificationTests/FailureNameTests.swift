import Foundation
import Testing

/// No failure without a case that yields exactly it: the names are read from the sources themselves.
@Suite struct FailureNameTests {
  private static let sources: [String] = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources")
    return ["CertificateChecking", "TransferRules", "StrictFormats"].flatMap { target -> [String] in
      let folder = root.appending(path: target)
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
      return names.compactMap { try? String(contentsOf: folder.appending(path: $0), encoding: .utf8) }
    }
  }()

  private static var names: Set<String> {
    let made = #/(?:CheckFailure|inconclusive|withdrawn|ProfileFailure)\(\s*"([a-z0-9]+\.[a-z0-9-]+)"/#
    let listed = #/= "(json\.[a-z-]+)"/#
    return Set(
      sources.flatMap { text in
        text.matches(of: made).map { String($0.1) } + text.matches(of: listed).map { String($0.1) }
      })
  }

  @Test func everyFailureHasACaseThatYieldsExactlyIt() {
    #expect(Self.names.count > 45)
    let covered = Set(Cases.all.filter { $0.failures.count == 1 }.flatMap(\.failures))
    // Before the leaf's validity and after it are one rule; a chain that is outside it cannot be valid now.
    let inPairs: Set<String> = ["time.outside-signer-validity"]
    #expect(Self.names.subtracting(covered).subtracting(inPairs).sorted() == [])
    #expect(inPairs.isSubset(of: Set(Cases.all.flatMap(\.failures))))
  }

  @Test func everyCaseNamesAFailureThatExists() {
    #expect(Set(Cases.all.flatMap(\.failures)).subtracting(Self.names).sorted() == [])
  }
}
