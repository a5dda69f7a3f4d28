import ArgumentParser
import Foundation
import Glibc

/// `handover simulate`: starts the simulators that come with this program.
struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate", abstract: "Run pretend providers on this machine, for practice and tests.",
    discussion: """
      Hands everything after it to handover-simulators, which lies beside this program. Papers from a run against them are \
      marked SPECIMEN.

        handover simulate --world world.json --ready ready.json
        handover batch lot.csv --simulators ready.json --smartcar app.json
      """)

  @Argument(parsing: .captureForPassthrough, help: "Options of handover-simulators; --help shows them.")
  var options: [String] = []

  func run() async throws {
    let own = try path(of: "/proc/self/exe")
    let program = own.prefix(upTo: own.lastIndex(of: "/") ?? own.startIndex) + "/handover-simulators"
    var arguments = ([String(program)] + options).map { strdup($0) } + [nil]
    execv(String(program), &arguments)
    throw Complaint(
      "simulate.missing", "\(program) cannot be started: \(String(cString: strerror(errno)))",
      hint: "build it: swift build --product handover-simulators", status: .unreadable)
  }

  private func path(of link: String) throws -> String {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let count = buffer.withUnsafeMutableBytes { bytes in
      bytes.withMemoryRebound(to: CChar.self) { readlink(link, $0.baseAddress!, $0.count) }
    }
    guard count > 0 else {
      throw Complaint(
        "simulate.place", "this program cannot find itself", hint: "start handover-simulators by itself",
        status: .internalError)
    }
    return String(decoding: buffer[..<count], as: UTF8.self)
  }
}
