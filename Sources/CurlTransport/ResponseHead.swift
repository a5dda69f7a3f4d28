import OEMAdapterKit

/// Why an answer is refused while it is still being read.
enum AnswerRefusal: String, Sendable {
  case headersTooLarge = "transport.headers-too-large"
  case bodyTooLarge = "transport.body-too-large"
  /// Not one unmistakable end: two lengths, a length beside chunks, or none at all.
  case framing = "transport.framing"
  case encoding = "transport.encoding"
  case redirect = "transport.redirect"

  var reason: String {
    switch self {
    case .headersTooLarge: "the answer's headers are larger than any honest answer's"
    case .bodyTooLarge: "the answer is larger than the provider's limit"
    case .framing: "the answer does not say unmistakably where it ends"
    case .encoding: "the answer is packed in a way that was not asked for"
    case .redirect: "the answer points to another address, which is not followed"
    }
  }
}

/// The head of an answer, read line by line under fixed limits. Pure: bytes in, fields or a refusal out.
struct ResponseHead: Sendable {
  static let mostBytes = 64 << 10
  static let mostFields = 200

  private(set) var status = 0
  private(set) var fields: [HTTPField] = []
  /// The stated length of the body; nil for chunks and for an answer without a body.
  private(set) var length: Int?
  private(set) var isComplete = false
  private var isChunked = false
  private var bytes = 0
  private var lines = 0

  /// Takes one line, with its line break. Lines after the head's end are trailers: counted, not kept.
  mutating func take(_ line: UnsafeBufferPointer<UInt8>) -> AnswerRefusal? {
    bytes += line.count
    lines += 1
    guard bytes <= ResponseHead.mostBytes, lines <= ResponseHead.mostFields + 4 else { return .headersTooLarge }
    let text = withoutLineBreak(line)
    if text.starts(with: "HTTP/".utf8), !isComplete || (100...199).contains(status) { return begin(text) }
    if isComplete { return nil }
    if text.isEmpty {
      isComplete = true
      return (100...199).contains(status) ? nil : verdict()
    }
    return keep(text)
  }

  /// A final answer, or the head of an interim one (100 to 199) that the final one replaces.
  private mutating func begin(_ text: Line) -> AnswerRefusal? {
    guard let space = text.firstIndex(of: UInt8(ascii: " ")) else { return .framing }
    let code = text[(space + 1)...].prefix { $0 != UInt8(ascii: " ") }
    guard let code = number(String(decoding: code, as: UTF8.self), 3...3, 100...999) else { return .framing }
    status = code
    fields = []
    length = nil
    isChunked = false
    isComplete = false
    return nil
  }

  private mutating func keep(_ text: Line) -> AnswerRefusal? {
    guard fields.count < ResponseHead.mostFields else { return .headersTooLarge }
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")), isHeaderName(text[..<colon]) else { return .framing }
    let (name, value) = (text[..<colon], trimmed(text[(colon + 1)...]))
    fields.append(HTTPField(String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self)))
    return meaning(of: name, value)
  }

  private mutating func meaning(of name: Line, _ value: Line) -> AnswerRefusal? {
    if isWord(name, "content-length") {
      let number = number(String(decoding: value, as: UTF8.self), 1...18, 0...Int.max)
      guard length == nil, !isChunked, let number else { return .framing }
      length = number
    } else if isWord(name, "transfer-encoding") {
      guard isWord(value, "chunked"), !isChunked, length == nil else { return .framing }
      isChunked = true
    } else if isWord(name, "content-encoding") {
      guard isWord(value, "identity") || value.isEmpty else { return .encoding }
    }
    return nil
  }

  private func verdict() -> AnswerRefusal? {
    if (300...399).contains(status) { return .redirect }
    // A success that ends when the connection does could be cut anywhere without a trace.
    let hasEnd = length != nil || isChunked || status == 204
    return (200...299).contains(status) && !hasEnd ? .framing : nil
  }

  /// Whether `count` bytes are the whole body.
  func isWhole(_ count: Int) -> Bool { status == 204 || length.map { $0 == count } ?? true }
}

private typealias Line = UnsafeBufferPointer<UInt8>.SubSequence

private func withoutLineBreak(_ line: UnsafeBufferPointer<UInt8>) -> Line {
  var rest = line[...]
  if rest.last == 0x0A { rest = rest.dropLast() }
  if rest.last == 0x0D { rest = rest.dropLast() }
  return rest
}
