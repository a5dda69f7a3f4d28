/// One named reason why a certificate is not valid, was withdrawn, or why nothing could be concluded about it.
public struct CheckFailure: Error, Hashable, Sendable {
  /// What a failure means for the validation.
  public enum Weight: Hashable, Sendable {
    /// Something is wrong with the certificate.
    case notValid
    /// The certificate is genuine, and was taken back.
    case withdrawn
    /// Something needed could not be checked.
    case inconclusive
  }

  /// The stable dotted name: `jws.signature`, `rules.verdict-mismatch`.
  public var name: String
  /// One sentence for a person.
  public var message: String
  /// What to do next, where there is something.
  public var hint: String?
  /// What it means for the validation.
  public var weight: Weight

  /// A failure that makes the certificate not valid.
  public init(_ name: String, _ message: String, hint: String? = nil) {
    self.init(name, message, hint: hint, weight: .notValid)
  }

  /// Something that could not be checked.
  public static func inconclusive(_ name: String, _ message: String, hint: String? = nil) -> CheckFailure {
    CheckFailure(name, message, hint: hint, weight: .inconclusive)
  }

  /// A certificate that was taken back.
  public static func withdrawn(_ name: String, _ message: String, hint: String? = nil) -> CheckFailure {
    CheckFailure(name, message, hint: hint, weight: .withdrawn)
  }

  private init(_ name: String, _ message: String, hint: String?, weight: Weight) {
    self.name = name
    self.message = message
    self.hint = hint
    self.weight = weight
  }
}
