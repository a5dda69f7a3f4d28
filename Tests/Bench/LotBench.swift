import FoundationEssentials
import Glibc
import Inventory

/// P11: reading and judging every cell of a lot file, against Python's csv module that only splits it. And P10's second
/// half: memory of a whole look over a lot a hundred times as long.
struct LotBench {
  var tools: Tools
  var program: String
  var rows: Int
  var rounds: Int

  func readingFigures() throws -> [Figure] {
    let path = temporary("lot") + ".csv"
    defer { unlink(path) }
    try MadeLot.write(rows: rows, to: path)
    let medians = try interleaved(
      rounds,
      [
        { try Child.run([tools.python, tools.script("csv_reader"), path]).cpu },
        { try readHere(path) },
        { try Child.run([program, "read-lot", path]).cpu },
      ])
    return [
      Figure(
        id: "P11", what: "lot file of \(rows) rows, every cell judged", ours: "LotReader \(digits(medians[1])) s",
        peer: "Python csv.reader \(digits(medians[0])) s", ratio: medians[0] / medians[1], floor: 2, goal: 5,
        better: .higher),
      Figure(
        id: "P11b", what: "the same as a whole process", ours: "process \(digits(medians[2])) s",
        peer: "Python csv.reader \(digits(medians[0])) s", ratio: medians[0] / medians[2], floor: 2, goal: 5,
        better: .higher),
    ]
  }

  private func readHere(_ path: String) throws -> Double {
    let started = clock(CLOCK_PROCESS_CPUTIME_ID)
    guard try Self.read(path) == rows else { throw BenchProblem("the lot reader did not take every row") }
    return clock(CLOCK_PROCESS_CPUTIME_ID) - started
  }

  /// Reads a lot to its end; how many good rows it has.
  static func read(_ path: String) throws -> Int {
    var reader = try LotReader(path: path)
    var good = 0
    while let entry = try reader.next() {
      if case .row = entry { good += 1 }
    }
    return good
  }
}

/// P10, second half. A batch that only looks, without any provider: every row is opened in the ledger, judged and printed.
struct GrowthBench {
  var tools: Tools
  var small: Int
  var large: Int

  func figures() throws -> [Figure] {
    let (few, many) = (try peak(small), try peak(large))
    return [
      Figure(
        id: "P10b", what: "memory growth from \(small) to \(large) rows", ours: "\(mebibytes(many)) MiB",
        peer: "\(mebibytes(few)) MiB", ratio: Double(many) / Double(few), floor: 2, goal: 1.2, better: .lower)
    ]
  }

  private func peak(_ rows: Int) throws -> Int {
    let path = temporary("lot") + ".csv"
    defer { unlink(path) }
    try MadeLot.write(rows: rows, to: path)
    // On /dev/shm only to spare the disk; the memory of the process is the same.
    let home = try Dealership(tools, in: "/dev/shm")
    let usage = try Child.run(
      [tools.handover, "batch", path, "--home", home.folder, "--json"], expecting: [0, 8])
    say("      \(rows) rows: \(digits(usage.cpu / Double(rows) * 1e3)) ms CPU per row, \(digits(usage.wall)) s")
    return usage.peakBytes
  }
}

/// A lot file as a dealer's system exports it: quoted fields, ten columns, about 110 bytes a row, right check digits.
enum MadeLot {
  private static let makes = [
    ("TMBJB9NX", "Škoda", "Octavia"), ("WVWZZZAU", "Volkswagen", "Golf"), ("WBY73AW0", "BMW", "i4"),
    ("5YJ3E1EA", "Tesla", "Model 3"), ("SALWA2FK", "Land Rover", "Range Rover Sport"),
  ]

  static func write(rows: Int, to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard descriptor >= 0 else { throw BenchProblem("\(path) cannot be written") }
    defer { close(descriptor) }
    var buffer = Array("vin,make,model,year,stock,taken_in,vin_read,odometer,keys,note\r\n".utf8)
    for row in 0..<rows {
      let make = makes[row % makes.count]
      let vin = vin(make.0, serial: row)
      buffer += Array(
        """
        "\(vin)","\(make.1)","\(make.2)",2023,"S\(100_000 + row)","2026-11-20","car","\(40_000 + row % 9_000) km",2,\
        "south, row \(row % 40)"\r\n
        """.utf8)
      if buffer.count > 1 << 20 || row == rows - 1 {
        try flush(buffer, to: descriptor)
        buffer.removeAll(keepingCapacity: true)
      }
    }
  }

  private static func flush(_ bytes: [UInt8], to descriptor: Int32) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { throw BenchProblem("the lot file cannot be written") }
      rest = rest.dropFirst(count)
    }
  }

  /// Positions 1 to 8 are the make's, 10 is model year 2023, 11 a plant; the check digit of 49 CFR 565 stands in 9.
  private static func vin(_ head: String, serial: Int) -> String {
    let number = String(serial % 10_000_000)
    let plants = Array("ABCDEFGH")
    let tail =
      String(plants[serial / 1_000_000 % plants.count]) + String(repeating: "0", count: 6 - min(6, number.count))
    let draft = Array((head + "0P" + tail + number.suffix(6)).utf8)
    var bytes = draft
    let sum = zip(draft, weights).reduce(0) { $0 + value($1.0) * $1.1 }
    bytes[8] = sum % 11 == 10 ? UInt8(ascii: "X") : UInt8(ascii: "0") + UInt8(sum % 11)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]

  private static func value(_ byte: UInt8) -> Int {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "A")...UInt8(ascii: "H"): Int(byte - UInt8(ascii: "A")) + 1
    case UInt8(ascii: "J")...UInt8(ascii: "R"): Int(byte - UInt8(ascii: "J")) + 1
    default: Int(byte - UInt8(ascii: "S")) + 2
    }
  }
}
