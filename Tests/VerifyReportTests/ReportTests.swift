import Foundation
import HandoverModel
import StrictFormats
import Testing

@Suite struct ReportTests {
  /// The first line of each kind of answer.
  @Test(arguments: [
    ("valid-clear", "GENUINE, and it says CLEAR: nobody else should be able to find, open or start this car."),
    (
      "valid-clear-attested",
      "GENUINE, and it says CLEAR, ATTESTED: nobody else should be able to find, open or start this car."
    ),
    ("valid-conditional", "GENUINE, but it says CONDITIONAL: something ends or is answered by the date shown."),
    ("valid-not-clear", "GENUINE, but it says NOT CLEAR: someone may still be able to reach this car or its data."),
    (
      "withdrawal",
      "WITHDRAWN: genuine, but this document takes back certificate <jti> and clears nothing itself."
    ),
    (
      "status-revoked",
      "WITHDRAWN: genuine, but the dealer who issued it has taken it back for good, as of 2026-11-23."
    ), ("status-suspended", "WITHDRAWN: genuine, but the dealer who issued it has put it on hold, as of 2026-11-23."),
    ("status-superseded", "WITHDRAWN: genuine, but a newer certificate replaces it, as of 2026-11-23."),
    ("status-too-old", "CANNOT SAY: the status is of 2026-10-09, too old to say anything about today."),
    ("status-terminal-signs", "NOT VALID: the status is signed by somebody who may not sign it (issuer.name)."),
    ("undated", "CANNOT SAY: time unproven: nobody outside the dealer saw this certificate when it was made."),
    ("trust-missing", "CANNOT SAY: the signature is intact, but nobody here vouches for the signer."),
    (
      "payload-changed", "NOT VALID: the signature does not fit: the certificate was changed, or somebody else made it."
    ),
    ("match-vin", "NOT VALID HERE: the certificate is for another car than the VIN given."),
    ("specimen", "SPECIMEN. THIS PAPER PROVES NOTHING: IT COMES FROM A PRACTICE RUN."),
  ])
  func beginsWithWhatIsTrue(name: String, first: String) throws {
    var bench = Bench(name)
    bench.width = 200
    #expect(nameless(try bench.run().first) == first)
  }

  /// With every name of a certificate as `<jti>`: the corpus has new ones each time it is made.
  private func nameless(_ text: String?) -> String {
    (text ?? "").replacing(/certificate [A-Za-z0-9_-]{22}/, with: "certificate <jti>")
  }

  /// The command gives the answer of the checker, on every folder of the corpus.
  @Test(arguments: Bench.names) func endsAsTheCorpusSays(name: String) throws {
    let bench = Bench(name)
    #expect(try bench.run().status == Int32(try #require(bench.facts()["exit"]?.integer)))
  }

  @Test(arguments: Bench.names) func neverPraisesWhatIsNotGenuine(name: String) throws {
    var bench = Bench(name)
    bench.colour = true
    let said = try bench.run()
    let isValid = try bench.facts()["validation"] == "valid"
    let isGood = said.status == 0
    #expect(said.all.contains("\u{1B}[32m") == isGood)
    #expect(said.all.contains("GENUINE") == (isValid && name != "specimen"))
  }

  /// What was not signed by somebody the user trusts is never shown as a fact.
  @Test(arguments: Bench.names) func namesNoCarUnlessSignatureAndChainHeld(name: String) throws {
    var bench = Bench(name)
    let text = try bench.run().all
    bench.json = true
    let report = try StrictJSON.parse(Array(try bench.run().first.utf8))
    let isKnown = report["claims"] != nil
    if !isKnown { #expect(!text.contains("TMBJB9NX0PY000001") && !text.contains("Example Motors Group, North")) }
    #expect((report["trust"]?.isNull == false) == isKnown)
    #expect(report["verdict"]?.isNull == true || isKnown)
  }

  @Test(arguments: Bench.names) func saysInJSONWhatTheCorpusSays(name: String) throws {
    var bench = Bench(name)
    bench.json = true
    let said = try bench.run()
    let report = try StrictJSON.parse(Array(said.first.utf8))
    let facts = try bench.facts()
    for member in ["validation", "verdict", "specimen_of", "exit"] {
      #expect(report[member] == facts[member], "\(member)")
    }
    #expect(report["failures"]?.array?.compactMap { $0["name"] } == facts["failures"]?.array)
    #expect(said.results.count == 1)
  }

  @Test(arguments: Bench.names) func fitsTheScreenAndMovesNoCursor(name: String) throws {
    var bench = Bench(name)
    bench.width = 60
    for line in try bench.run().results {
      let isOneWord = line.split(separator: " ").count <= 2
      #expect(line.count <= 60 || isOneWord, "\(line)")
      #expect(
        line.unicodeScalars.allSatisfy {
          $0.value >= 0x20 && $0.value != 0x7F && $0.properties.generalCategory != .format
        })
    }
  }

