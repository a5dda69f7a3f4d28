/// What is known about whether something outside was changed. Only `notDone` may be repeated by the machine; after
/// `mayHaveBeenDone` the only safe next step is to look.
package enum Certainty: String, Codable, Hashable, Sendable {
  case done
  case notDone = "not_done"
  case mayHaveBeenDone = "may_have_been_done"
}
