extension SimulatedWorld {
  /// A lot file for this world: comma-separated, columns vin, make, model, year, stock, taken_in, vin_read.
  package func lotFile() -> String {
    var lines = ["vin,make,model,year,stock,taken_in,vin_read"]
    for (index, vehicle) in vehicles.enumerated() {
      let cells = [
        vehicle.vin, vehicle.make, vehicle.model, String(vehicle.year), "S\(1000 + index)", "2026-11-20", "car",
      ]
      lines.append(cells.map(Self.cell).joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The sellers' Škoda sessions, one JSON object a line, as a sessions file has them.
  package func sessionsFile() -> String {
    vehicles.compactMap { vehicle in
      vehicle.skoda.map { car in
        JSON.object([
          .init("vin", .string(vehicle.vin)), .init("provider", "skoda"),
          .init("access_token", .string(car.seller.accessToken)),
          .init("refresh_token", .string(car.seller.refreshToken)),
        ]).line + "\n"
      }
    }.joined()
  }

  private static func cell(_ text: String) -> String {
    text.contains { "\",\n\r".contains($0) } ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
}
