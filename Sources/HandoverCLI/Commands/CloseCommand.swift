import ArgumentParser
import Foundation
import HandoverFlow
import HandoverLedger
import HandoverModel
import StrictFormats

/// `handover close`: the car was delivered, or the handover ended otherwise.
struct CloseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "close", abstract: "Say that a car was delivered. After that nothing is ever ended for it.",
    discussion: "Whatever is linked to the car after delivery may be the buyer's own.")

  @Argument(help: "The VIN.") var vin: String
  @OptionGroup var home: HomeOption
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
    let ledger = try Ledger.open(at: home.folder().ledgerFile, purpose: "close")
    defer { ledger.close() }
    let record = try await RecallDesk(reader: ledger).record(
      ofVIN: vin, elseHint: "compare the VIN; handover status names the cars that are open")
    guard record.state == .open else {
      streams.say("already \(record.state.rawValue)")
      output.write(json(record, is: record.state, isNew: false), [], to: streams)
      return
    }
    _ = try await ledger.mark(record.id, as: .delivered, at: Date(), body: Array("{}".utf8))
    output.write(
      json(record, is: .delivered, isNew: true), ["\(record.vin.text)  delivered"], to: streams)
  }

  private func json(_ record: HandoverRecord, is state: HandoverState, isNew: Bool) -> JSONValue {
    [
      "vin": .string(record.vin.text), "handover": .string(record.id.rawValue), "state": .string(state.rawValue),
      "new": .bool(isNew),
    ]
  }
}
