import CertificateChecking
import Foundation
import StrictFormats
import Testing
import VerifyReport

@Suite struct CommandTests {
  private func path(_ name: String) -> String { "\(Bench.corpus)/\(name)/certificate" }

  @Test func endsWithTheWorstOfSeveralFiles() throws {
    var bench = Bench("valid-clear")
    // All with the trust list of the first, which names the same dealer.
    for (others, status) in [
      (["valid-not-clear"], 8), (["valid-not-clear", "withdrawal"], 2), (["withdrawal", "payload-changed"], 1),
    ] as [([String], Int32)] {
      bench.files = ([bench.name] + others).map(path)
      let said = try bench.run()
      #expect(said.status == status)
      for file in bench.files ?? [] { #expect(said.results.contains("\(file):")) }
    }
  }

  /// A folder that goes away with the test.
  private final class Folder {
    let path = NSTemporaryDirectory() + "verify-" + UUID().uuidString

    init(_ files: [(name: String, from: String)]) throws {
      try FileManager.default.createDirectory(atPath: path + "/deeper", withIntermediateDirectories: true)
      for file in files { try FileManager.default.copyItem(atPath: file.from, toPath: "\(path)/\(file.name)") }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  @Test func aFolderStandsForEveryCertificateInItInTheOrderOfTheirNames() throws {
    let folder = try Folder([
      ("b.transfer.json", path("valid-not-clear")), ("a.transfer.json", path("valid-clear")),
      ("notes.txt", path("payload-changed")),
    ])
    var bench = Bench("valid-clear")
    for given in [folder.path, folder.path + "/"] {
      bench.files = [given]
      let said = try bench.run()
      #expect(said.status == 8)
      let places = ["a", "b"].map { said.results.firstIndex(of: "\(folder.path)/\($0).transfer.json:") }
      #expect(places[0] == 0 && places[1] ?? 0 > 0)
      #expect(!said.all.contains("notes.txt"))
      #expect(said.talk == ["verify: note: in \(given) these were left out: 1 of another name, 1 folder"])
    }
  }

  /// A pipe that nobody writes to would be waited for without end.
  @Test func whatIsNoPlainFileInAFolderIsLeftOutAndSaid() throws {
    let folder = try Folder([("a.transfer.json", path("valid-clear"))])
    #expect(mkfifo(folder.path + "/pipe.transfer.json", 0o600) == 0)
    try FileManager.default.createDirectory(
      atPath: folder.path + "/old.transfer.json", withIntermediateDirectories: true)
    var bench = Bench("valid-clear")
    bench.files = [folder.path]
    let said = try bench.run()
    #expect(said.status == 0 && said.all.contains("GENUINE"))
    #expect(said.talk.first?.hasSuffix("1 folder, 2 no plain file (old.transfer.json, pipe.transfer.json)") == true)
  }

  @Test func manyFilesEndWithHowManyAreWhatAndWhichAreNotClear() throws {
    var bench = Bench("valid-clear")
    bench.files = ["valid-clear", "valid-not-clear", "payload-changed", "withdrawal"].map(path) + ["/no/such/file"]
    let said = try bench.run()
    let summary = [
      "Of 5 files: 1 genuine, CLEAR or CLEAR, ATTESTED; 1 genuine, but CONDITIONAL or NOT CLEAR; 1 WITHDRAWN; "
        + "1 NOT VALID; 1 could not be read",
      "  genuine, but CONDITIONAL or NOT CLEAR: \(path("valid-not-clear"))", "  WITHDRAWN: \(path("withdrawal"))",
      "  NOT VALID: \(path("payload-changed"))", "  could not be read: /no/such/file",
    ]
    #expect(Array(said.results.suffix(5)) == summary)
    bench.json = true
    let forPrograms = try bench.run()
    #expect(forPrograms.results.count == 5 && Array(forPrograms.talk.suffix(5)) == summary)
  }

  @Test func aFileThatCannotBeReadIsAnObjectTooForPrograms() throws {
    var bench = Bench("valid-clear")
    bench.files = ["/no/such/file"]
    bench.json = true
    let said = try bench.run()
    #expect(said.status == 66 && said.results.count == 1)
    let value = try StrictJSON.parse(Array(said.first.utf8))
    #expect(value["file"]?.string == "/no/such/file" && value["exit"]?.integer == 66)
    #expect(value["validation"]?.isNull == true)
    #expect(value["failures"]?.array?.first?["name"]?.string == "file.unreadable")
  }

  @Test func manyFilesAreAnsweredInOrderEachForItself() throws {
    let folder = try Folder(
      (0..<600).map { number in
        let name = number == 0 || number == 300 || number == 599 ? "payload-changed" : "valid-clear"
        return (String(number + 1_000) + ".transfer.json", path(name))
      })
    var bench = Bench("valid-clear")
    bench.files = [folder.path]
    bench.json = true
    let said = try bench.run()
    #expect(said.status == 1)
    #expect(said.results.count == 600)
    for (number, line) in said.results.enumerated() {
      #expect(line.contains("\(number + 1_000).transfer.json"))
      #expect(line.contains(#""validation":"valid""#) == ![0, 300, 599].contains(number))
    }
  }

  @Test func aFolderWithoutCertificatesIsSaidAndNothingIsChecked() throws {
    let folder = try Folder([("notes.txt", path("valid-clear"))])
    var bench = Bench("valid-clear")
    bench.files = [path("valid-clear"), folder.path]
    let said = try bench.run()
    #expect(said.status == 66 && said.results.isEmpty)
    #expect(said.talk.first == "verify: error: the folder \(folder.path) holds no file ending in .transfer.json")
  }

  @Test func goesOnAfterAFileThatCannotBeRead() throws {
    var bench = Bench("valid-clear")
    bench.files = ["/no/such/file", path("valid-clear")]
    let said = try bench.run()
    #expect(said.status == 66)
    #expect(said.all.contains("GENUINE"))
    #expect(
      said.talk == [
        "verify: error: /no/such/file cannot be read: No such file or directory",
        "verify: hint: check the file's name, or give - to read standard input",
      ])
  }

  @Test func remembersANewerListAndRefusesTheOlderOne() throws {
    let state = Bench.temporary("state")
    var newer = Bench("memory-newer-list")
    newer.state = state
    var older = Bench("valid-clear")
    older.state = state
    #expect(try newer.run().status == 0)
    let said = try older.run()
    #expect(said.status == 1)
    #expect(
      said.first == "NOT VALID: the trust list is another than list 9, which was used here before, and not newer.")
  }

  @Test func remembersTheNewestStatusOfAListAndBelievesNoOlder() throws {
    let state = Bench.temporary("state")
    var newer = Bench("status-signer-replaced")
    newer.state = state
    var older = Bench("status-mirror")
    older.state = state
    #expect(try newer.run().status == 0)
    // Both cases are of one dealer; a second list of the same version would be refused for itself.
    older.trust = "\(newer.folder)/trust.jws"
    let said = try older.run()
    #expect(said.status == 1)
    #expect(said.all.contains("status.rollback"))
  }

  @Test func aStatusFileThatIsMissingIsSaid() throws {
    var bench = Bench("status-mirror")
    bench.statuses = ["/no/such/status"]
    let said = try bench.run()
    #expect(said.status == 66 && said.results.isEmpty)
    #expect(
      said.talk == [
        "verify: error: /no/such/status cannot be read: No such file or directory",
        "verify: hint: check the file's name behind --status",
      ])
  }

