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

  /// The strictest options unless told otherwise.
  public init(
    vin: String? = nil, issuer: String? = nil, odometer: Int64? = nil, allowUndated: Bool = false,
    noStatus: Bool = false
  ) {
    self.vin = vin
    self.issuer = issuer
    self.odometer = odometer
    self.allowUndated = allowUndated
    self.noStatus = noStatus
  }

  var flags: [String] { (allowUndated ? ["--allow-undated"] : []) + (noStatus ? ["--no-status"] : []) }
}
