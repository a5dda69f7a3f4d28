import HandoverModel
import OEMAdapterKit
import StrictFormats

/// The reads of the Škoda app service that we make, and their wire types. Names, pictures and addresses are never read.
struct SkodaAPI: Sendable {
  static let service = "api"

  let client: ProviderClient
  let vin: VIN

  /// The session's own cars with its role on each.
  func garage(through transport: any HTTPTransport) async throws(CouldNotLook) -> SkodaGarage {
    let generations = (1...4).map { HTTPField("connectivityGenerations", "MOD\($0)") }
    return try SkodaGarage(try await listing("/v2/garage", query: generations, through: transport))
  }

  /// Whether the car is part of a company's fleet: then the fleet's operator is asked, and nothing is ended.
  func isPartOfFleet(through transport: any HTTPTransport) async throws(CouldNotLook) -> Bool {
    let value = try await listing("\(car)/fleet", through: transport)
    guard let flag = value["partOfFleet"]?.bool else { throw .shape(.skoda, "partOfFleet") }
    return flag
  }

  func guests(through transport: any HTTPTransport) async throws(CouldNotLook) -> [SkodaGuest] {
    let value = try await listing("\(car)/users/guests", through: transport)
    return try SkodaGuest.list(value)
  }

  func guestCount(through transport: any HTTPTransport) async throws(CouldNotLook) -> Int {
    let value = try await listing("\(car)/users/guests/count", through: transport)
    guard let count = value["count"]?.integer, count >= 0 else { throw .shape(.skoda, "count") }
    return Int(count)
  }

  func certificates(through transport: any HTTPTransport) async throws(CouldNotLook) -> [SkodaCertificate] {
    let value = try await listing("/v1/charging/\(vin.text)/certificates", through: transport)
    return try SkodaCertificate.list(value)
  }

  /// Whether the session still reaches the car by its own route. That a car which left the garage answers 403 or 404 is
  /// inferred; anything else is no answer to the question.
  func reachesCar(through transport: any HTTPTransport) async throws(CouldNotLook) -> Bool {
    let answer = try await client.read(car, service: Self.service, through: transport)
    if answer.status == 403 || answer.status == 404 {
      if !answer.body.isEmpty { _ = try answer.json(from: .skoda) }
      return false
    }
    let value = try answer.listing(from: .skoda)
    guard value["vin"]?.string == vin.text else {
      throw CouldNotLook("skoda.other-vehicle", "the answer is about another car than the one asked for")
    }
    return true
  }

  /// The id of the session's own user. Nothing else of the answer is read.
  func ownUserID(through transport: any HTTPTransport) async throws(CouldNotLook) -> String {
    let value = try await listing("/v1/users", through: transport)
    guard let id = value.text("id") else { throw .shape(.skoda, "the session's own user") }
    return id
  }

  private var car: String { "/v2/garage/vehicles/\(vin.text)" }

  private func listing(
    _ path: String, query: [HTTPField] = [], through transport: any HTTPTransport
  ) async throws(CouldNotLook) -> JSONView {
    try await client.listing(path, service: Self.service, query: query, through: transport)
  }
}

/// The session's cars: VIN and role. Of other cars nothing is told but the model of one, as a control.
struct SkodaGarage: Sendable {
  private var states: [String: String]

  init(_ value: JSONView) throws(CouldNotLook) {
    guard let vehicles = value["vehicles"]?.array else { throw .shape(.skoda, "the garage") }
    if let errors = value["errors"], !errors.isNull {
      guard let list = errors.array else { throw .shape(.skoda, "the garage's errors") }
      guard list.isEmpty else {
        throw CouldNotLook("skoda.garage-incomplete", "Škoda says that it could not list every car", passing: true)
      }
    }
    states = [:]
    for vehicle in vehicles {
      guard let vin = vehicle.text("vin"), let state = vehicle.text("state"), states[vin] == nil else {
        throw .shape(.skoda, "a car in the garage")
      }
      states[vin] = state
    }
  }

  /// The beginning of another car's VIN: maker, model, year and plant, without the serial number that would name the car.
  func otherModel(than vin: VIN) -> String? {
    states.keys.filter { $0 != vin.text && $0.utf8.count == 17 }.min().map { String($0.prefix(11)) }
  }

  /// The session's role on a car; nil when the car is not in the garage.
  func role(on vin: VIN) -> SkodaRole? {
    states[vin.text].map { $0 == "ACTIVATED" ? .mainUser : .other }
  }
}

/// Only an activated main user may list and end what others have; `GUEST_USER`, `NOT_ACTIVATED`, `RESET_SPIN` and states we
/// do not know may not.
enum SkodaRole: Hashable, Sendable {
  case mainUser
  case other
}

/// A guest, as far as we read one: an id, and whether the car itself has ever seen the person.
struct SkodaGuest: Hashable, Sendable {
  var id: String
  var knownToVehicle: Bool?

  static func list(_ value: JSONView) throws(CouldNotLook) -> [SkodaGuest] {
    guard let users = value["users"]?.array else { throw .shape(.skoda, "the guests") }
    var guests: [SkodaGuest] = []
    for user in users {
      guard let id = user.text("id"), !guests.contains(where: { $0.id == id }) else { throw .shape(.skoda, "a guest") }
      guests.append(SkodaGuest(id: id, knownToVehicle: user["knownToVehicle"]?.bool))
    }
    return guests
  }

  /// Since January 2025 a guest has far-reaching remote rights (WeConnect-python issue 224), so the power is control.
  var access: Access {
    let known = knownToVehicle.map { $0 ? "known_to_vehicle" : "cloud_only" }
    return Access(
      key: AccessKey(provider: .skoda, kind: SkodaKinds.guest.name, id: id), layer: SkodaKinds.guest.layer,
      holder: .otherPerson, power: .control, rights: [known].compactMap(\.self))
  }
}

/// A charging contract's certificate. A state we do not know stays a certificate.
struct SkodaCertificate: Hashable, Sendable {
  var id: String
  var isOrdered: Bool

  static func list(_ value: JSONView) throws(CouldNotLook) -> [SkodaCertificate] {
    guard let items = value["certificates"]?.array else { throw .shape(.skoda, "the certificates") }
    var certificates: [SkodaCertificate] = []
    for item in items {
      guard let id = item.text("id"), !certificates.contains(where: { $0.id == id }) else {
        throw .shape(.skoda, "a certificate")
      }
      certificates.append(SkodaCertificate(id: id, isOrdered: item["state"]?.string == "ORDERED"))
    }
    return certificates
  }

  var access: Access {
    Access(
      key: AccessKey(provider: .skoda, kind: SkodaKinds.certificate.name, id: id),
      layer: SkodaKinds.certificate.layer, holder: .previousOwner, power: .billing,
      rights: [isOrdered ? "ordered" : "other"])
  }
}
