import Certification
import Foundation
import Testing

@testable import CertificateChecking

/// Certificates are read in one spelling, whatever the libraries below would take. No signature is looked at here.
@Suite struct CertificateSpellingTests {
  private let der = Dealer.shared.chain.terminal.der

  /// Where the first time of a certificate stands: tag, length 13, digits, Z.
  private func time() throws -> Int {
    try #require(der.indices.dropLast(15).first { der[$0] == 0x17 && der[$0 + 1] == 13 && der[$0 + 14] == 0x5A })
  }

  private func isTaken(_ change: (inout [UInt8]) -> Void) -> Bool {
    var bytes = der
    change(&bytes)
    return CertificateSpelling(bytes) != nil
  }

  @Test func aDealersOwnIsTaken() { #expect(isTaken { _ in }) }

  @Test func anotherVersionIsNot() throws {
    let place = try #require(der.indices.dropLast(5).first { Array(der[$0..<$0 + 5]) == [0xA0, 3, 2, 1, 2] })
    #expect(!isTaken { $0[place + 4] = 1 })
  }

  @Test(arguments: [(12, "6"), (13, "x"), (14, "z"), (2, " ")]) func aTimeIsDigitsAndAZ(offset: Int, sign: String)
    throws
  {
    // The tens of the seconds, their ones, the Z, the first digit.
    let place = try time() + offset
    #expect(!isTaken { $0[place] = Array(sign.utf8)[0] })
  }

  @Test func aTimeOfTheOtherKindHasItsOwnLength() throws {
    let start = try time()
    #expect(!isTaken { $0[start] = 0x18 })
  }
}
