import Crypto

/// Reads a policy line by line (C2SP tlog-policy, "Policy file syntax and structure", 2026-06-22).
struct LogPolicyReader {
  private(set) var logs: [VerifierKey] = []
  private(set) var witnesses: [LogPolicy.Witness] = []
  /// Witnesses and groups by name; names are bytes, never compared as text.
  private var named: [[UInt8]: LogPolicy.Quorum] = [:]
  private var members: Set<[UInt8]> = []
  private var groups = 0
  /// Two levels of nil: no quorum line yet, or one that asks for nobody.
  private var asked: LogPolicy.Quorum??
  private var line = 0

  private static let none = Array("none".utf8)

  mutating func read(_ bytes: [UInt8]) throws(PolicyFailure) {
    guard bytes.allSatisfy({ $0 == 0x09 || $0 == 0x0A || (0x20...0x7E).contains($0) || $0 >= 0x80 }) else {
      throw failure("it holds a control character")
    }
    guard bytes.last == 0x0A else { throw failure("its last line is not ended") }
    for text in bytes.dropLast().split(separator: 0x0A, omittingEmptySubsequences: false) {
      line += 1
      let words = text.split { $0 == 0x20 || $0 == 0x09 }.map(Array.init)
      guard let first = words.first, first.first != UInt8(ascii: "#") else { continue }
      try read(String(decoding: first, as: UTF8.self), Array(words.dropFirst()))
    }
    line = 0
  }

  /// The quorum, nil when the policy asks for none.
  func quorum() throws(PolicyFailure) -> LogPolicy.Quorum? {
    guard let asked else { throw failure("it has no quorum line") }
    return asked
  }

  private mutating func read(_ verb: String, _ words: [[UInt8]]) throws(PolicyFailure) {
    switch (verb, words.count) {
    case ("log", 1...2): try log(words)
    case ("witness", 2...3): try witness(words)
    case ("group", 3...): try group(words)
    case ("quorum", 1): try quorum(words[0])
    default: throw failure("the line is none that a policy has")
    }
  }

  private mutating func log(_ words: [[UInt8]]) throws(PolicyFailure) {
    guard logs.count < LogPolicy.limit else { throw failure("there are more than \(LogPolicy.limit) logs") }
    logs.append(try key(words[0], .log))
  }

  private mutating func witness(_ words: [[UInt8]]) throws(PolicyFailure) {
    guard witnesses.count < LogPolicy.limit else { throw failure("there are more than \(LogPolicy.limit) witnesses") }
    let key = try key(words[1], .witness)
    try define(words[0], as: .witness(witnesses.count))
    witnesses.append(LogPolicy.Witness(name: String(decoding: words[0], as: UTF8.self), key: key))
  }

  private mutating func group(_ words: [[UInt8]]) throws(PolicyFailure) {
    groups += 1
    guard groups <= LogPolicy.limit else { throw failure("there are more than \(LogPolicy.limit) groups") }
    var quorums: [LogPolicy.Quorum] = []
    for name in words.dropFirst(2) {
      guard let quorum = named[name] else { throw failure("a member of the group is not defined above it") }
      guard members.insert(name).inserted else { throw failure("a member of the group is one of a group already") }
      quorums.append(quorum)
    }
    try define(words[0], as: .group(try threshold(words[1], of: quorums.count), of: quorums))
  }

  private func threshold(_ word: [UInt8], of count: Int) throws(PolicyFailure) -> Int {
    switch String(decoding: word, as: UTF8.self) {
    case "all": return count
    case "any": return 1
    default:
      guard let number = Decimal.read(word[...]), (1...UInt64(count)).contains(number) else {
        throw failure("the group asks for a number of members that it cannot have")
      }
      return Int(number)
    }
  }

  private mutating func quorum(_ name: [UInt8]) throws(PolicyFailure) {
    guard asked == nil else { throw failure("there is a second quorum line") }
    if name == Self.none {
      asked = .some(nil)
      return
    }
    guard let quorum = named[name] else { throw failure("the quorum is not defined above it") }
    asked = quorum
  }

  private mutating func define(_ name: [UInt8], as quorum: LogPolicy.Quorum) throws(PolicyFailure) {
    guard name != Self.none, named.updateValue(quorum, forKey: name) == nil else {
      throw failure("a name is given twice, or is 'none'")
    }
  }

  private func key(_ word: [UInt8], _ kind: KeyKind) throws(PolicyFailure) -> VerifierKey {
    let key: VerifierKey
    guard let text = String(validating: word, as: UTF8.self) else { throw failure("a key is not UTF-8") }
    do { key = try VerifierKey(text) } catch { throw failure("a key cannot be read: \(error.rawValue)") }
    guard key.kind == kind else { throw failure("a log's key stands for a witness, or a witness's for a log") }
    for other in logs + witnesses.map(\.key) {
      guard other.publicKey.rawRepresentation != key.publicKey.rawRepresentation else {
        throw failure("a key stands there twice")
      }
      guard other.id != key.id || !other.name.utf8.elementsEqual(key.name.utf8) else {
        throw failure("two keys have one name and id")
      }
    }
    return key
  }

  private func failure(_ reason: String) -> PolicyFailure { PolicyFailure(line: line, reason: reason) }
}
