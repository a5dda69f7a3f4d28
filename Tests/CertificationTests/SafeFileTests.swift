import Certification
import Foundation
import Testing

@Suite struct SafeFileTests {
  private let folder: String

  init() throws {
    folder = FileManager.default.temporaryDirectory.path() + "/safe-file-\(UInt64.random(in: 0...UInt64.max))"
    try SafeFile.makeFolder(folder)
  }

  private func code(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch { return (error as? SafeFile.Problem)?.code }
  }

  @Test func neverOverwritesWhatItCreates() throws {
    let path = folder + "/root.pem"
    try SafeFile.create([1], at: path, mode: 0o600)
    #expect(code { try SafeFile.create([2], at: path, mode: 0o600) } == "file.exists")
    #expect(try SafeFile.readSecret(path) == [1])
  }

  @Test func replacesAsAWhole() throws {
    let path = folder + "/list.jws"
    try SafeFile.write([1], to: path, mode: 0o644)
    try SafeFile.write([2, 3], to: path, mode: 0o644)
    #expect(try SafeFile.read(path) == [2, 3])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["list.jws"])
  }

  @Test func readsNoSecretThatOthersCanRead() throws {
    let path = folder + "/terminal.pem"
    try SafeFile.create([1], at: path, mode: 0o600)
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    #expect(code { _ = try SafeFile.readSecret(path) } == "key.permissions")
  }

  @Test func followsNoLinkToASecretAndWritesThroughNone() throws {
    let path = folder + "/real.pem"
    try SafeFile.create([1], at: path, mode: 0o600)
    try FileManager.default.createSymbolicLink(atPath: folder + "/link.pem", withDestinationPath: path)
    #expect(code { _ = try SafeFile.readSecret(folder + "/link.pem") } == "file.unusable")
    #expect(code { try SafeFile.create([2], at: folder + "/link.pem", mode: 0o600) } == "file.exists")
  }
}
