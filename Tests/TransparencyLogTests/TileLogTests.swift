import Crypto
import HandoverTestSupport
import Testing

@testable import TransparencyLog

/// The log's files: what a tree of any size leaves behind, and what a crash may not break.
@Suite struct TileLogTests {
  /// Files in memory, which end at a write on purpose.
  final class Memory: LogStorage {
    struct Crash: Error {}
    var files: [String: [UInt8]] = [:]
    /// Writes until the crash.
    var writesLeft = Int.max
    var writes = 0

    func read(_ name: String) -> [UInt8]? { files[name] }

    func write(_ bytes: [UInt8], as name: String) throws {
      guard writesLeft > 0 else { throw Crash() }
      writesLeft -= 1
      writes += 1
      files[name] = bytes
    }
  }

  private static let key = try! SignerKey(name: "north.example/log", kind: .log, key: .init())

  private static func log() throws -> (TileLog<Memory>, Memory) {
    let memory = Memory()
    let log = TileLog(memory, key: key)
    try log.create()
    return (log, memory)
  }

  private static func entries(_ range: Range<Int>, _ word: String = "entry") -> [[UInt8]] {
    range.map { Array("\(word) \($0)\n".utf8) }
  }

  /// Everything a reader of the log can ask holds.
  private static func expectSound(_ log: TileLog<Memory>, _ memory: Memory, _ entries: [[UInt8]], _ note: String) throws
  {
    let checkpoint = try log.checkpoint().checkpoint
    #expect(checkpoint.size == UInt64(entries.count), "\(note)")
    let reader = LogReader(memory, size: checkpoint.size)
    #expect(try reader.allEntries() == entries, "\(note)")
    let leaves = entries.map { MerkleHash.leaf($0) }
    #expect(checkpoint.root == MerkleTests.Tree.root(leaves[...]), "\(note)")
    #expect(try reader.tree.root(size: checkpoint.size) == checkpoint.root, "\(note)")
    guard let last = leaves.last else { return }
    let path = try reader.tree.inclusion(of: checkpoint.size - 1, in: checkpoint.size)
    #expect(
      Merkle.isIncluded(last, at: checkpoint.size - 1, in: checkpoint.size, root: checkpoint.root, by: path), "\(note)")
  }

  @Test func theFilesOfSeventyThousandAreWhereTheSpecificationSays() throws {
    let (log, memory) = try Self.log()
    let entries = Self.entries(0..<70_000)
    try log.append(entries)
    #expect(memory.files["tile/0/272"]?.count == 8_192)
    #expect(memory.files["tile/0/273.p/112"]?.count == 112 * 32)
    #expect(memory.files["tile/1/000"]?.count == 8_192)
    #expect(memory.files["tile/1/001.p/17"]?.count == 17 * 32)
    #expect(memory.files["tile/2/000.p/1"]?.count == 32)
    #expect(memory.files["tile/entries/273.p/112"] != nil)
    #expect(memory.files.keys.filter { $0.hasPrefix("tile/0/") }.count == 274)
    try Self.expectSound(log, memory, entries, "70,000")
  }

  @Test func pathsAreWrittenInGroupsOfThreeDigits() {
    #expect(TilePath(.hashes(level: 3), index: 1_234_067, width: 256).text == "tile/3/x001/x234/067")
    #expect(TilePath(.entries, index: 0, width: 1).text == "tile/entries/000.p/1")
    #expect(TilePath(.entries, index: 1_000, width: 256).text == "tile/entries/x001/000")
  }

  @Test(arguments: [UInt64(11), 12, 13]) func growsInStepsOfAnySize(seed: UInt64) throws {
    var chance = SeededChance(seed: seed)
    let (log, memory) = try Self.log()
    var all: [[UInt8]] = []
    var checkpoints: [Checkpoint] = []
    for _ in 0..<12 {
      let count = Int.random(in: 0...400, using: &chance)
      let new = Self.entries(all.count..<all.count + count)
      all += new
      checkpoints.append(try log.append(new))
      try Self.expectSound(log, memory, all, "seed \(seed)")
    }
    let last = try #require(checkpoints.last)
    let tree = LogReader(memory, size: last.size).tree
    for old in checkpoints where old.size > 0 {
      let path = try tree.consistency(of: old.size, in: last.size)
      #expect(Merkle.isConsistent((old.size, old.root), with: (last.size, last.root), by: path), "seed \(seed)")
      // Files of the older tree still serve its readers.
      #expect(try LogReader(memory, size: old.size).tree.root(size: old.size) == old.root, "seed \(seed)")
    }
  }

  @Test(arguments: [(0, 1), (1, 255), (255, 2), (200, 700), (256, 256), (510, 3)])
  func aCrashAtAnyWriteLeavesTheOldLogAndTheNextAppendFinishes(_ old: Int, _ new: Int) throws {
    let (first, counted) = try Self.log()
    try first.append(Self.entries(0..<old))
    counted.writes = 0
    try first.append(Self.entries(old..<old + new))
    for crash in 0..<counted.writes {
      let (log, memory) = try Self.log()
      try log.append(Self.entries(0..<old))
      memory.writesLeft = crash
      #expect(throws: Memory.Crash.self) { try log.append(Self.entries(old..<old + new, "lost")) }
      memory.writesLeft = .max
      try Self.expectSound(log, memory, Self.entries(0..<old), "crash at \(crash)")
      // What comes next is something else and of another number: nothing of the lost entries may show.
      try log.append(Self.entries(old..<old + new + 1))
      try Self.expectSound(log, memory, Self.entries(0..<old + new + 1), "after a crash at \(crash)")
    }
  }

  @Test func doesNotBuildUponDamagedFiles() throws {
    let (log, memory) = try Self.log()
    try log.append(Self.entries(0..<300))
    var tile = try #require(memory.files["tile/0/001.p/44"])
    tile[40] ^= 1
    memory.files["tile/0/001.p/44"] = tile
    #expect(throws: LogFailure.file("tile/0/001.p/44")) { try log.append(Self.entries(300..<301)) }
    memory.files["tile/0/001.p/44"] = nil
    #expect(throws: LogFailure.file("tile/0/001.p/44")) { try log.append(Self.entries(300..<301)) }
    memory.files["checkpoint"] = Array("nothing".utf8)
    #expect(throws: LogFailure.checkpoint) { try log.append(Self.entries(300..<301)) }
    memory.files["checkpoint"] = nil
    #expect(throws: LogFailure.missing) { try log.append(Self.entries(300..<301)) }
  }

  /// One byte anywhere, or a file gone: nothing is signed over it, whether anything new comes or not.
  @Test(arguments: [1, 300, 600]) func aDamagedFileIsNamedAndNothingIsSigned(_ size: Int) throws {
    var chance = SeededChance(seed: 14)
    let (log, memory) = try Self.log()
    let checkpoint = try log.append(Self.entries(0..<size))
    let whole = memory.files
    let names = whole.keys.filter { $0 != "checkpoint" }.sorted().shuffled(using: &chance).prefix(12)
    for name in names {
      var bytes = try #require(whole[name])
      bytes[Int.random(in: bytes.indices, using: &chance)] ^= UInt8.random(in: 1...255, using: &chance)
      for damaged in [bytes, nil] {
        memory.files[name] = damaged
        memory.writes = 0
        #expect(throws: LogFailure.file(name), "\(size) entries") { try log.append([]) }
        #expect(throws: LogFailure.file(name), "\(size) entries") { try log.append(Self.entries(size..<size + 1)) }
        #expect(memory.writes == 0)
      }
      memory.files[name] = whole[name]
    }
    #expect(try log.append([]) == checkpoint)
  }

  @Test func aDamagedTileIsFoundAtEveryLevel() throws {
    let (log, memory) = try Self.log()
    try log.append(Self.entries(0..<65_800))
    for name in ["tile/0/100", "tile/1/000", "tile/1/001.p/1", "tile/2/000.p/1"] {
      let whole = try #require(memory.files[name])
      memory.files[name]?[8] ^= 1
      #expect(throws: LogFailure.file(name)) { try log.append([]) }
      memory.files[name] = whole
    }
  }

  /// Entries and tiles that were both exchanged give a tree of their own, and it is not the one that was signed.
  @Test func aWholeOtherLogIsNotTheOneThatWasSigned() throws {
    let (log, memory) = try Self.log()
    try log.append(Self.entries(0..<300))
    let (other, stranger) = try Self.log()
    try other.append(Self.entries(0..<300, "other"))
    let checkpoint = memory.files["checkpoint"]
    memory.files = stranger.files
    memory.files["checkpoint"] = checkpoint
    #expect(throws: LogFailure.root) { try log.append([]) }
  }

  @Test func aFullTileStandsForAPartialOne() throws {
    let (log, memory) = try Self.log()
    let small = try log.append(Self.entries(0..<200))
    try log.append(Self.entries(200..<256))
    memory.files["tile/0/000.p/200"] = nil
    memory.files["tile/entries/000.p/200"] = nil
    #expect(try LogReader(memory, size: 200).tree.root(size: 200) == small.root)
    #expect(try LogReader(memory, size: 200).allEntries().count == 200)
  }
}
