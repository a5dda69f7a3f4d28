import QRCode
import Testing

/// The drawing of codes. That others read them is shown by `Tests/Paper/run.sh`, on pixels.
@Suite struct QRCodeTests {
  @Test(arguments: [(1, 1), (20, 1), (21, 2), (1_451, 25), (1_452, 26), (3_391, 40)])
  func takesTheSmallestVersionThatHolds(count: Int, version: Int) throws {
    // ISO/IEC 18004, table of capacities: alphanumeric mode at level M.
    let code = try #require(QRCode(alphanumeric: String(repeating: "A", count: count)))
    #expect(code.version == version && code.width == 17 + 4 * version && code.side == code.width + 8)
  }

  @Test(arguments: ["", "a", "Ä", "A\n", "A_"]) func drawsNothingElse(text: String) {
    #expect(QRCode(alphanumeric: text) == nil)
  }

  @Test func drawsNothingLongerThanAnyCode() {
    #expect(QRCode(alphanumeric: String(repeating: "A", count: 3_392)) == nil)
    #expect(QRCode(alphanumeric: String(repeating: "A", count: 100_000)) == nil)
  }

  @Test func hasItsThreeEyesAndAQuietZone() throws {
    let code = try #require(QRCode(alphanumeric: "VHC1:ABC $%*+-./:"))
    for (row, column) in [(0, 0), (0, code.width - 7), (code.width - 7, 0)] {
      for place in 0..<7 {
        #expect(code.isDark(row: row, column: column + place) && code.isDark(row: row + place, column: column))
      }
      #expect(!code.isDark(row: row + 1, column: column + 1) && code.isDark(row: row + 3, column: column + 3))
    }
    #expect(!code.isDark(row: -1, column: 0) && !code.isDark(row: 0, column: code.width))
  }

  @Test func thePathDrawsExactlyTheDarkModules() throws {
    let code = try #require(QRCode(alphanumeric: String(repeating: "VHC1:9Z", count: 60)))
    var drawn: Set<[Int]> = []
    for run in code.path.split(separator: "z") {
      let match = try #require(run.wholeMatch(of: #/M(\d+) (\d+)h(\d+)v1h-(\d+)/#))
      let (x, y, length) = (Int(match.1)!, Int(match.2)!, Int(match.3)!)
      #expect(match.3 == match.4)
      for step in 0..<length { drawn.insert([y - 4, x - 4 + step]) }
    }
    var dark: Set<[Int]> = []
    for row in 0..<code.width {
      for column in 0..<code.width where code.isDark(row: row, column: column) { dark.insert([row, column]) }
    }
    #expect(drawn == dark)
  }
}
