/// When a checkpoint existed at the latest, on the word of how many witnesses.
package struct LogWitnessing: Hashable, Sendable {
  /// Seconds since 1970: the smallest time at which the cosignatures up to it meet the quorum (certificate design 2.6).
  package let time: UInt64
  /// How many of the witnesses that the quorum draws on cosigned.
  package let witnesses: Int
  /// How many the quorum draws on.
  package let of: Int
}

/// Why a policy does not accept a checkpoint.
package enum WitnessFailure: Error, Hashable, Sendable {
  /// No known log signed it under its own origin.
  case unknownLog
  /// A signature of a known key is wrong.
  case badSignature(name: String)
  /// A known key signed twice.
  case repeatedSignature(name: String)
  /// Fewer witnesses cosigned than it takes.
  case quorum(witnesses: Int, of: Int)
}

extension LogPolicy {
  /// Whether a known log signed the checkpoint, and when enough witnesses had seen it.
  ///
  /// - Parameter latest: cosignatures of later times are left out, seconds since 1970.
  package func witnessing(of checkpoint: Checkpoint, _ note: Note, latest: UInt64) throws(WitnessFailure)
    -> LogWitnessing
  {
    let verified = try self.verified(checkpoint, note)
    var times: [(place: Int, time: UInt64)] = []
    for (place, witness) in witnesses.enumerated() where askedPlaces.contains(place) {
      guard let line = verified.first(where: { witness.key.isNamed(by: $0) }), let time = Cosignature(line)?.timestamp,
        time <= latest
      else { continue }
      times.append((place, time))
    }
    var seen: Set<Int> = []
    for (place, time) in times.sorted(by: { $0.time < $1.time }) {
      seen.insert(place)
      if isMet(by: seen) { return LogWitnessing(time: time, witnesses: times.count, of: askedWitnesses) }
    }
    throw .quorum(witnesses: times.count, of: askedWitnesses)
  }

  /// The lines of known keys, all good, when a log that is known by the checkpoint's origin is among them.
  private func verified(_ checkpoint: Checkpoint, _ note: Note) throws(WitnessFailure) -> [NoteSignature] {
    let mine = logs.filter { $0.isNamed(checkpoint.origin) }
    guard !mine.isEmpty else { throw .unknownLog }
    let verified: [(key: VerifierKey, line: NoteSignature)]
    do { verified = try note.verified(by: logs + witnesses.map(\.key)) } catch {
      switch error {
      case .repeatedSignature(let name): throw .repeatedSignature(name: name)
      case .badSignature(let name): throw .badSignature(name: name)
      // Of a note that was read already.
      case .malformed, .tooLarge: throw .unknownLog
      }
    }
    guard verified.contains(where: { found in mine.contains { $0.isNamed(by: found.line) } }) else {
      throw .unknownLog
    }
    return verified.map(\.line)
  }
}
