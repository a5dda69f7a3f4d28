/// A number with its noun: `1 car`, `2 cars`.
///
/// - Parameter plural: where it is not the noun with an s: `counted(n, "entry", "entries")`.
package func counted(_ count: some BinaryInteger, _ noun: String, _ plural: String? = nil) -> String {
  "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
}
