/// How much of anything is read (certificate design, section 2.13). Every limit is checked before the work it bounds.
public enum Limits {
  /// Bytes of a bundle.
  public static let bundle = 256 << 10
  /// Bytes of a compact SD-JWT.
  public static let compact = 64 << 10
  /// Number of disclosures.
  public static let disclosures = 64
  /// Encoded bytes of one disclosure.
  public static let disclosure = 8 << 10
  /// Certificates beside the root.
  public static let chain = 3
  /// Bytes of one certificate.
  public static let certificate = 4 << 10
  /// Characters of a QR code's text.
  public static let qrText = 4_296
  /// Bytes of a QR code's text, unpacked.
  public static let qrInflated = 16 << 10
  /// Bytes of a status token.
  public static let statusToken = 1 << 20
  /// Bytes of a status list, unpacked.
  public static let statusInflated = 4 << 20
  /// Status lists of which the newest token is remembered. Our own: the design names none.
  public static let rememberedLists = 128
  /// Bytes of a trust list.
  public static let trustList = 1 << 20
  /// Issuers in a trust list.
  public static let issuers = 64
  /// Authority keys of a trust list, and signatures on it. Our own: the design names none.
  public static let authorityKeys = 32
  /// Bytes of a revocation's reason. Our own: the design names none.
  public static let reason = 200
  /// Bytes of a remembered state. Our own: the design names none.
  public static let memory = 64 << 10
  /// Seconds by which clocks may differ.
  public static let clockSkew = 300.0
  /// Seconds by which a witness's clock may be ahead of the verifier's; a later cosignature is left out (certificate design,
  /// section 2.10).
  public static let cosignatureSkew = 600.0
  /// Seconds from a certificate's date to its witnessed time, where the trust list does not say (certificate design, Q11).
  public static let logDelay: Int64 = 259_200
}
