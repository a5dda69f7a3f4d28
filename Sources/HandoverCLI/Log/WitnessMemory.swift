import Certification
import StrictFormats
import TransparencyLog

/// What a witness has seen, in a file of its own beside its key.
struct WitnessMemory {
  /// The last checkpoint of one log.
  struct Seen {
    var key: VerifierKey
    var checkpoint: Checkpoint
  }

  let path: String

  private static let format = "handover-witness/1"

  /// Lets one process at a time change what was seen, and keeps it durably. Nothing is kept when the change is refused.
  func change(_ body: (inout [Seen]) throws -> Void) throws {
    try FileLock.hold(path + ".lock") {
      var seen = try read()
      try body(&seen)
      try SafeFile.write(Self.bytes(seen), to: path, mode: 0o600)
    }
  }

  private func read() throws -> [Seen] {
    guard SafeFile.exists(path) else { return [] }
    let root = try? StrictJSON.parse(try SafeFile.read(path))
    guard root?["format"]?.string == Self.format, let values = root?["logs"]?.array else { throw malformed }
    return try values.map { value in
      guard let key = value["key"]?.string.flatMap({ try? VerifierKey($0) }),
        let size = value["size"]?.integer.flatMap({ UInt64(exactly: $0) }),
        let root = value["root"]?.string.flatMap({ Base64.decode($0, .standard) }).flatMap({ MerkleHash($0) })
      else { throw malformed }
      return Seen(key: key, checkpoint: Checkpoint(origin: key.name, size: size, root: root))
    }
  }

  private static func bytes(_ seen: [Seen]) -> [UInt8] {
    CanonicalJSON.bytes([
      "format": .string(format),
      "logs": .array(
        seen.map { one in
          [
            "key": .string(one.key.text), "size": .integer(Int64(clamping: one.checkpoint.size)),
            "root": .string(Base64.encode(one.checkpoint.root.bytes, .standard)),
          ]
        }),
    ])
  }

  private var malformed: Complaint {
    Complaint(
      "witness.memory", "\(path) does not hold what a witness remembers",
      hint: "bring it back from a copy; without it the witness cannot tell whether a log was changed",
      status: .unreadable)
  }
}
