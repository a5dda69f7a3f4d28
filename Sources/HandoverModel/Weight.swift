/// The most that an access of a layer could do on a platform. It comes from a published table, never from what was found.
public enum Weight: String, CaseIterable, Codable, Hashable, Sendable {
  /// Open, start, lock, climate, drive or locate; physical keys.
  case high
  /// Data without position, and data left in the car.
  case medium
  /// Billing only.
  case low
}
