import Foundation
import HandoverModel
import Synchronization
import Testing

@testable import HandoverLedger

@Suite struct LedgerExportTests {
  private struct Line: Decodable {
    var sequence, number: Int64
    var handover, vin, opened, kind, at, previous, digest, ledger: String
    var certificate: String?
    var body: [String: Int]
  }

  @Test func everyEventIsOneLineThatProvesItself() async throws {
    let ledger = try TemporaryLedger().create()
    let ids = [try await ledger.openHandover(1).id, try await ledger.openHandover(2).id]
    for number in 0..<700 { ledger.enqueue([seen(ids[number % 2], number)]) }
    _ = try await ledger.certify(ids[0], state: state("s"), name: "one")
    let out = Mutex<[UInt8]>([])
    let head = try await ledger.export { part in out.withLock { $0 += part } }
    let bytes = out.withLock { $0 }
    #expect(bytes.last == UInt8(ascii: "\n"))
    let lines = try bytes.split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(Line.self, from: Data($0))
    }
    #expect(lines.map(\.sequence) == Array(1...703))
    #expect(head == LedgerHead(events: 703, digest: try await ledger.headDigest()))
    #expect(lines.last?.certificate != nil && lines.dropLast().allSatisfy { $0.certificate == nil })
    for id in ids {
      let own = lines.filter { $0.handover == id.rawValue }
      #expect(own.map(\.number) == Array(1...Int64(own.count)))
      #expect(own.dropFirst().map(\.previous) == own.dropLast().map(\.digest))
    }
    #expect(lines[2].at == "2026-11-22T00:00:00.000Z" && lines[2].body == ["n": 0] && lines[2].vin == testVIN(1).text)
    #expect(Set(lines.map(\.ledger)).count == 703)
  }

  @Test func aBodyThatIsNotJSONDoesNotBreakTheLine() async throws {
    let ledger = try TemporaryLedger().create()
    let id = try await ledger.openHandover(1).id
    _ = try await ledger.append([NewEvent(handover: id, kind: "note", at: moment(), body: Array("{not json}".utf8))])
    let out = Mutex<[UInt8]>([])
    _ = try await ledger.export { part in out.withLock { $0 += part } }
    let line = try #require(out.withLock { $0 }.split(separator: UInt8(ascii: "\n")).last)
    let object = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
    #expect(object?["body_base64"] as? String == "e25vdCBqc29ufQ")
    #expect(object?["body"] == nil)
  }
}
