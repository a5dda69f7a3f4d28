/// What a route answers, before a fault damages it.
package struct Answer: Sendable {
  package var status: Int
  package var headers: [(name: String, value: String)]
  package var body: Body

  /// The body before it is written.
  package enum Body: Sendable {
    case none
    case json(JSON)
    case text(String)
  }

  /// An answer of JSON.
  package init(_ status: Int = 200, _ json: JSON, headers: [(name: String, value: String)] = []) {
    self.status = status
    self.headers = [("content-type", "application/json")] + headers
    body = .json(json)
  }

  /// An answer without body.
  package init(empty status: Int) {
    self.status = status
    headers = []
    body = .none
  }

  /// An answer of text.
  package init(_ status: Int = 200, text: String, type: String) {
    self.status = status
    headers = [("content-type", type)]
    body = .text(text)
  }

  /// The body's bytes.
  package var bytes: [UInt8] {
    switch body {
    case .none: []
    case .json(let json): json.bytes
    case .text(let text): Array(text.utf8)
    }
  }
}

/// How an answer leaves, or does not.
package enum Delivery: Sendable, Hashable {
  /// As HTTP has it.
  case whole
  /// The connection is reset; nothing is sent.
  case reset
  /// The connection is closed in good order; nothing is sent.
  case close
  /// Head, then the body a byte at a time with this pause, for at most so many bytes; then the connection is cut.
  case trickle(pauseMilliseconds: Int, bytes: Int)
  /// Head, then nothing for so long, then the connection is cut.
  case stall(milliseconds: Int)
  /// Head and half of the body, then the connection is cut; with `chunked` there is no length either.
  case cut(chunked: Bool)
  /// Head with so many spaces before the body.
  case padded(bytes: Int)
  /// A small gzip body that decodes to about 1032 bytes for each of these.
  case bomb(bytes: Int)
  /// The answer's bytes with something wrong around them.
  case odd(OddHead)

  /// What is wrong with the bytes of an answer (A7).
  package enum OddHead: String, Sendable, Hashable, CaseIterable {
    case extraBytes
    case twoLengths
    case hugeHeader
    case manyHeaders
  }
}

/// An answer with the way it leaves.
package struct Reply: Sendable {
  package var answer: Answer
  package var delivery: Delivery = .whole
}