  @Test func tellsTheBuyerWhatToDoAtTheCar() throws {
    let text = try Bench("valid-clear-attested").run().all
    #expect(text.contains("1 VIN on windscreen and door frame: TMBJB9NX0PY000001.  Different? Stop"))
    #expect(text.contains("2 Ask the car."))
    #expect(text.contains("You should hold 2 keys."))
    #expect(text.contains("Not looked at         nothing that this model requires"))
    #expect(text.contains("Withheld              a private section, as in every buyer's copy"))
    #expect(text.contains("It cannot say"))
  }

  /// A buyer is told as of when, and what to do.
  @Test(arguments: [
    (
      "status-staple",
      "Taken back since?     Not withdrawn on 23 Nov 2026 (yesterday), says the issuer's list that came with it"
    ),
    (
      "status-mirror",
      "Taken back since?     Not withdrawn on 23 Nov 2026 (yesterday), says the issuer's list that you gave"
    ),
    (
      "status-too-old",
      "Taken back since?     Not withdrawn on 9 Oct 2026 (46 days ago), says the issuer's list that came with it"
    ),
    ("status-too-old", "next                get the newest status from the issuer's address or a mirror"),
    (
      "status-suspended",
      "next                do not pay on it yet; ask that dealer, then check again with a newer status"
    ),
    ("status-revoked", "next                do not go by it; ask that dealer why, and the seller for a new one"),
    (
      "status-superseded",
      "next                ask the seller or that dealer for the newer certificate, and check that one"
    ),
    (
      "withdrawal",
      "next                do not go by certificate <jti>; ask the dealer who issued it for one that counts"
    ),
    ("status-missing", "give it with --status FILE, or add --no-status to go without"),
  ])
  func saysHowItStandsAndWhatToDo(name: String, line: String) throws {
    var bench = Bench(name)
    bench.width = 240
    #expect(nameless(try bench.run().all).contains(line))
  }

  /// What it would say if it cleared something is not its message.
  @Test func aPaperThatTakesBackPraisesNoCar() throws {
    #expect(!(try Bench("withdrawal").run().all.contains("CLEAR")))
  }

  @Test(arguments: [
    ("status-staple", "valid"), ("status-revoked", "revoked"), ("status-suspended", "suspended"),
    ("status-superseded", "superseded"),
  ])
  func givesTheStatusAsJSON(name: String, value: String) throws {
    var bench = Bench(name)
    bench.json = true
    let status = try StrictJSON.parse(Array(try bench.run().first.utf8))["status"]
    #expect(status?["value"]?.string == value)
    #expect(status?["issued_at"] == "2026-11-23T14:00:30.000Z" && status?["expires"] == "2026-12-23T14:00:30.000Z")
    #expect(status?.members?.count == 3)
  }

  @Test(arguments: ["valid-clear", "status-terminal-signs", "status-without-trust", "status-bits-1"])
  func tellsNoStatusThatNobodyVouchesFor(name: String) throws {
    var bench = Bench(name)
    bench.json = true
    #expect(try StrictJSON.parse(Array(try bench.run().first.utf8))["status"]?.isNull == true)
    bench.json = false
    #expect(!(try bench.run().all.contains("Not withdrawn")))
  }

  @Test func repeatsTheFlagsThatLoweredTheRequirements() throws {
    let text = try Bench("valid-clear").run().all
    #expect(text.contains("--allow-undated") && text.contains("--no-status") && text.contains("--no-state"))
  }

  @Test func namesEverythingThatIsLeft() throws {
    #expect(try Bench("valid-not-clear").run().all.contains("MAY STILL BE THERE    other users"))
    #expect(try Bench("valid-conditional").run().all.contains("digital keys by 26 Nov 2026 14:00 UTC"))
  }

  @Test func readsASpecimenAsPracticeWhenTold() throws {
    var bench = Bench("specimen")
    bench.specimen = true
    let said = try bench.run()
    #expect(said.status == 0)
    #expect(said.first.hasPrefix("SPECIMEN"))
    #expect(said.all.contains("In a real run its rows would give CLEAR, ATTESTED."))
    #expect(said.all.contains("Checked by machine"))
  }
}
