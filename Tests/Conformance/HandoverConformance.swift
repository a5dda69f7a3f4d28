import FoundationEssentials
import StrictFormats

/// Runs test vectors of other people through our readers and verifiers. `Tests/Conformance/run.sh` gets the vectors out of
/// the packages that bring them and writes them as case files.
@main
enum HandoverConformance {
  static func main() throws {
    if CommandLine.arguments.count == 3, CommandLine.arguments[1] == "write-log" {
      for key in try SampleLog(folder: CommandLine.arguments[2]).write() { print(key) }
      exitWith(0)
    }
    guard CommandLine.arguments.count == 2 else {
      print("usage: handover-conformance FOLDER | write-log FOLDER")
      exitWith(64)
    }
    let folder = CommandLine.arguments[1]
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".json") }.sorted()
    var passed = 0
    var failed = 0
    for name in names {
      let set = try CaseSet([UInt8](Data(contentsOf: URL(filePath: "\(folder)/\(name)"))))
      let misses = set.misses()
      for miss in misses { print("FAILED \(set.name): \(miss)") }
      print("\(set.name): \(set.cases.count - misses.count) of \(set.cases.count) (\(set.source))")
      passed += set.cases.count - misses.count
      failed += misses.count
    }
    print("\(passed) passed, \(failed) failed")
    // Without vectors nothing was shown.
    exitWith(failed == 0 && passed > 0 ? 0 : 1)
  }
}

/// One file of cases: `{"set", "source", "cases": [{"id", "do", "want", ...}]}`. A case names an operation; what it finds
/// must be what is wanted, or begin with it and a space.
struct CaseSet {
  var name: String
  /// Which package the vectors came out of.
  var source: String
  var cases: [Case]

  struct Case {
    var id: String
    var operation: String
    var want: String
    var given: Given
  }

  init(_ bytes: [UInt8]) throws {
    let file = try StrictJSON.parseForeign(bytes)
    guard let name = file["set"]?.string, let source = file["source"]?.string, let cases = file["cases"]?.array else {
      throw Problem("not a file of cases")
    }
    self.name = name
    self.source = source
    self.cases = try cases.map { value in
      guard let id = value["id"]?.string, let operation = value["do"]?.string, let want = value["want"]?.string else {
        throw Problem("\(name): not a case")
      }
      return Case(id: id, operation: operation, want: want, given: Given(value: value))
    }
  }

  /// What went otherwise than wanted, each in a line.
  func misses() -> [String] {
    cases.compactMap { one in
      let found: String
      do {
        guard let operation = operations[one.operation] ?? logOperations[one.operation] else {
          throw Problem("no operation \(one.operation)")
        }
        found = try operation(one.given)
      } catch { found = "a case that cannot be run: \(error)" }
      guard found != one.want, !found.hasPrefix(one.want + " ") else { return nil }
      return "\(one.id): wanted \(one.want), found \(PlainText.shown(found))"
    }
  }
}

/// What a case gives to its operation.
struct Given {
  var value: JSONValue

  func text(_ name: String) throws -> String {
    guard let text = value[name]?.string else { throw Problem("no \(name)") }
    return text
  }

  func number(_ name: String) throws -> UInt64 {
    guard let number = value[name]?.integer, number >= 0 else { throw Problem("no \(name)") }
    return UInt64(number)
  }

  func texts(_ name: String) throws -> [String] {
    guard let texts = value[name]?.array?.compactMap(\.string), texts.count == value[name]?.array?.count else {
      throw Problem("no \(name)")
    }
    return texts
  }

  /// Bytes written in hexadecimal.
  func bytes(_ name: String) throws -> [UInt8] { try unhex(try text(name)) }
}

/// Why a case cannot be run at all.
struct Problem: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}

func unhex(_ text: String) throws -> [UInt8] {
  let digits = Array(text)
  guard digits.count.isMultiple(of: 2) else { throw Problem("odd hexadecimal") }
  return try stride(from: 0, to: digits.count, by: 2).map { place in
    guard let byte = UInt8(String(digits[place...place + 1]), radix: 16) else { throw Problem("no hexadecimal") }
    return byte
  }
}

func hex(_ bytes: some Sequence<UInt8>) -> String {
  bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
}
