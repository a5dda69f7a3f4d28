import HandoverModel
import OEMAdapterKit
import StrictFormats

/// The requests of Smartcar v3 that we make: listings, single reads, and the VIN of a vehicle of our own application.
struct SmartcarAPI: Sendable {
  static let iam = "iam"
  static let vehicle = "vehicle"
  static let management = "management"

  let client: ProviderClient

  /// One page of a listing.
  ///
  /// - Parameter vehicleID: only this vehicle's items; nil for the whole application's.
  func page<Item: SmartcarItem>(
    _ type: Item.Type, number: Int, size: Int, vehicleID: String?, through transport: any HTTPTransport
  ) async throws(CouldNotLook) -> SmartcarPage<Item> {
    var query = [
      HTTPField("filter[vehicle.mode]", "live"), HTTPField("page[number]", "\(number)"),
      HTTPField("page[size]", "\(size)"),
    ]
    if let vehicleID { query.append(HTTPField("filter[vehicleId]", vehicleID)) }
    let value = try await client.listing(Item.path, service: Item.service, query: query, through: transport)
    return try SmartcarPage(value)
  }

  /// One item by its id; nil when Smartcar says, in its own error form, that there is none.
  func item<Item: SmartcarItem>(
    _ type: Item.Type, id: String, through transport: any HTTPTransport
  ) async throws(CouldNotLook) -> Item? {
    guard let segment = pathSegment(id) else { throw .shape(.smartcar, "an id that cannot stand in a path") }
    let answer = try await client.read("\(Item.path)/\(segment)", service: Item.service, through: transport)
    if answer.status == 404, try answer.json(from: .smartcar).saysNotThere { return nil }
    guard let data = try answer.listing(from: .smartcar)["data"] else { throw .shape(.smartcar, "data") }
    let item = try Item(data)
    guard item.id == id else { throw CouldNotLook("smartcar.other-item", "the answer is about something else") }
    return item
  }

  /// The VIN of one vehicle of our application, by the one signal that names it. No other signal is ever read.
  ///
  /// Real clients read `data.attributes`; the provider's page shows `attributes` at the top. Both are accepted.
  func vin(ofVehicle id: String, user: String, through transport: any HTTPTransport) async throws(CouldNotLook) -> VIN {
    guard isPlainID(id), let segment = pathSegment(id), isPlainID(user) else {
      throw .shape(.smartcar, "an id that cannot stand in a request")
    }
    let value = try await client.listing(
      "/vehicles/\(segment)/signals/vehicleidentification-vin", service: Self.vehicle,
      headers: [HTTPField("sc-user-id", user)], through: transport)
    let attributes = value.at("data", "attributes") ?? value["attributes"]
    guard attributes?["code"]?.string == "vehicleidentification-vin",
      let text = attributes?.at("body", "value")?.string, let vin = VIN(strict: text)
    else { throw .shape(.smartcar, "the VIN of a vehicle") }
    return vin
  }
}

extension JSONView {
  /// Whether this is Smartcar's own "there is no such thing", and not its "there is no such route".
  fileprivate var saysNotThere: Bool {
    guard let errors = self["errors"]?.array, !errors.isEmpty else { return false }
    return errors.allSatisfy { $0["type"]?.string == "RESOURCE_NOT_FOUND" && $0["code"]?.string != "INVALID_PATH" }
  }
}

/// Whether an id is plain enough to stand in a header, a query and a mark: letters, digits, `-`, `_`, `.`.
func isPlainID(_ id: String) -> Bool {
  (1...100).contains(id.utf8.count)
    && id.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
        true
      default: false
      }
    }
}
