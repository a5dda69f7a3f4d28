import CertificateChecking
package import FoundationEssentials
import HandoverModel
import StrictFormats
import TransferRules

/// What the user asks of a verification.
package struct VerifyRequest: Sendable {
  package var files: [String]
  package var trust: String?
  package var vin: String?
  package var issuer: String?
  package var odometer: Int64?
  package var allowUndated = false
  package var noStatus = false
  package var specimen = false
  package var json = false
  /// Where to remember the trust list; nil checks without memory.
  package var memory: MemoryFile?
  /// Files with published rule tables besides those the program carries.
  package var tables: [String] = []

  package init(files: [String]) { self.files = files }
}

/// What the verification may use of the world.
package struct VerifySurroundings {
  package var now: Date
  package var style: ReportStyle
  /// The name of the program, before its errors.
  package var program: String
  /// The published rule tables the program carries.
  package var tables: [[UInt8]]
  /// The second step at the car for a platform, from its sheet.
  package var buyerStep: (String) -> String?
  /// Takes a line of the result.
  package var result: (String) -> Void
  /// Takes a line of talk.
  package var say: (String) -> Void

  package init(
    now: Date, style: ReportStyle, program: String, tables: [[UInt8]], buyerStep: @escaping (String) -> String?,
    result: @escaping (String) -> Void, say: @escaping (String) -> Void
  ) {
    self.now = now
    self.style = style
    self.program = program
    self.tables = tables
    self.buyerStep = buyerStep
    self.result = result
    self.say = say
  }
}

/// The command that verifies certificates. `handover verify` and `handover-verify` are both this and nothing else.
package struct VerifyCommandLogic {
  let request: VerifyRequest
  let surroundings: VerifySurroundings

  package init(_ request: VerifyRequest, in surroundings: VerifySurroundings) {
    self.request = request
    self.surroundings = surroundings
  }

  /// Something that stops the whole command, with its exit status of design section 10.
  struct Stop: Error {
    var status: Int32
    var reason: String
    var hint: String?
  }

  /// Verifies every file, writes what was found, and returns the exit status: the worst of the files'.
  package func run() -> Int32 {
    do {
      let vin = try givenVIN()
      let tables = try self.tables()
      var memory = try remembered()
      let list = try request.trust.map { try read($0, limit: Limits.trustList, status: 66) }
      let decision = TrustDecision(bytes: list, memory: &memory)
      if decision.memoryChanged, let memory { keep(memory) }
      let checker = CertificateChecker(decision, tables: tables)
      let options = CheckOptions(
        vin: vin, issuer: request.issuer, odometer: request.odometer, allowUndated: request.allowUndated,
        noStatus: request.noStatus)
      let statuses = request.files.map { verify($0, checker, options, tables) }
      return statuses.max { rank($0) < rank($1) } ?? 0
    } catch let stop as Stop {
      complain(stop)
      return stop.status
    } catch {
      complain(Stop(status: 70, reason: "an internal error stopped the check", hint: nil))
      return 70
    }
  }

  private func verify(
    _ file: String, _ checker: CertificateChecker, _ options: CheckOptions, _ tables: [RuleTable]
  ) -> Int32 {
    let bytes: [UInt8]
    do { bytes = try read(file, limit: Limits.bundle, status: 66) } catch {
      complain(error)
      return error.status
    }
    let report = checker.check(bytes, options: options, at: surroundings.now)
    if request.json {
      surroundings.result(CanonicalJSON.text(report.json(file: file, asSpecimen: request.specimen)))
    } else {
      if request.files.count > 1 { surroundings.result("\(PlainText.shown(file, limit: 200)):") }
      let text = ReportText(
        report, style: surroundings.style, asSpecimen: request.specimen, tables: tables,
        buyerStep: surroundings.buyerStep)
      for line in text.lines + memoryLine { surroundings.result(line) }
    }
    return report.exitStatus(asSpecimen: request.specimen)
  }

  private var memoryLine: [String] {
    guard request.trust != nil, request.memory == nil else { return [] }
    return surroundings.style.row("Memory", "checked without remembering earlier trust lists (--no-state)")
  }

  /// Not valid over withdrawn over unreadable over inconclusive over something left; an internal error over all.
  private func rank(_ status: Int32) -> Int { [0, 8, 3, 66, 2, 1, 70].firstIndex(of: status) ?? Int.max }
}

// What the command needs before it can look at a certificate.
extension VerifyCommandLogic {
  private func givenVIN() throws(Stop) -> String? {
    guard let text = request.vin else { return nil }
    let vin = text.uppercased().filter { $0 != " " && $0 != "-" }
    guard VIN(strict: vin) != nil else {
      throw Stop(
        status: 64, reason: "--vin \(PlainText.shown(text)) is not a VIN",
        hint: "a VIN has 17 digits and letters without I, O and Q")
    }
    return vin
  }

  private func tables() throws(Stop) -> [RuleTable] {
    var tables = surroundings.tables.compactMap { try? RuleTable(bytes: $0) }
    for path in request.tables {
      let bytes = try read(path, limit: 1 << 20, status: 66)
      guard let table = try? RuleTable(bytes: bytes) else {
        throw Stop(status: 66, reason: "\(PlainText.shown(path, limit: 200)) is not a published rule table", hint: nil)
      }
      tables.append(table)
    }
    return tables
  }

  private func remembered() throws(Stop) -> VerifierMemory? {
    guard let file = request.memory else { return nil }
    do { return try file.load() } catch let problem as InputFile.Problem {
      throw Stop(
        status: 66, reason: "\(PlainText.shown(file.path, limit: 200)) cannot be read: \(problem.reason)",
        hint: "add --no-state to check without memory")
    } catch {
      throw Stop(
        status: 66, reason: "\(PlainText.shown(file.path, limit: 200)) does not hold what this program remembers",
        hint: "look who changed it; remove it to start again, or add --no-state")
    }
  }

  /// A memory that cannot be kept is said, and stops nothing.
  private func keep(_ memory: VerifierMemory) {
    guard let file = request.memory else { return }
    do { try file.save(memory) } catch {
      surroundings.say(
        "\(surroundings.program): note: the trust list could not be remembered in \(PlainText.shown(file.path, limit: 200))"
      )
    }
  }

  private func read(_ path: String, limit: Int, status: Int32) throws(Stop) -> [UInt8] {
    do { return try InputFile.read(path, limit: limit) } catch {
      throw Stop(
        status: status, reason: "\(PlainText.shown(path, limit: 200)) cannot be read: \(error.reason)",
        hint: error.isMissing ? "check the file's name, or give - to read standard input" : nil)
    }
  }

  private func complain(_ stop: Stop) {
    surroundings.say("\(surroundings.program): error: \(stop.reason)")
    if let hint = stop.hint { surroundings.say("\(surroundings.program): hint: \(hint)") }
  }
}
