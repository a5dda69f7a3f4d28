import CertificateChecking
import HandoverModel
import StrictFormats
import TransferRules

// What the command needs before it can look at a certificate.
extension VerifyCommandLogic {
  func givenVIN() throws(Stop) -> String? {
    guard let text = request.vin else { return nil }
    let vin = text.uppercased().filter { $0 != " " && $0 != "-" }
    guard VIN(strict: vin) != nil else {
      throw Stop(
        status: 64, reason: "--vin \(PlainText.shown(text)) is not a VIN",
        hint: "a VIN has 17 digits and letters without I, O and Q")
    }
    return vin
  }

  func tables() throws(Stop) -> [RuleTable] {
    var tables = surroundings.tables.compactMap { try? RuleTable(bytes: $0) }
    for path in request.tables {
      let bytes = try Self.read(path, as: .table, limit: 1 << 20)
      guard let table = try? RuleTable(bytes: bytes) else {
        throw Stop(
          status: 66, reason: "\(PlainText.shown(path, limit: 200)) is not a published rule table",
          hint: "get it from where the tables are published, or leave --table out")
      }
      tables.append(table)
    }
    return tables
  }

  func statuses() throws(Stop) -> [GivenStatus] {
    var statuses: [GivenStatus] = []
    for path in request.statuses {
      statuses.append(GivenStatus(bytes: try Self.read(path, as: .status, limit: Limits.statusToken)))
    }
    return statuses
  }

  func issuerBag() throws(Stop) -> IssuerBag? {
    guard let path = request.issuers else { return nil }
    let bytes = try Self.read(path, as: .issuers, limit: Limits.issuerBag)
    do throws(CheckFailure) { return try IssuerBag(bytes: bytes) } catch {
      throw Stop(
        status: 66, reason: "\(PlainText.shown(path, limit: 200)) is no use: \(error.message)",
        hint: error.hint ?? "ask the dealer for the file that handover key issuers writes")
    }
  }

  func remembered() throws(Stop) -> VerifierMemory? {
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
  ///
  /// - Parameter what: which list is new in it.
  func keep(_ memory: VerifierMemory, _ what: String) {
    guard let file = request.memory else { return }
    do { try file.save(memory) } catch {
      surroundings.say(
        "\(surroundings.program): note: the \(what) list could not be remembered in \(PlainText.shown(file.path, limit: 200))"
      )
    }
  }

  /// Reads a file that an option names.
  static func read(_ path: String, as option: VerifyOption, limit: Int) throws(Stop) -> [UInt8] {
    do { return try InputFile.read(path, limit: limit) } catch {
      throw unreadable(
        path, error, hint: error.isMissing ? "check the file's name behind --\(option.rawValue)" : error.hint)
    }
  }

  /// Reads a file that may be a certificate.
  static func read(certificate path: String) throws(Stop) -> [UInt8] {
    do { return try InputFile.read(path, limit: Limits.bundle) } catch {
      throw unreadable(
        path, error, hint: error.isMissing ? "check the file's name, or give - to read standard input" : error.hint)
    }
  }

  private static func unreadable(_ path: String, _ problem: InputFile.Problem, hint: String) -> Stop {
    Stop(status: 66, reason: "\(PlainText.shown(path, limit: 200)) cannot be read: \(problem.reason)", hint: hint)
  }

  func complain(_ stop: Stop) {
    surroundings.say("\(surroundings.program): error: \(stop.reason)")
    surroundings.say("\(surroundings.program): hint: \(stop.hint)")
  }
}
