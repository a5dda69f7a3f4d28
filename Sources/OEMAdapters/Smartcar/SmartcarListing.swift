import HandoverModel
import OEMAdapterKit

/// Items per page we ask for: the documented maximum.
private let pageSize = 100
/// How often a listing that moved under our hands is begun again.
private let attempts = 3

extension SmartcarAPI {
  /// The whole listing, without duplicates.
  ///
  /// The newest item comes first, so removing one moves the older ones towards the front. The pages are therefore read from
  /// the last to the first: what is removed meanwhile can show an item twice but can never hide one. What was seen must
  /// agree with the totals the provider states, or the listing is begun again and finally not used.
  func all<Item: SmartcarItem>(
    _ type: Item.Type, vehicleID: String? = nil, through transport: any HTTPTransport
  ) async throws(CouldNotLook) -> [Item] {
    for _ in 0..<attempts {
      if let items = try await read(type, vehicleID: vehicleID, through: transport) { return items }
    }
    throw CouldNotLook(
      "smartcar.listing-unstable", "the pages of the listing and its stated total do not agree", passing: true)
  }

  /// One reading, or nil when it does not add up.
  private func read<Item: SmartcarItem>(
    _ type: Item.Type, vehicleID: String?, through transport: any HTTPTransport
  ) async throws(CouldNotLook) -> [Item]? {
    let first = try await page(type, number: 1, size: pageSize, vehicleID: vehicleID, through: transport)
    var reading = Reading(first)
    guard first.hasNext else { return reading.items(atMost: first.totalCount, atLeast: first.totalCount) }
    guard !first.items.isEmpty else { return nil }
    var last = first
    for number in stride(from: (first.totalCount - 1) / first.items.count + 1, through: 1, by: -1) {
      last = try await page(type, number: number, size: pageSize, vehicleID: vehicleID, through: transport)
      reading.add(last)
    }
    return reading.items(atMost: first.totalCount, atLeast: last.totalCount)
  }
}

/// What the pages of one reading showed, by id.
private struct Reading<Item: SmartcarItem> {
  private var byID: [String: Item] = [:]
  private var order: [String] = []
  private var clashes = false

  init(_ page: SmartcarPage<Item>) { add(page) }

  mutating func add(_ page: SmartcarPage<Item>) {
    for item in page.items {
      if let known = byID[item.id] {
        // One id for two different accesses: nothing can be said about either.
        if known.vehicleID != item.vehicleID || known.userID != item.userID { clashes = true }
      } else {
        order.append(item.id)
      }
      byID[item.id] = item
    }
  }

  /// The items when their number lies between the totals stated at the end and at the beginning.
  func items(atMost most: Int, atLeast least: Int) -> [Item]? {
    guard !clashes, order.count >= least, order.count <= most else { return nil }
    return order.compactMap { byID[$0] }
  }
}
