import HandoverTestSupport
import OEMAdapterKit
import Testing

@testable import CurlTransport

@Suite struct ResponseHeadTests {
  @Test func anOrdinaryHeadIsKept() {
    var head = ResponseHead()
    let lines = ["HTTP/1.1 430 Odd\r\n", "Content-Length: 2\r\n", "X-Name:  a b \r\n", "\r\n"]
    #expect(lines.allSatisfy { take($0, &head) == nil })
    #expect(head.status == 430)
    #expect(head.isComplete)
    #expect(head.fields.map(\.name) == ["Content-Length", "X-Name"])
    #expect(head.fields.map(\.value) == ["2", "a b"])
    #expect(head.isWhole(2) && !head.isWhole(1) && !head.isWhole(3))
  }

  @Test func anInterimHeadIsReplacedByTheFinalOne() {
    var head = ResponseHead()
    let lines = ["HTTP/1.1 103 Hints\r\n", "Link: x\r\n", "\r\n", "HTTP/1.1 204 None\r\n", "\r\n"]
    #expect(lines.allSatisfy { take($0, &head) == nil })
    #expect(head.status == 204)
    #expect(head.fields.isEmpty)
    #expect(head.isWhole(0))
  }

  static let refused: [([String], AnswerRefusal)] = [
    (["HTTP/1.1 20 X\r\n"], .framing), (["HTTP/1.1 2000 X\r\n"], .framing), (["HTTP/1.1\r\n"], .framing),
    (["HTTP/1.1 200 X\r\n", "no colon\r\n"], .framing), (["HTTP/1.1 200 X\r\n", " folded: x\r\n"], .framing),
    (["HTTP/1.1 200 X\r\n", "Name : x\r\n"], .framing),
    (["HTTP/1.1 200 X\r\n", "Content-Length: -1\r\n"], .framing),
    (["HTTP/1.1 200 X\r\n", "Content-Length: 5, 5\r\n"], .framing),
    (["HTTP/1.1 200 X\r\n", "Content-Length: 0x5\r\n"], .framing),
    (["HTTP/1.1 200 X\r\n", "Content-Length:\r\n"], .framing),
    (["HTTP/1.1 200 X\r\n", "Content-Length: 99999999999999999999\r\n"], .framing),
    (["HTTP/1.1 200 X\r\n", "content-length: 5\r\n", "CONTENT-LENGTH: 5\r\n"], .framing),
    (["HTTP/1.1 200 X\r\n", "Transfer-Encoding: gzip, chunked\r\n"], .framing),
    (["HTTP/1.1 200 X\r\n", "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: chunked\r\n"], .framing),
    (["HTTP/1.1 200 X\r\n", "Content-Encoding: br\r\n"], .encoding),
    (["HTTP/1.1 200 X\r\n", "\r\n"], .framing), (["HTTP/1.1 302 X\r\n", "\r\n"], .redirect),
  ]

  @Test(arguments: refused) func aHeadThatCouldMeanTwoThingsIsRefused(lines: [String], refusal: AnswerRefusal) {
    var head = ResponseHead()
    #expect(lines.compactMap { take($0, &head) } == [refusal])
  }

  @Test func anErrorMayEndWithItsConnection() {
    var head = ResponseHead()
    #expect(["HTTP/1.0 503 X\r\n", "\r\n"].allSatisfy { take($0, &head) == nil })
    #expect(head.isWhole(17))
  }

  @Test func interimHeadsAndTrailersCountAgainstTheLimit() {
    var interim = ResponseHead()
    var refusals = (0..<200).compactMap { _ in
      take("HTTP/1.1 100 X\r\n", &interim) ?? take("\r\n", &interim)
    }
    #expect(refusals.first == .headersTooLarge)
    var trailers = ResponseHead()
    _ = ["HTTP/1.1 200 X\r\n", "Transfer-Encoding: chunked\r\n", "\r\n"].map { take($0, &trailers) }
    refusals = (0..<300).compactMap { _ in take("Trailer: x\r\n", &trailers) }
    #expect(refusals.first == .headersTooLarge)
    #expect(trailers.fields.count == 1)
  }

  @Test(arguments: [UInt64](1...200)) func anyBytesAreBounded(seed: UInt64) {
    var chance = SeededChance(seed: seed)
    var head = ResponseHead()
    for _ in 0..<400 {
      let words = ["HTTP/1.1 200 X", "Content-Length: 1", "X: y", "", "Transfer-Encoding: chunked", "\u{0}", ":"]
      var line = Array((words.randomElement(using: &chance) ?? "").utf8)
      if Bool.random(using: &chance) {
        line += (0..<Int.random(in: 0...400, using: &chance)).map { _ in UInt8.random(in: 0...255, using: &chance) }
      }
      if take(String(decoding: line, as: UTF8.self) + "\r\n", &head) != nil { break }
    }
    #expect(head.fields.count <= ResponseHead.mostFields, "seed \(seed)")
  }

  private func take(_ line: String, _ head: inout ResponseHead) -> AnswerRefusal? {
    Array(line.utf8).withUnsafeBufferPointer { head.take($0) }
  }
}
