/// Why a document is not strict JSON. The raw values are the stable names of the certificate design, section 2.11 step 2.
public enum JSONFailure: String, Error, Hashable, Sendable {
  case malformed = "json.malformed"
  case duplicateKey = "json.duplicate-key"
  case depth = "json.depth"
  case number = "json.number"
  case encoding = "json.encoding"
}
