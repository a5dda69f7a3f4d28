/// The page of a v3 listing that a call asks for, and what C2 and C3 do to it.
struct SmartcarPage {
  /// What is wrong with a page (C2).
  private enum Wrong: UInt64, CaseIterable {
    case repeated, loop, expired, reordered, moved
  }

  private let number: Int
  private let size: Int
  private let path: String
  private let query: [(name: String, value: String)]
  private let wrong: Wrong?
  private let totalError: Int

  /// Nil where the page numbers are not numbers in range. The default size is stated as 10 in one place and as 50 in
  /// another; here it is `standard`.
  init?(_ call: Call, simulation: Simulation, standard: Int = 10) {
    guard let number = Int(call.item("page[number]") ?? "1"), number >= 1,
      let size = Int(call.item("page[size]") ?? String(standard)), (1...100).contains(size)
    else { return nil }
    self.number = number
    self.size = simulation.pageSize(asked: size)
    path = String(call.target.prefix { $0 != "?" })
    query = call.query.filter { $0.name != "page[number]" }
    let fault = call.contentFault
    wrong = fault?.fault == .badPaging ? Wrong(rawValue: fault.map { $0.form % 5 } ?? 0) : nil
    totalError = fault?.fault == .wrongTotal ? (fault.map { $0.form & 1 == 0 } ?? true ? 1 : -1) : 0
  }

  /// Whether this page answers that it can no longer be read.
  var isExpired: Bool { wrong == .expired && number > 1 }

  /// The places of the page's items in the whole listing.
  func places(of count: Int) -> [Int] {
    let shown = wrong == .repeated && number > 1 ? number - 1 : number
    let start = (shown - 1) * size + (wrong == .moved && number > 1 ? -1 : 0)
    guard start < count else { return [] }
    let places = Array(start..<min(count, start + size))
    return wrong == .reordered ? places.map { count - 1 - $0 } : places
  }

  func meta(count: Int) -> JSON {
    [
      "pageNumber": .int(number), "pageSize": .int(size), "totalCount": .int(max(0, count + totalError)),
      "orderBy": "createdAt", "orderDirection": "desc",
    ]
  }

  func links(_ count: Int) -> JSON {
    let last = max(1, (count + size - 1) / size)
    let next: JSON = wrong == .loop ? link(number) : number < last ? link(number + 1) : nil
    return [
      "self": link(number), "first": link(1), "prev": number > 1 ? link(number - 1) : nil, "next": next,
      "last": link(last),
    ]
  }

  private func link(_ page: Int) -> JSON {
    let rest = query.map { "&\($0.name)=\($0.value)" }.joined()
    let sized = query.contains { $0.name == "page[size]" } ? "" : "&page[size]=\(size)"
    return .string("\(path)?page[number]=\(page)\(sized)\(rest)")
  }
}
