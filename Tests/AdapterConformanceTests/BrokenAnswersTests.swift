import Foundation
import HandoverModel
import HandoverTestSupport
import OEMAdapterKit
import OEMAdapters
import Testing

/// What a provider, or something between us and it, can answer instead of a listing. None of it is "nothing there".
@Suite struct BrokenAnswersTests {
  enum Damage: String, CaseIterable, Sendable {
    case page, calledPage, cut, empty, duplicateName, byteOrderMark, wrongType, nullMembers, noContent
    case unauthorized, forbidden, notFound, gone, tooMany, billing, serverError, badGateway

    func applied(to answer: HTTPResponse) -> HTTPResponse {
      var answer = answer
      switch self {
      case .page:
        return HTTPResponse(
          status: 200, headers: [HTTPField("Content-Type", "text/html")], body: Array("<html>Sign in</html>".utf8))
      case .calledPage: answer.headers = [HTTPField("Content-Type", "text/html")]
      case .cut: answer.body = Array(answer.body.dropLast(answer.body.count / 2))
      case .empty: answer.body = []
      case .duplicateName: answer.body = Array(#"{"data":[],"vehicles":[],"users":[],"data":[]}"#.utf8)
      case .byteOrderMark: answer.body = [0xEF, 0xBB, 0xBF] + answer.body
      case .wrongType: answer.body = Array(#"{"data":{},"vehicles":{},"users":"","meta":[],"errors":[]}"#.utf8)
      case .nullMembers: answer.body = Array(#"{"data":null,"vehicles":null,"users":null,"meta":null}"#.utf8)
      case .noContent: return HTTPResponse(status: 204)
      case .unauthorized: return .json("{}", status: 401)
      case .forbidden: return .json("{}", status: 403)
      case .notFound: return .json("{}", status: 404)
      case .gone: return .json("{}", status: 410)
      case .tooMany: return .json("{}", status: 429)
      case .billing: return .json("{}", status: 430)
      case .serverError: return .json("{}", status: 500)
      case .badGateway: return .json(#"{"data":[],"vehicles":[],"meta":{"totalCount":0}}"#, status: 502)
      }
      return answer
    }
  }

  @Test(arguments: adapterRegistry, Damage.allCases)
  func noDamagedAnswerIsALook(_ descriptor: AdapterDescriptor, _ damage: Damage) async throws {
    let examined = try Examination(descriptor) { request, answer in
      request.method == .get ? damage.applied(to: answer) : answer
    }
    let sighting = await examined.look()
    for kind in examined.listable {
      let seen = try #require(sighting.kind(kind.name))
      #expect(seen.failure != nil && seen.accesses.isEmpty, "\(kind.name)")
    }
  }

  /// One damaged answer among good ones: whatever it hits, nothing that is there is ever said to be gone.
  @Test(arguments: adapterRegistry, Damage.allCases)
  func oneDamagedAnswerNeverMakesAnythingGone(_ descriptor: AdapterDescriptor, _ damage: Damage) async throws {
    let whole = try Examination(descriptor)
    let first = await whole.look()
    whole.wire.forget()
    _ = await whole.look(.second, confirming: first.accesses.map(\.key))
    for path in Set(whole.wire.requests.filter { $0.method == .get }.map(\.path)) {
      let examined = try Examination(descriptor) { request, answer in
        request.method == .get && request.path == path ? damage.applied(to: answer) : answer
      }
      _ = await examined.look()
      let second = await examined.look(.second, confirming: first.accesses.map(\.key))
      for kind in examined.listable { #expect(!second.saysNothingThere(kind.name), "\(path) \(kind.name)") }
    }
  }

  static let emptyListings = [
    "[]", "{}", #"{"data":[],"meta":{"totalCount":0},"links":{"next":null}}"#, #"{"vehicles":[],"errors":[]}"#,
    #"{"vehicles":[],"users":[],"count":0,"certificates":[],"data":[],"meta":{"totalCount":0},"partOfFleet":false}"#,
  ]

  /// Design rule 2: a provider that answers everything with an empty list yields no absence, before or after an ending.
  @Test(arguments: adapterRegistry, emptyListings)
  func anEmptyAnswerToEverythingIsNoAbsence(_ descriptor: AdapterDescriptor, _ body: String) async throws {
    let known = await (try Examination(descriptor)).look().accesses.map(\.key)
    let examined = try Examination(descriptor) { request, answer in request.method == .get ? .json(body) : answer }
    for sighting in [await examined.look(), await examined.look(.second, confirming: known)] {
      for kind in descriptor.kinds { #expect(!sighting.saysNothingThere(kind.name), "\(kind.name)") }
    }
  }

  /// An answer about another car shows nothing of this one, and never that there is nothing.
  @Test(arguments: adapterRegistry) func anAnswerAboutAnotherCarIsNoLook(_ descriptor: AdapterDescriptor) async throws {
    let known = await (try Examination(descriptor)).look().accesses.map(\.key)
    let examined = try Examination(descriptor) { request, answer in
      guard request.method == .get else { return answer }
      var answer = answer
      answer.body = Array(
        String(decoding: answer.body, as: UTF8.self).replacing(Stage.vin.text, with: Stage.otherVIN)
          .replacing("vehicle-mine", with: "vehicle-else").utf8)
      return answer
    }
    for sighting in [await examined.look(), await examined.look(.second, confirming: known)] {
      #expect(sighting.accesses.isEmpty)
      for kind in descriptor.kinds { #expect(!sighting.saysNothingThere(kind.name), "\(kind.name)") }
    }
  }
}
