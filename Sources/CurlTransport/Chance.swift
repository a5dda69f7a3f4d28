/// The transport's source of jitter: SplitMix64 (Steele, Lea and Flood, 2014), so that a run can be had again by its seed.
/// It only spreads retries in time; nothing secret is made from it.
struct Chance: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// - Parameter seed: nil takes one from the system.
  init(seed: UInt64?) {
    if let seed {
      state = seed
    } else {
      var system = SystemRandomNumberGenerator()
      state = system.next()
    }
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
