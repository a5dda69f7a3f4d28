import Glibc
import HandoverTestSupport
import Testing

@testable import CurlTransport

@Suite struct AddressRuleTests {
  static let notPublic = [
    "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.255", "169.254.169.254", "172.16.0.1",
    "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.168.0.1", "198.18.0.1", "198.19.255.255", "198.51.100.1",
    "203.0.113.9", "224.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "fe80::1",
    "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1", "2001::1", "2002:7f00:1::", "64:ff9b::7f00:1", "::127.0.0.1",
    "3fff::1",
  ]
  static let isPublic = [
    "1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.1", "172.15.255.255", "172.32.0.1", "192.169.0.1",
    "198.17.255.255", "198.20.0.1", "223.255.255.255", "2606:4700::1111", "2a00:1450:4001::1", "2001:4860:4860::8888",
    "64:ff9b::101:101",
  ]

  @Test(arguments: notPublic) func privateAddressesAreRefusedForAPublicHost(text: String) {
    #expect(!AddressRule.publicOnly.allows(bytes(text)))
  }

  @Test(arguments: isPublic) func publicAddressesAreAllowedForAPublicHostOnly(text: String) {
    #expect(AddressRule.publicOnly.allows(bytes(text)))
    #expect(!AddressRule.loopbackOnly.allows(bytes(text)))
  }

  @Test func anOverriddenHostLeadsToThisMachineOnly() {
    #expect(
      ["127.0.0.1", "127.3.2.1", "::1", "::ffff:127.0.0.1"].allSatisfy { AddressRule.loopbackOnly.allows(bytes($0)) })
    #expect(!["10.0.0.1", "0.0.0.0", "::", "fe80::1"].contains { AddressRule.loopbackOnly.allows(bytes($0)) })
  }

  @Test(arguments: [UInt64](1...50)) func noAddressIsBothAndNoLengthCrashes(seed: UInt64) {
    var chance = SeededChance(seed: seed)
    for count in [0, 1, 3, 4, 5, 15, 16, 17, 100] {
      let address = (0..<count).map { _ in UInt8.random(in: 0...255, using: &chance) }
      let both = AddressRule.publicOnly.allows(address) && AddressRule.loopbackOnly.allows(address)
      #expect(!both, "seed \(seed)")
      if count != 4 && count != 16 {
        #expect(!AddressRule.publicOnly.allows(address) && !AddressRule.loopbackOnly.allows(address), "seed \(seed)")
      }
    }
  }

  private func bytes(_ text: String) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 16)
    if inet_pton(AF_INET, text, &buffer) == 1 { return Array(buffer[..<4]) }
    precondition(inet_pton(AF_INET6, text, &buffer) == 1, text)
    return buffer
  }
}
