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
  /// A file with signers' certificates, for texts that carry none.
  package var issuers: String?
  package var odometer: Int64?
  package var allowUndated = false
  package var noStatus = false
  /// Files with status tokens from a mirror.
  package var statuses: [String] = []
  package var specimen = false
  package var json = false
  /// Where to remember trust and status lists; nil checks without memory.
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
  struct Stop: Error, Hashable, Sendable {
    var status: Int32
    var reason: String
    var hint: String
  }

  /// Verifies every file and every certificate of a folder, writes what was found, and returns the exit status: the worst
  /// of them.
  package func run() -> Int32 {
    do {
      let vin = try givenVIN()
      let tables = try self.tables()
      var memory = try remembered()
      let list = try request.trust.map { try Self.read($0, as: .trust, limit: Limits.trustList) }
      let decision = TrustDecision(bytes: list, memory: &memory)
      if decision.memoryChanged, let memory { keep(memory, "trust") }
      let checker = CertificateChecker(decision, tables: tables, issuers: try issuerBag())
      let options = CheckOptions(
        vin: vin, issuer: request.issuer, odometer: request.odometer, allowUndated: request.allowUndated,
        noStatus: request.noStatus, statuses: try statuses(), memory: memory)
      let files = try CertificateFiles(request.files)
      for note in files.notes { surroundings.say("\(surroundings.program): note: \(note)") }
      var tally = VerifyTally()
      var worst: Int32 = 0
      var isNewStatus = false
      files.check(check(by: checker, options)) { file, outcome in
        let status = tell(outcome, of: file, amongMany: files.paths.count > 1, tables)
        if rank(worst) < rank(status) { worst = status }
        let report = try? outcome.get()
        tally.add(report, of: file)
        if let report, memory?.accept(report) == true { isNewStatus = true }
      }
      if files.paths.count > 1 { tell(tally) }
      if isNewStatus, let memory { keep(memory, "status") }
      return worst
    } catch let stop as Stop {
      complain(stop)
      return stop.status
    } catch {
      complain(
        Stop(status: 70, reason: "an internal error stopped the check", hint: "report it with what you typed"))
      return 70
    }
  }

  /// Reads and checks one file; may be called from many threads at once.
  private func check(
    by checker: CertificateChecker, _ options: CheckOptions
  ) -> @Sendable (String) -> CertificateFiles.Outcome {
    let moment = surroundings.now
    return { file in
      do throws(Stop) {
        return .success(checker.check(try Self.read(certificate: file), options: options, at: moment))
      } catch {
        return .failure(error)
      }
    }
  }

  /// Writes what came of one file, and returns its exit status.
  private func tell(
    _ outcome: CertificateFiles.Outcome, of file: String, amongMany: Bool, _ tables: [RuleTable]
  ) -> Int32 {
    let report: ValidationReport
    switch outcome {
    case .success(let found): report = found
    case .failure(let stop):
      complain(stop)
      if request.json { surroundings.result(CanonicalJSON.text(stop.json(file: file, at: surroundings.now))) }
      return stop.status
    }
    if request.json {
      surroundings.result(CanonicalJSON.text(report.json(file: file, asSpecimen: request.specimen)))
    } else {
      if amongMany { surroundings.result("\(PlainText.shown(file, limit: 200)):") }
      let text = ReportText(
        report, style: surroundings.style, asSpecimen: request.specimen, tables: tables,
        buyerStep: surroundings.buyerStep)
      for line in text.lines + memoryLine { surroundings.result(line) }
    }
    return report.exitStatus(asSpecimen: request.specimen)
  }

  /// For a program there is one object for each file and nothing else on stdout.
  private func tell(_ tally: VerifyTally) {
    for line in tally.lines { request.json ? surroundings.say(line) : surroundings.result(line) }
  }

  private var memoryLine: [String] {
    guard request.trust != nil, request.memory == nil else { return [] }
    return surroundings.style.row("Memory", "checked without remembering earlier trust and status lists (--no-state)")
  }

  /// Not valid over withdrawn over unreadable over inconclusive over something left; an internal error over all.
  private func rank(_ status: Int32) -> Int { [0, 8, 3, 66, 2, 1, 70].firstIndex(of: status) ?? Int.max }
}
