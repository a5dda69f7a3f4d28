package import FoundationEssentials
package import HandoverModel
import StrictFormats

/// A VIN and what is said about the car become a vehicle: for one car on the command line as for a row of a file.
package struct Identification: Hashable, Sendable {
  /// The car.
  package var vehicle: Vehicle
  /// What should be known about it.
  package var notes: [RowNote]

  /// Identifies one car. Throws what is wrong with the VIN, or that make and VIN contradict each other
  /// (`make.contradicts`).
  package init(
    vin text: String, make: String? = nil, model: String? = nil, year: Int? = nil, asOf day: Date = Date()
  ) throws(VINProblem) {
    let reading = try VINReading(text, year: year)
    let vin = reading.vin
    let brand: MakeAndMaker
    do throws(CellFault) {
      brand = try MakeAndMaker.settle(
        WMITable.entry(for: vin), prefix: String(vin.text.prefix(3)), MakeReading(make.map(VINReading.trim)))
    } catch {
      throw VINProblem(error.code, error.reason, hint: error.hint)
    }
    let settled = ModelYear.settle(
      VINFacts(vin), rowYear: year, rule: brand.yearRule, thisYear: Calendars.year(of: day))
    let name = model.flatMap { PlainName.clean(VINReading.trim($0))?.name }
    vehicle = Vehicle(
      vin: vin, make: brand.make, maker: brand.maker, model: name ?? Vehicle.unknown, modelYear: settled.year)
    notes = reading.notes + [brand.note, settled.note].compactMap { $0 }
  }
}

/// The one question about the calendar that identification asks.
enum Calendars {
  static func year(of date: Date) -> Int { Int(UTC.day(date).prefix(4)) ?? 2026 }
}
