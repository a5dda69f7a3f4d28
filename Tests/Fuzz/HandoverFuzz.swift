import Certification
import FoundationEssentials
import Glibc

/// A fuzzer over what strangers hand to a verifier, with libFuzzer as its engine. `Tests/Fuzz/run.sh` builds it with
/// `-sanitize=fuzzer` and runs it:
///
///     handover-fuzz WORLD TARGET seeds FOLDER     writes what to start from
///     handover-fuzz WORLD TARGET large FOLDER     writes the largest inputs there may be, each of a costly shape
///     handover-fuzz WORLD TARGET ARGUMENT...      fuzzes, with libFuzzer's own arguments
///
/// WORLD is a folder that keeps the keys of the run, so that an input that was found can be run again.
@main
enum HandoverFuzz {
  static func main() throws {
    let words = CommandLine.arguments
    guard words.count >= 4 else { throw FuzzProblem("usage: handover-fuzz WORLD TARGET seeds|large|ARGUMENT...") }
    let world = try World(folder: words[1])
    guard let target = targets(world)[words[2]] else { throw FuzzProblem("no target \(words[2])") }
    switch words[3] {
    case "seeds": try write(target.seeds, to: words[4])
    case "large": try write(target.large, to: words[4])
    default:
      running = target
      exit(runDriver([words[0]] + words[3...]))
    }
  }

  private static func write(_ inputs: [[UInt8]], to folder: String) throws {
    try SafeFile.makeFolder(folder)
    for (place, input) in inputs.enumerated() {
      try SafeFile.write(input, to: "\(folder)/\(place)", mode: 0o644)
    }
  }
}

/// One reader under attack.
struct FuzzTarget {
  var seeds: [[UInt8]]
  /// Of the greatest size, in the shapes that cost most.
  var large: [[UInt8]]
  /// Runs the reader; the answer is what must never be, for a person, or nil.
  var run: ([UInt8]) -> String?
  /// Changes an input where plain changes of bytes would not get far, or nil to leave it to those.
  var change: ([UInt8], (inout [UInt8]) -> Void, UInt32) -> [UInt8]? = { _, _, _ in nil }
}

/// Why the fuzzer cannot start.
struct FuzzProblem: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}

// libFuzzer calls back without a context, from the one thread there is.
private nonisolated(unsafe) var running: FuzzTarget?

@_silgen_name("LLVMFuzzerRunDriver")
private func LLVMFuzzerRunDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

@_silgen_name("LLVMFuzzerMutate")
private func LLVMFuzzerMutate(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ limit: Int) -> Int

private func runDriver(_ words: [String]) -> CInt {
  var count = CInt(words.count)
  var pointers = words.map { strdup($0) } + [nil]
  return pointers.withUnsafeMutableBufferPointer { buffer in
    var start = buffer.baseAddress
    return LLVMFuzzerRunDriver(&count, &start) { bytes, count in
      if let wrong = running?.run(Array(UnsafeBufferPointer(start: bytes, count: count))) {
        let line = Array("WRONG: \(wrong)\n".utf8)
        _ = line.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
        abort()
      }
      return 0
    }
  }
}

@_cdecl("LLVMFuzzerCustomMutator")
func changeInput(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ limit: Int, _ seed: UInt32) -> Int {
  let input = Array(UnsafeBufferPointer(start: bytes, count: count))
  guard let changed = running?.change(input, changeBytes, seed), changed.count <= limit else {
    return LLVMFuzzerMutate(bytes, count, limit)
  }
  for (place, byte) in changed.enumerated() { bytes[place] = byte }
  return changed.count
}

/// One of libFuzzer's own changes, which know what the code compares with.
private func changeBytes(_ bytes: inout [UInt8]) {
  let count = bytes.count
  let limit = count + 64
  bytes += [UInt8](repeating: 0, count: limit - count)
  let length = bytes.withUnsafeMutableBufferPointer { buffer in
    buffer.baseAddress.map { LLVMFuzzerMutate($0, count, limit) } ?? count
  }
  bytes.removeLast(limit - length)
}
