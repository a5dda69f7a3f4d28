/// Which addresses a host may lead to. A public host that is answered with a private or loopback address is refused, and an
/// overridden host may lead to this machine only (OWASP ASVS 5.0, items 1.3.6 and 13.2.4).
enum AddressRule: Sendable {
  case publicOnly
  case loopbackOnly

  /// - Parameter address: four or sixteen bytes in network order; anything else is refused.
  func allows(_ address: [UInt8]) -> Bool {
    switch self {
    case .publicOnly: isPublic(address)
    case .loopbackOnly: isLoopback(address)
    }
  }

  private func isLoopback(_ address: [UInt8]) -> Bool {
    if let four = embeddedIPv4(address) { return four[0] == 127 }
    return address.count == 16 && address[15] == 1 && address[..<15].allSatisfy { $0 == 0 }
  }

  private func isPublic(_ address: [UInt8]) -> Bool {
    if let four = embeddedIPv4(address) { return !reservedIPv4.contains { $0.holds(four) } }
    guard address.count == 16 else { return false }
    return publicIPv6.holds(address) && !reservedIPv6.contains { $0.holds(address) }
  }

  /// The IPv4 address itself, or the one inside an IPv4-mapped (`::ffff:0:0/96`) or NAT64 (`64:ff9b::/96`) address.
  private func embeddedIPv4(_ address: [UInt8]) -> [UInt8]? {
    if address.count == 4 { return address }
    guard address.count == 16 else { return nil }
    let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
    let translated: [UInt8] = [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]
    let prefix = Array(address[..<12])
    return prefix == mapped || prefix == translated ? Array(address[12...]) : nil
  }
}

/// A range of addresses by its first bits.
private struct AddressRange {
  var bytes: [UInt8]
  var bits: Int

  init(_ bytes: [UInt8], _ bits: Int) {
    self.bytes = bytes
    self.bits = bits
  }

  func holds(_ address: [UInt8]) -> Bool {
    for bit in 0..<bits {
      let index = bit / 8
      let mask: UInt8 = 0x80 >> UInt8(bit % 8)
      guard index < address.count, index < bytes.count else { return false }
      if address[index] & mask != bytes[index] & mask { return false }
    }
    return true
  }
}

/// IANA IPv4 Special-Purpose Address Registry (RFC 6890 and its updates), and multicast (RFC 5771).
private let reservedIPv4: [AddressRange] = [
  AddressRange([0], 8), AddressRange([10], 8), AddressRange([100, 64], 10), AddressRange([127], 8),
  AddressRange([169, 254], 16), AddressRange([172, 16], 12), AddressRange([192, 0, 0], 24),
  AddressRange([192, 0, 2], 24), AddressRange([192, 88, 99], 24), AddressRange([192, 168], 16),
  AddressRange([198, 18], 15), AddressRange([198, 51, 100], 24), AddressRange([203, 0, 113], 24),
  AddressRange([224], 4), AddressRange([240], 4),
]

/// Global unicast, the only part of IPv6 that is given out (RFC 4291).
private let publicIPv6 = AddressRange([0x20], 3)

/// Inside global unicast: protocol assignments with Teredo, documentation, 6to4 (IANA IPv6 Special-Purpose Registry).
private let reservedIPv6: [AddressRange] = [
  AddressRange([0x20, 0x01, 0x00], 23), AddressRange([0x20, 0x01, 0x0D, 0xB8], 32), AddressRange([0x20, 0x02], 16),
  AddressRange([0x3F, 0xFF, 0x00], 20),
]
