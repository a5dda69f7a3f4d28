import ArgumentParser
import Foundation
import HandoverFlow
import HandoverLedger
import HandoverModel

/// `handover close`: the car was delivered, or the handover ended otherwise.
struct CloseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "close", abstract: "Say that a car was delivered. After that nothing is ever ended for it.",
    discussion: "Whatever is linked to the car after delivery may be the buyer's own.")

  @Argument(help: "The VIN.") var vin: String
  @OptionGroup var home: HomeOption

  func run() async throws {
    let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
    let ledger = try Ledger.open(at: home.folder().ledgerFile, purpose: "close")
    defer { ledger.close() }
    let record = try await RecallDesk(reader: ledger).record(ofVIN: vin)
    guard record.state == .open else {
      streams.say("already \(record.state.rawValue)")
      return
    }
    _ = try await ledger.mark(record.id, as: .delivered, at: Date(), body: Array("{}".utf8))
    streams.result("\(record.vin.text)  delivered")
  }
}
