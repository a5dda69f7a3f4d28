/// The columns of a lot file by name, for those who name one elsewhere than in a header.
package enum LotColumnNames {
  /// Every column's own name, in the order of the lot file's description.
  package static var all: [String] { LotColumn.vocabulary.names.map(\.name) }

  /// Whether a header of this spelling is read.
  package static func isKnown(_ name: String) -> Bool { LotColumn.vocabulary.column(name) != nil }

  /// The column that was probably meant by a name that is none.
  package static func nearest(to name: String) -> String? { LotColumn.vocabulary.nearest(to: name) }
}
