/// How many letters must be put in, taken out or changed to make one word of the other (Levenshtein 1966).
func editSteps(from one: String, to other: String) -> Int {
  let (one, other) = (Array(one), Array(other))
  var row = Array(0...other.count)
  for (place, letter) in one.enumerated() {
    var diagonal = row[0]
    row[0] = place + 1
    for (column, wanted) in other.enumerated() {
      let changed = diagonal + (letter == wanted ? 0 : 1)
      diagonal = row[column + 1]
      row[column + 1] = min(changed, diagonal + 1, row[column] + 1)
    }
  }
  return row[other.count]
}
