/// One named reason why a certificate is not valid, or why nothing could be concluded about it.
public struct CheckFailure: Error, Hashable, Sendable {
  /// What a failure means for the validation.
  public enum Weight: Hashable, Sendable {
    /// Something is wrong with the certificate.
    case notValid
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
    self.name = name
    self.message = message
    self.hint = hint
    weight = .notValid
  }

  /// Something that could not be checked.
  public static func inconclusive(_ name: String, _ message: String, hint: String? = nil) -> CheckFailure {
    var failure = CheckFailure(name, message, hint: hint)
    failure.weight = .inconclusive
    return failure
  }
}
