import HandoverModel
import OEMAdapterKit
import StrictFormats

/// An item of one of Smartcar's JSON:API listings, as far as we read it. Names and free text are never read.
protocol SmartcarItem: Sendable {
  /// What the descriptor says about this kind of item.
  static var objectKind: ObjectKind { get }
  static var service: String { get }
  static var path: String { get }
  var id: String { get }
  var vehicleID: String { get }
  var userID: String { get }
  var access: Access { get }

  init(_ value: JSONView) throws(CouldNotLook)
}

/// `(application, Smartcar user, vehicle)`.
struct SmartcarConnection: SmartcarItem {
  static let service = SmartcarAPI.vehicle
  static let path = "/connections"

  var id: String
  var vehicleID: String
  var userID: String
  var permissions: [String]
  var createdAt: String?

  init(_ value: JSONView) throws(CouldNotLook) {
    guard value["type"]?.string == "connection" else { throw .shape(.smartcar, "an item that is no connection") }
    guard let id = value.text("id"), let vehicleID = value.at("relationships", "vehicle", "data")?.text("id"),
      let userID = value.at("relationships", "user", "data")?.text("id"),
      let permissions = value.at("attributes", "permissions")?.array
    else { throw .shape(.smartcar, "a connection") }
    let mode = value.at("attributes", "vehicle", "mode")
    guard mode == nil || mode?.string == "live" else { throw .shape(.smartcar, "a connection that is not live") }
    self.id = id
    self.vehicleID = vehicleID
    self.userID = userID
    self.permissions = permissions.map { $0.string ?? "" }
    createdAt = value.at("meta", "createdAt")?.string
  }

  /// The holder is whoever made the grant; after a sale that is the previous owner or someone of theirs.
  var access: Access {
    let rights = SmartcarRights(permissions)
    return Access(
      key: AccessKey(provider: .smartcar, kind: Self.objectKind.name, id: id, mark: smartcarMark(vehicleID, createdAt)),
      layer: .appGrants, holder: .previousOwner, power: rights.power, rights: rights.names)
  }
}

/// A vehicle's subscription to a webhook. The members follow the documented create call; a relationship is accepted too.
struct SmartcarSubscription: SmartcarItem {
  static let service = SmartcarAPI.management
  static let path = "/subscriptions"

  var id: String
  var vehicleID: String
  var userID: String
  var createdAt: String?

  init(_ value: JSONView) throws(CouldNotLook) {
    guard value["type"]?.string == "subscription" else { throw .shape(.smartcar, "an item that is no subscription") }
    guard let id = value.text("id"),
      let vehicleID = value["attributes"]?.text("vehicleId")
        ?? value.at("relationships", "vehicle", "data")?.text("id"),
      let userID = value["attributes"]?.text("userId") ?? value.at("relationships", "user", "data")?.text("id")
    else { throw .shape(.smartcar, "a subscription") }
    self.id = id
    self.vehicleID = vehicleID
    self.userID = userID
    createdAt = value.at("meta", "createdAt")?.string ?? value["attributes"]?.text("createdAt")
  }

  /// The stream goes to the dealer's own webhook.
  var access: Access {
    Access(
      key: AccessKey(provider: .smartcar, kind: Self.objectKind.name, id: id, mark: smartcarMark(vehicleID, createdAt)),
      layer: .telemetryStreams, holder: .dealer, power: .read)
  }
}

/// One page, with what it says about the whole listing.
struct SmartcarPage<Item: SmartcarItem>: Sendable {
  var items: [Item]
  var totalCount: Int
  var hasNext: Bool

  init(_ value: JSONView) throws(CouldNotLook) {
    guard let data = value["data"]?.array, let total = value.at("meta", "totalCount")?.integer, total >= 0 else {
      throw .shape(.smartcar, "a page of \(Item.objectKind.name)s")
    }
    var items: [Item] = []
    for element in data { items.append(try Item(element)) }
    self.items = items
    totalCount = Int(total)
    let next = value.at("links", "next")
    hasNext = next != nil && next?.isNull == false
  }
}

/// What an access was made for, and when: `vehicle id@created at`. It survives a restart with the ledger, so that a second
/// look knows which vehicle to ask for although the connection that named it is gone.
func smartcarMark(_ vehicleID: String, _ createdAt: String?) -> String {
  guard let createdAt, createdAt.utf8.count <= 40, createdAt.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
    return vehicleID
  }
  return "\(vehicleID)@\(createdAt)"
}

/// The vehicle id in a mark.
func smartcarVehicleID(inMark mark: String?) -> String? {
  guard let id = mark?.split(separator: "@", maxSplits: 1).first.map(String.init), isPlainID(id) else { return nil }
  return id
}
