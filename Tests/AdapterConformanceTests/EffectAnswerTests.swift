import Foundation
import HandoverModel
import HandoverTestSupport
import OEMAdapterKit
import OEMAdapters
import Testing

/// What each kind of answer to an ending is taken to mean. Only what was certainly not done may be sent again.
@Suite struct EffectAnswerTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var answer: HTTPResponse
    var certainty: Certainty
    var code: String
    var retryAfter: Double?

    init(_ answer: HTTPResponse, _ certainty: Certainty, _ code: String, _ retryAfter: Double? = nil) {
      self.answer = answer
      self.certainty = certainty
      self.code = code
      self.retryAfter = retryAfter
    }

    var testDescription: String { "\(answer.status) \(String(decoding: answer.body, as: UTF8.self))" }
  }

  static let page = HTTPResponse(
    status: 200, headers: [HTTPField("Content-Type", "text/html")], body: Array("<html>".utf8))

  static let rows: [Row] = [
    Row(HTTPResponse(status: 200), .done, "accepted"),
    Row(HTTPResponse(status: 202), .done, "accepted"),
    Row(HTTPResponse(status: 204), .done, "accepted"),
    Row(.json(#"{"status":"success"}"#), .done, "accepted"),
    Row(.json(#"{"error":"no"}"#), .mayHaveBeenDone, "unclear-answer"),
    Row(.json(#"{"errors":[]}"#), .mayHaveBeenDone, "unclear-answer"),
    Row(.json(#"{"status":"succ"#), .mayHaveBeenDone, "unclear-answer"),
    Row(page, .mayHaveBeenDone, "unclear-answer"),
    Row(HTTPResponse(status: 302), .mayHaveBeenDone, "unclear-answer"),
    Row(HTTPResponse(status: 404), .done, "already-gone"),
    Row(.json("{}", status: 404), .done, "already-gone"),
    Row(HTTPResponse(status: 404, headers: page.headers, body: page.body), .mayHaveBeenDone, "unclear-answer"),
    Row(.json("{}", status: 403), .notDone, "refused"),
    Row(.json("{}", status: 400), .notDone, "rejected"),
    Row(.json("{}", status: 422), .notDone, "rejected"),
    Row(.json("{}", status: 410), .notDone, "route-retired"),
    Row(.json("{}", status: 409), .notDone, "busy", 5),
    Row(HTTPResponse(status: 423, headers: [HTTPField("Retry-After", "7")]), .notDone, "busy", 7),
    Row(HTTPResponse(status: 429), .notDone, "too-many-requests", 2),
    Row(HTTPResponse(status: 429, headers: [HTTPField("Retry-After", "11")]), .notDone, "too-many-requests", 11),
    Row(HTTPResponse(status: 429, headers: [HTTPField("Retry-After", "-1")]), .notDone, "too-many-requests", 2),
    Row(HTTPResponse(status: 429, headers: [HTTPField("Retry-After", "soon")]), .notDone, "too-many-requests", 2),
    Row(HTTPResponse(status: 430), .notDone, "billing"),
    Row(HTTPResponse(status: 408), .mayHaveBeenDone, "unclear-answer"),
    Row(HTTPResponse(status: 500), .mayHaveBeenDone, "server-error"),
    Row(HTTPResponse(status: 502), .mayHaveBeenDone, "server-error"),
    Row(HTTPResponse(status: 503, headers: [HTTPField("Retry-After", "1")]), .mayHaveBeenDone, "server-error"),
    Row(HTTPResponse(status: 504), .mayHaveBeenDone, "server-error"),
  ]

  @Test(arguments: adapterRegistry, rows)
  func eachAnswerHasItsMeaning(_ descriptor: AdapterDescriptor, _ row: Row) async throws {
    let examined = try Examination(descriptor) { request, answer in request.method == .delete ? row.answer : answer }
    let access = try #require(await examined.look().accesses.min(by: descriptor.endsBefore))
    let report = try await examined.end(access).report
    #expect(report.certainty == row.certainty)
    #expect(report.code == row.code)
    #expect(report.retryAfter == row.retryAfter)
  }

  /// A 401 that stays after a renewal is a refusal, not an endless renewal.
  @Test(arguments: adapterRegistry)
  func aLastingRefusalOfTheTokenIsARefusal(_ descriptor: AdapterDescriptor) async throws {
    let examined = try Examination(descriptor) { request, answer in
      request.method == .delete ? .json("{}", status: 401) : answer
    }
    let access = try #require(await examined.look().accesses.min(by: descriptor.endsBefore))
    #expect(try await examined.end(access).report.code == "token-renewed")
    #expect(try await examined.end(access).report.code == "refused")
  }

  /// What the transport says about whether it happened is passed on as it is.
  @Test(arguments: adapterRegistry, [Certainty.notDone, .mayHaveBeenDone])
  func aBrokenRequestKeepsItsCertainty(_ descriptor: AdapterDescriptor, _ certainty: Certainty) async throws {
    let examined = try Examination(descriptor)
    let access = try #require(await examined.look().accesses.min(by: descriptor.endsBefore))
    let base = examined.stage.transport
    let broken = ScriptedTransport { _ in
      throw TransportFailure(.notRead, code: "transport.reset", reason: "reset", certainty: certainty)
    }
    let route = SplitTransport(reads: base, effects: broken)
    let report = await examined.adapter.revoke(access, of: examined.stage.vin, through: route)
    #expect(report.certainty == certainty && report.code == "transport.reset")
  }

  /// An access of an unknown kind, or one whose kind only a person can end, sends nothing.
  @Test(arguments: adapterRegistry) func whatCannotBeEndedSendsNothing(_ descriptor: AdapterDescriptor) async throws {
    let examined = try Examination(descriptor)
    var access = try #require(await examined.look().accesses.first)
    examined.wire.forget()
    for kind in ["no such kind"] + descriptor.kinds.filter({ $0.capability.isByHand }).map(\.name) {
      access.key.kind = kind
      let report = await examined.adapter.revoke(access, of: examined.stage.vin, through: examined.guarded())
      #expect(report.certainty == .notDone && report.code == "not-sendable")
    }
    #expect(examined.wire.requests.isEmpty)
  }
}

/// Reads go one way, everything else another.
struct SplitTransport: HTTPTransport {
  var reads: any HTTPTransport
  var effects: any HTTPTransport

  func mode(of provider: ProviderID) -> HandoverMode { .simulated }

  func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
    let transport = request.method == .delete ? effects : reads
    return try await transport.send(request)
  }
}

extension RevokeCapability {
  var isByHand: Bool { if case .automatic = self { false } else { true } }
}
