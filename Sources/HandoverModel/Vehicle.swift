/// One car as a lot file or a clerk names it, before anything was asked about it.
package struct Vehicle: Hashable, Codable, Sendable {
  /// The identity of the car.
  package var vin: VIN
  /// The brand as the trade writes it (`Škoda`), the maker's name where only that is known, or `unknown`.
  package var make: String
  /// The maker whose service the car belongs to (`skoda`, `stellantis-us`, `nissan`), or nil where the VIN and the row
  /// leave it open. Without a maker the platform is unknown and the generic sheet serves.
  package var maker: String?
  /// The model as the row writes it, or `unknown`.
  package var model: String
  /// The model year, only where VIN and row leave no doubt.
  package var modelYear: Int?
  /// The dealer's stock number.
  package var stock: String?
  /// What the row says about platform or head unit, in the dealer's words.
  package var platformHint: String?

  package init(
    vin: VIN, make: String = Vehicle.unknown, maker: String? = nil, model: String = Vehicle.unknown,
    modelYear: Int? = nil, stock: String? = nil, platformHint: String? = nil
  ) {
    self.vin = vin
    self.make = make
    self.maker = maker
    self.model = model
    self.modelYear = modelYear
    self.stock = stock
    self.platformHint = platformHint
  }

  /// The word for a make or model that nobody told us.
  package static let unknown = "unknown"
}
