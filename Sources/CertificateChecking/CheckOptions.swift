/// What the user knows and allows. Only the trust list or one of these can lower a requirement, never a certificate.
public struct CheckOptions: Sendable {
  /// The VIN read from the car, compared without regard to case.
  public var vin: String?
  /// The issuer's URI the user expects.
  public var issuer: String?
  /// The odometer now, in the certificate's unit.
  public var odometer: Int64?
  /// Accept a certificate whose time nobody witnessed.
  public var allowUndated: Bool
  /// Accept a certificate whose status was not looked up.
  public var noStatus: Bool

  /// Status tokens from a mirror. Of those for a certificate's own list and the one that came with it the newest counts.
  public var statuses: [GivenStatus]
  /// What the verifier remembers of earlier checks: no older status than it has seen is believed. Nil remembers nothing.
  public var memory: VerifierMemory?

  /// The strictest options unless told otherwise.
  public init(
    vin: String? = nil, issuer: String? = nil, odometer: Int64? = nil, allowUndated: Bool = false,
    noStatus: Bool = false, statuses: [GivenStatus] = [], memory: VerifierMemory? = nil
  ) {
    self.vin = vin
    self.issuer = issuer
    self.odometer = odometer
    self.allowUndated = allowUndated
    self.noStatus = noStatus
    self.statuses = statuses
    self.memory = memory
  }

  var flags: [String] { (allowUndated ? ["--allow-undated"] : []) + (noStatus ? ["--no-status"] : []) }
}
