package import Certification
import Glibc

/// Opens key files with the user's passphrase, which is read or asked once for all keys of a command.
package final class PassphraseSource {
  package enum Place {
    /// Asked without being shown, where somebody sits at a terminal.
    case terminal
    case descriptor(Int32)
    case file(String)
  }

  private let place: Place
  private let streams: Streams
  private var known: Passphrase?
  /// Whether it was decided how new files are encrypted, and with what: all of a command's are the same way.
  private var isDecided = false
  private var chosen: Passphrase?

  package init(_ place: Place, streams: Streams) {
    self.place = place
    self.streams = streams
  }

  /// The shortest that new files are encrypted with (NIST SP 800-63B, section 5.1.1.2).
  static let shortest = 8

  /// The key in a file, unlocked when it is encrypted.
  package func open(_ path: String) throws -> PrivateKey {
    let file = try KeyFile(reading: path)
    if let key = file.openKey { return key }
    if file.isWeak {
      streams.say("handover: warning: the passphrase of a stolen copy of \(path) would be guessed too cheaply")
      streams.say("handover: hint: encrypt it anew: handover key encrypt \(path)")
    }
    if case .terminal = place { return try ask(for: file) }
    return try file.key(try given())
  }

  /// The passphrase for new files; nil when nobody gives one. At a terminal it is typed twice, and nothing typed means none.
  package func forNewFiles() throws -> Passphrase? {
    if !isDecided { chosen = try decide() }
    isDecided = true
    return chosen
  }

  /// The passphrase that last unlocked a file: what a file written in its place is encrypted with.
  package var used: Passphrase? { known }

  private func decide() throws -> Passphrase? {
    guard case .terminal = place else {
      let passphrase = try given()
      try checkLength(passphrase)
      return passphrase
    }
    guard streams.canAsk else { return nil }
    return try asking { try agreeOnOne($0) }
  }

  private func agreeOnOne(_ hidden: HiddenLine) throws -> Passphrase? {
    for _ in 1...3 {
      guard let first = try typed("New passphrase for the private keys (nothing: not encrypted): ", hidden) else {
        return nil
      }
      do { try checkLength(first) } catch let complaint as Complaint {
        streams.say("handover: \(complaint.reason)")
        continue
      }
      if let again = try typed("Once more: ", hidden), again.isSame(as: first) {
        known = first
        return first
      }
      streams.say("handover: the two are not the same")
    }
    throw Complaint(
      "key.passphrase", "no passphrase was agreed on; nothing was made", hint: "run the same command again when ready",
      status: .interrupted)
  }

  private func checkLength(_ passphrase: Passphrase) throws {
    guard passphrase.count >= Self.shortest else {
      throw Complaint(
        "key.passphrase-short", "a passphrase has at least \(Self.shortest) characters",
        hint: "a few words that nobody would guess together", status: .usage)
    }
  }

  /// Tries what was typed before, then asks up to three times.
  private func ask(for file: KeyFile) throws -> PrivateKey {
    if let known, let key = try? file.key(known) { return key }
    guard streams.canAsk else {
      throw Complaint(
        "key.passphrase-needed", "\(file.path) is encrypted, and nobody can be asked here",
        hint: "--passphrase-fd NUMBER or --passphrase-file FILE", status: .usage)
    }
    return try asking { try unlock(file, $0) }
  }

  private func unlock(_ file: KeyFile, _ hidden: HiddenLine) throws -> PrivateKey {
    for attempt in 1...3 {
      guard let passphrase = try typed("Passphrase of \(file.path): ", hidden) else { continue }
      do {
        let key = try file.key(passphrase)
        known = passphrase
        return key
      } catch let problem as SafeFile.Problem where attempt < 3 && problem.code == "key.passphrase" {
        streams.say("handover: \(problem.reason)")
      }
    }
    throw Complaint("key.passphrase", "no passphrase unlocked \(file.path)", hint: "nothing was changed")
  }

  private func typed(_ prompt: String, _ hidden: HiddenLine) throws -> Passphrase? {
    var bytes = try hidden.read(prompt)
    defer { erase(&bytes) }
    return Passphrase(bytes)
  }

  private func asking<Value>(_ body: (HiddenLine) throws -> Value) throws -> Value {
    do { return try HiddenLine.asking(streams, body) } catch is HiddenLine.Cancelled {
      throw Complaint(
        "key.passphrase", "no passphrase was given; nothing was done", hint: "run the same command again when ready",
        status: .interrupted)
    }
  }

  private func given() throws -> Passphrase {
    if let known { return known }
    var bytes: [UInt8]
    switch place {
    case .terminal: bytes = []
    case .descriptor(let number): bytes = try Self.read(number)
    case .file(let path): bytes = try SafeFile.readSecret(path)
    }
    defer { erase(&bytes) }
    // One line, as OpenSSL takes it.
    var line = Array(bytes.prefix { $0 != 0x0A })
    if line.last == 0x0D { line.removeLast() }
    defer { erase(&line) }
    guard let passphrase = Passphrase(line) else {
      throw Complaint(
        "key.passphrase-empty", "what was given as passphrase is empty, or longer than \(Passphrase.limit) bytes",
        hint: "it is the first line of what --passphrase-fd or --passphrase-file names", status: .unreadable)
    }
    known = passphrase
    return passphrase
  }

  private static func read(_ descriptor: Int32) throws -> [UInt8] {
    var bytes: [UInt8] = []
    // Byte by byte, so that what follows the line stays for whoever reads the descriptor next.
    while bytes.count <= Passphrase.limit, bytes.last != 0x0A {
      var byte: UInt8 = 0
      let count = Glibc.read(descriptor, &byte, 1)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else {
        throw Complaint(
          "key.passphrase-unreadable", "descriptor \(descriptor) cannot be read: \(String(cString: strerror(errno)))",
          hint: "open it for the command: handover certify ... --passphrase-fd 3 3<passphrase.txt", status: .unreadable)
      }
      if count == 0 { break }
      bytes.append(byte)
    }
    return bytes
  }
}
