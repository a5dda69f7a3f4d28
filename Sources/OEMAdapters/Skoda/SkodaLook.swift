import HandoverModel
import OEMAdapterKit

/// One look at one car through the seller's session.
struct SkodaLook {
  var api: SkodaAPI
  var transport: any HTTPTransport

  private static let listed = [SkodaKinds.guest, SkodaKinds.certificate, SkodaKinds.ownership]
  private static let garageRead = "GET /v2/garage"

  /// The same reason for every kind that can be listed.
  static func everyKind(_ cause: CouldNotLook) -> [KindSighting] {
    listed.map { .failed($0, read: garageRead, cause) }
  }

  /// The first look. Without the fleet flag nothing is listed, because nothing may be ended before it was read.
  func find() async -> AdapterLook {
    do throws(CouldNotLook) {
      switch try await api.garage(through: transport).role(on: api.vin) {
      case .mainUser: break
      case .other: throw Self.notMainUser
      case nil: throw CouldNotLook("skoda.car-not-in-garage", "the seller's account does not have this car")
      }
      let fleet = try await api.isPartOfFleet(through: transport)
      return AdapterLook(kinds: await everythingOfMainUser(confirming: false), stopSigns: fleet ? [.fleet] : [])
    } catch {
      return AdapterLook(kinds: Self.everyKind(error))
    }
  }

  /// The second look, after something was ended. When the car itself has left the garage, guests and certificates cannot be
  /// seen any more; they were looked at before.
  func confirm() async -> AdapterLook {
    do throws(CouldNotLook) {
      let garage = try await api.garage(through: transport)
      let role = garage.role(on: api.vin)
      if role == .mainUser { return AdapterLook(kinds: await everythingOfMainUser(confirming: true)) }
      let own = await ownership(by: garage)
      return AdapterLook(kinds: [
        .failed(SkodaKinds.guest, read: Self.garageRead, Self.notMainUser),
        .failed(SkodaKinds.certificate, read: Self.garageRead, Self.notMainUser), own,
      ])
    } catch {
      return AdapterLook(kinds: Self.everyKind(error))
    }
  }

  private static let notMainUser = CouldNotLook(
    "skoda.not-main-user", "the seller's account is not, or no longer, the activated main user of this car")
}

// What the main user sees.
extension SkodaLook {
  /// The session's own role on this VIN, as the garage shows it: what must be there while the session can see the car.
  private var control: PositiveControl { .seen(what: "the session's own role on this car", value: api.vin.text) }

  private func everythingOfMainUser(confirming: Bool) async -> [KindSighting] {
    async let guests = guests(confirming: confirming)
    async let certificates = certificates()
    return await [guests, certificates, present]
  }

  private var present: KindSighting {
    KindSighting(
      kind: SkodaKinds.ownership.name, layer: SkodaKinds.ownership.layer, read: Self.garageRead, sight: .partial,
      control: control, accesses: [ownAccess])
  }

  private var ownAccess: Access {
    Access(
      key: AccessKey(provider: .skoda, kind: SkodaKinds.ownership.name, id: api.vin.text),
      layer: SkodaKinds.ownership.layer, holder: .previousOwner, power: .control)
  }

  /// The guests, held against their stated count; the second look asks for the count first. Where the two disagree twice,
  /// the list may lack somebody: the second look shows nothing then.
  private func guests(confirming: Bool) async -> KindSighting {
    let list = "GET /v2/garage/vehicles/{vin}/users/guests"
    let read = confirming ? "\(list)/count, \(list)" : "\(list), \(list)/count"
    do throws(CouldNotLook) {
      var seen = try await guestsAndCount(countFirst: confirming)
      if seen.guests.count != seen.count { seen = try await guestsAndCount(countFirst: confirming) }
      let agrees = seen.guests.count == seen.count
      guard agrees || !confirming else {
        throw CouldNotLook("skoda.count-disagrees", "the guests listed and their stated count disagree", passing: true)
      }
      return KindSighting(
        kind: SkodaKinds.guest.name, layer: SkodaKinds.guest.layer, read: read, sight: .partial,
        control: control, accesses: seen.guests.map(\.access))
    } catch {
      return .failed(SkodaKinds.guest, read: read, error)
    }
  }

  private func guestsAndCount(countFirst: Bool) async throws(CouldNotLook) -> (guests: [SkodaGuest], count: Int) {
    let early = countFirst ? try await api.guestCount(through: transport) : nil
    let guests = try await api.guests(through: transport)
    if let early { return (guests, early) }
    return (guests, try await api.guestCount(through: transport))
  }

  private func certificates() async -> KindSighting {
    let read = "GET /v1/charging/{vin}/certificates"
    do throws(CouldNotLook) {
      let certificates = try await api.certificates(through: transport)
      return KindSighting(
        kind: SkodaKinds.certificate.name, layer: SkodaKinds.certificate.layer, read: read, sight: .partial,
        control: control, accesses: certificates.map(\.access))
    } catch {
      return .failed(SkodaKinds.certificate, read: read, error)
    }
  }
}

// Whether the seller's tie to the car is gone.
extension SkodaLook {
  /// An empty garage looks like a failed one. So the garage and the car's own route have to agree that the car is out of
  /// reach, and something has to stand where an account that works shows it: another car in the same garage, or, for a
  /// seller with one car, the session's own user id. Without either the look proves nothing and says so.
  private func ownership(by garage: SkodaGarage) async -> KindSighting {
    let read = "GET /v2/garage, GET /v2/garage/vehicles/{vin}, GET /v1/users"
    do throws(CouldNotLook) {
      let reaches = try await api.reachesCar(through: transport)
      let gone = garage.role(on: api.vin) == nil && !reaches
      return KindSighting(
        kind: SkodaKinds.ownership.name, layer: SkodaKinds.ownership.layer, read: read,
        sight: .partial, control: gone ? try await controlOfTheGone(garage) : .notSeen,
        accesses: gone ? [] : [ownAccess])
    } catch {
      return .failed(SkodaKinds.ownership, read: read, error)
    }
  }

  private func controlOfTheGone(_ garage: SkodaGarage) async throws(CouldNotLook) -> PositiveControl {
    if let model = garage.otherModel(than: api.vin) {
      return .seen(what: "another car in the same garage", value: model)
    }
    do throws(CouldNotLook) {
      return .seen(what: "the session's own identity", value: try await api.ownUserID(through: transport))
    } catch {
      guard error.failure.passing else { return .notSeen }
      throw error
    }
  }
}
