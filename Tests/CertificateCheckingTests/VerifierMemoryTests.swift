import CertificateChecking
import Testing

@Suite struct VerifierMemoryTests {
  @Test func remembersNothingAtFirst() throws {
    let empty = VerifierMemory()
    #expect(empty.trustVersion == nil)
    #expect(try VerifierMemory(bytes: empty.bytes).trustVersion == nil)
    #expect(String(decoding: empty.bytes, as: UTF8.self) == #"{"format":"handover-verifier-memory/1"}"#)
  }

  @Test(arguments: [
    "", "{}", "[]", #"{"format":"handover-verifier-memory/2"}"#,
    #"{"format":"handover-verifier-memory/1","trust":{"version":1}}"#,
    #"{"format":"handover-verifier-memory/1","trust":{"version":1,"digest":"x","iat":1,"authority":{"threshold":1,"keys":[]}}}"#,
  ])
  func refusesWhatItDidNotWrite(text: String) {
    #expect(throws: VerifierMemory.Malformed.self) { try VerifierMemory(bytes: Array(text.utf8)) }
  }
}
