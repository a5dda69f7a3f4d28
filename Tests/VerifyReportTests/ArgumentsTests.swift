import Testing
import VerifyReport

/// The command line of `handover-verify`.
@Suite struct ArgumentsTests {
  private func misuse(_ words: String...) -> VerifyArguments.Misuse? {
    do throws(VerifyArguments.Misuse) {
      _ = try VerifyArguments(words)
      return nil
    } catch { return error }
  }

  @Test func takesEveryOption() throws {
    let all = try VerifyArguments([
      "one", "--trust", "list", "--vin", "V", "--issuer=https://a.example", "--odometer", "12", "--allow-undated",
      "--no-status", "--specimen", "--json", "--state", "s", "--table", "t1", "two", "--table=t2", "--status", "s1",
      "--status=s2", "--issuers", "bag",
    ])
    #expect(all.request.files == ["one", "two"])
    #expect(all.request.trust == "list")
    #expect(all.request.vin == "V")
    #expect(all.request.issuer == "https://a.example")
    #expect(all.request.issuers == "bag")
    #expect(all.request.odometer == 12)
    #expect(all.request.allowUndated && all.request.noStatus && all.request.specimen && all.request.json)
    #expect(all.state == "s")
    #expect(all.request.statuses == ["s1", "s2"])
    #expect(all.request.tables == ["t1", "t2"])
    #expect(!all.noState && !all.wantsHelp)
  }

  @Test func lowersNothingUnlessAsked() throws {
    let none = try VerifyArguments(["one"])
    #expect(!none.request.allowUndated && !none.request.noStatus && !none.request.specimen && !none.request.json)
    #expect(none.request.trust == nil && none.request.vin == nil && none.request.issuer == nil)
    #expect(none.request.odometer == nil && none.request.tables.isEmpty && none.state == nil && !none.noState)
    #expect(none.request.memory == nil)
  }

  @Test func aHyphenAloneIsStandardInput() throws {
    #expect(try VerifyArguments(["-"]).request.files == ["-"])
    #expect(try VerifyArguments(["one", "--trust", "-"]).request.trust == "-")
  }

  @Test func behindTwoHyphensEverythingIsAFile() throws {
    let arguments = try VerifyArguments(["--json", "--", "--trust", "-h", "--"])
    #expect(arguments.request.files == ["--trust", "-h", "--"])
    #expect(arguments.request.json && !arguments.wantsHelp)
    #expect(misuse("--")?.reason == "Missing expected argument '<files> ...'")
  }

  @Test func ofAnOptionGivenTwiceTheLastCounts() throws {
    let arguments = try VerifyArguments(["one", "--vin", "A", "--json", "--vin=B", "--json"])
    #expect(arguments.request.vin == "B")
    #expect(arguments.request.json)
  }

  @Test func aValueMayHoldEqualsSignsAndBeEmpty() throws {
    #expect(try VerifyArguments(["one", "--trust=a=b"]).request.trust == "a=b")
    #expect(try VerifyArguments(["one", "--trust="]).request.trust?.isEmpty == true)
  }

  @Test(arguments: ["--trust", "--status", "--vin", "--issuer", "--issuers", "--odometer", "--state", "--table"])
  func anOptionWithoutItsValueIsRefused(option: String) {
    for words in [["one", option], ["one", option, "--json"], ["one", option, "-5"], ["one", option, "--", "x"]] {
      do throws(VerifyArguments.Misuse) {
        _ = try VerifyArguments(words)
        Issue.record("\(words)")
      } catch {
        #expect(error.reason.hasPrefix("Missing value for '\(option) <"))
        #expect(error.help?.hasPrefix(option) == true)
      }
    }
  }

  @Test(arguments: ["", "abc", "1.5", "12km", " 12", "9223372036854775808", "0x10"])
  func anOdometerThatIsNoNumberIsRefused(text: String) {
    #expect(misuse("one", "--odometer=\(text)")?.reason == "The value '\(text)' is invalid for '--odometer <number>'")
  }

  @Test func aNegativeOdometerStandsOnlyBehindAnEqualsSign() throws {
    #expect(try VerifyArguments(["one", "--odometer=-5"]).request.odometer == -5)
    #expect(misuse("one", "--odometer", "-5")?.reason == "Missing value for '--odometer <number>'")
  }

  @Test(arguments: [
    ("--tru", ". Did you mean '--trust'?"), ("--no_status", ". Did you mean '--no-status'?"),
    ("--allow-undate", ". Did you mean '--allow-undated'?"), ("--frobnicate", ""), ("-x", ""), ("-trust", ""),
    ("--Json", ". Did you mean '--json'?"), ("---json", ". Did you mean '--json'?"),
  ])
  func anUnknownOptionIsRefusedAndNeverGuessed(word: String, hint: String) {
    #expect(misuse("one", word)?.reason == "Unknown option '\(word)'\(hint)")
    #expect(misuse("one", "\(word)=value")?.reason == "Unknown option '\(word)'\(hint)")
  }

  @Test func aFlagTakesNoValue() {
    #expect(
      misuse("one", "--json=yes")?.reason == "The option '--json' does not take any value, but 'yes' was specified.")
  }

  @Test func thePlaceOfTheMemoryAndNoMemoryExcludeEachOther() {
    #expect(misuse("one", "--state", "s", "--no-state")?.reason == "--state and --no-state exclude each other")
    #expect(misuse("one", "--no-state", "--state=s")?.reason == "--state and --no-state exclude each other")
  }

  @Test func showsNothingOfTheCommandLineAsItCame() {
    #expect(misuse("one", "--a\u{1B}[31m")?.reason == "Unknown option '--a\\u{1b}[31m'")
  }

  @Test func helpGoesBeforeEverythingElse() throws {
    for words in [["-h"], ["--help"], ["one", "--frobnicate", "--help"], ["--state", "s", "--no-state", "-h"]] {
      #expect(try VerifyArguments(words).wantsHelp)
    }
  }

  @Test(arguments: [40, 80, 120]) func theHelpNamesEveryOptionWithinTheWidth(width: Int) {
    let help = VerifyHelp("handover-verify", ReportStyle(width: width, colour: false))
    #expect(help.lines.allSatisfy { $0.count <= width })
    let options = [
      "trust <file>", "status <file>", "vin <vin>", "issuer <address>", "issuers <file>", "odometer <number>",
      "allow-undated",
      "no-status", "specimen",
      "json", "state <file>", "no-state", "table <file>",
    ]
    for option in options { #expect(help.lines.filter { $0.hasPrefix("  --\(option) ") }.count == 1, "\(option)") }
    #expect(help.lines.contains { $0.hasPrefix("  -h, --help ") })
  }

  @Test func aMisuseIsSaidWithAWayOn() throws {
    let help = VerifyHelp("handover-verify", ReportStyle(width: 120, colour: false))
    let found = try #require(misuse("one", "--vin"))
    #expect(
      help.lines(found, wasEmpty: false) == [
        "Error: Missing value for '--vin <vin>'", "Help:  --vin <vin>  The VIN as you read it from the car.",
        "Usage: handover-verify [<options>] <files> ...", "  See 'handover-verify --help' for more information.",
      ])
    #expect(help.lines(found, wasEmpty: true) == ["Error: \(found.reason)", ""] + help.lines)
  }
}
