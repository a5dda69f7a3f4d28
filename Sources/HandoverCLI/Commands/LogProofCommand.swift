import ArgumentParser
import Foundation
import StrictFormats
import TransparencyLog

/// `handover log proof`.
struct LogProofCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "proof", abstract: "Keep the proof of time of everything that enough witnesses have seen.",
    discussion: """
      Writes log/proofs, one file for each entry that has none yet. The earliest proof is kept and never replaced: a later \
      checkpoint would prove a later time. handover present puts a certificate's proof into every copy.

      Exit status: 8 while too few witnesses have signed.
      """)

  @OptionGroup var home: HomeOption
  @OptionGroup var output: OutputOptions

  func run() throws {
    let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
    let (written, witnessing) = try LogProofs(home: try home.folder()).write(at: Date())
    let time = Date(timeIntervalSince1970: Double(witnessing.time))
    if output.json {
      streams.result(
        CanonicalJSON.text([
          "written": .integer(Int64(written)), "at": .string(UTC.instant(time)),
          "witnesses": .integer(Int64(witnessing.witnesses)), "of": .integer(Int64(witnessing.of)),
        ]))
    } else {
      streams.result(
        "wrote \(counted(written, "proof")): existed since \(UTC.minute(time)), "
          + "by \(witnessing.witnesses) of \(witnessing.of) witnesses"
      )
    }
  }
}