  /// A folder of a thousand certificates with one status: the list is read once.
  @Test func oneStatusServesAThousandCertificates() throws {
    let folder = try Folder((0..<1_000).map { (String($0 + 1_000) + ".transfer.json", path("status-mirror")) })
    var bench = Bench("status-mirror")
    bench.files = [folder.path]
    bench.json = true
    let said = try bench.run()
    #expect(said.status == 0 && said.results.count == 1_000)
  }

  @Test func keepsNothingOfAListItRefuses() throws {
    let state = Bench.temporary("state")
    var bench = Bench("trust-one-of-two")
    bench.state = state
    #expect(try bench.run().status == 1)
    #expect(!FileManager.default.fileExists(atPath: state))
  }

  @Test func stopsAtADamagedMemory() throws {
    let state = Bench.temporary("state")
    try Data("{}".utf8).write(to: URL(filePath: state))
    var bench = Bench("valid-clear")
    bench.state = state
    let said = try bench.run()
    #expect(said.status == 66)
    #expect(said.results.isEmpty)
    #expect(said.talk.last?.contains("--no-state") == true)
  }

  @Test func saysWhenItCannotRemember() throws {
    var bench = Bench("valid-clear")
    bench.state = "/proc/no-such-folder/state.json"
    let said = try bench.run()
    #expect(said.status == 0)
    #expect(said.talk.first?.contains("could not be remembered") == true)
  }

  @Test func findsItsMemoryInTheUsersStateFolder() {
    #expect(MemoryFile.inHome(["HOME": "/home/a"])?.path == "/home/a/.local/state/handover/verifier.json")
    #expect(MemoryFile.inHome(["HOME": "/home/a", "XDG_STATE_HOME": "/s"])?.path == "/s/handover/verifier.json")
    #expect(
      MemoryFile.inHome(["HOME": "/home/a", "XDG_STATE_HOME": "relative"])?.path
        == "/home/a/.local/state/handover/verifier.json")
    #expect(MemoryFile.inHome([:]) == nil)
  }

  @Test func refusesAVINThatIsNone() throws {
    var request = VerifyRequest(files: [path("valid-clear")])
    request.vin = "TMBJB9NX0PY00000"
    var talk: [String] = []
    let surroundings = VerifySurroundings(
      now: Date(), style: ReportStyle(width: 80, colour: false), program: "verify", tables: [], buyerStep: { _ in nil },
      result: { _ in }, say: { talk.append($0) })
    #expect(VerifyCommandLogic(request, in: surroundings).run() == 64)
    #expect(talk.first == "verify: error: --vin TMBJB9NX0PY00000 is not a VIN")
  }

  @Test func readsNoMoreOfAFileThanItMay() throws {
    let file = Bench.temporary("large")
    try Data(repeating: 0x7B, count: 1_000).write(to: URL(filePath: file))
    #expect(try InputFile.read(file, limit: 100).count == 101)
    #expect(try InputFile.read(file, limit: 1_000).count == 1_000)
  }
}
