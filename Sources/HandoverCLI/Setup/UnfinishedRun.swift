import Certification
import FoundationEssentials
import Glibc
import StrictFormats

/// The note that a run which ends something is under way. When it is still there at the next start, the run before was cut
/// off, and the cars it had looked at are taken up instead of being asked about again. Losing it costs calls and nothing else.
struct UnfinishedRun {
  /// When the run that was cut off began; nil where there is none.
  let since: Date?
  private let path: String

  /// Reads the note, and leaves one for this run.
  init(home: DealerHome, now: Date) throws {
    path = home.unfinishedFile
    let began = (try? SafeFile.read(path)).flatMap { try? StrictJSON.parse($0) }?["began"]?.integer
    since = began.map { Date(timeIntervalSince1970: Double($0)) }.flatMap { $0 <= now ? $0 : nil }
    let noted = Int64((since ?? now).timeIntervalSince1970.rounded(.down))
    try SafeFile.write(CanonicalJSON.bytes(["began": .integer(noted)]) + [0x0A], to: path, mode: 0o600)
  }

  /// The run came to its end.
  func finish() { unlink(path) }
}
