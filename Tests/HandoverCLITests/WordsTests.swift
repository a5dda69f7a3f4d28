import CertificateChecking
import Certification
import Foundation
import StrictFormats
import Testing

@testable import HandoverCLI

@Suite struct WordsTests {
  @Test func aNumberHasItsNoun() {
    #expect(counted(1, "car") == "1 car" && counted(2, "car") == "2 cars" && counted(0, "car") == "0 cars")
    #expect(counted(1, "entry", "entries") == "1 entry" && counted(UInt64(3), "entry", "entries") == "3 entries")
  }

  @Test(arguments: ["", "Škoda", "Land Rover Ltd", "Peugeot/Citroën/DS/Opel", "a\u{1B}[2Jb", "日本"])
  func aCellIsAsWideAsItsColumn(_ make: String) {
    #expect(make.cut(to: 14).count == 14)
    #expect(make.count > 14 || !make.cut(to: 14).contains("...") || make.contains("\u{1B}"))
  }

  @Test func aCertificateThatRanOutDidSoDaysAgo() throws {
    let issuer = try #require(IssuerURI("https://north.example-motors.example"))
    let list = try #require(IssuerURI("https://status.north.example-motors.example/1"))
    let chain = try DealerChain.make(
      organisation: "Example Motors", rooftop: "North", issuer: issuer, statusList: list, at: Date())
    let terminal = try CertificateSummary(der: chain.terminal.der)
    let warnings = [-36, -1, 0, 1, 29].map {
      DealerKeys.Summary(role: .terminal, certificate: terminal, daysLeft: $0).warning
    }
    #expect(
      warnings.map { $0.replacing("the terminal's certificate ", with: "") } == [
        "ran out 36 days ago", "ran out 1 day ago", "runs out today", "runs out in 1 day", "runs out in 29 days",
      ])
  }

  /// What a person or a script may not give as a name.
  @Test(arguments: ["", "   ", " North", "North ", "No\nrth", "No\u{200B}rth", String(repeating: "n", count: 65)])
  func aNameIsPlainText(_ name: String) {
    var dealer = Dealer(
      organisation: "Example Motors", rooftop: name, issuer: "https://north.example-motors.example",
      statusList: "https://status.north.example-motors.example/1")
    #expect { try dealer.checkNames() } throws: { ($0 as? Complaint)?.code == "dealer.name" }
    dealer.rooftop = "Müller & Söhne GmbH"
    #expect(throws: Never.self) { try dealer.checkNames() }
    dealer.rooftop = String(repeating: "ü", count: 64)
    #expect(throws: Never.self) { try dealer.checkNames() }
  }
}
