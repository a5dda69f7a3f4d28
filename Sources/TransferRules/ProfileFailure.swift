/// Why a signed payload is not a transfer certificate of this profile: a stable dotted name and the place.
public struct ProfileFailure: Error, Hashable, Sendable {
  /// `profile.missing`, `profile.value`, `profile.unexpected-member`, `profile.type`, `profile.date`, `rules.layer-missing`, `rules.group`.
  public var name: String
  /// Which member.
  public var place: String

  /// A failure of this name at this member.
  public init(_ name: String, at place: String) {
    self.name = name
    self.place = place
  }
}
