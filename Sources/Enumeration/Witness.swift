import Glibc
package import HandoverModel
package import OEMAdapterKit
import Synchronization

/// A transport that lets only safe requests through and remembers what the provider really answered during one look.
///
/// It is what the engine trusts instead of the adapter: a look is never effectful, and a claim of absence is held against
/// the bytes that came back. An adapter that asks nothing, makes its control up, or overlooks an id that is still listed
/// cannot pass.
package final class Witness: HTTPTransport {
  /// Bodies beyond this many bytes in one look are not kept; a look that exceeded it proves nothing.
  package static let capacity = 16 << 20

  private struct Memory {
    var bodies: [[UInt8]] = []
    var size = 0
  }

  private let base: any HTTPTransport
  private let memory = Mutex(Memory())

  package init(_ base: any HTTPTransport) { self.base = base }

  package var executor: (any TaskExecutor)? { base.executor }

  package func mode(of provider: ProviderID) -> HandoverMode { base.mode(of: provider) }

  /// A listing of thousands of cars would lie in memory for as long as one of them is looked at, and speaks for none.
  package var forManyCars: any HTTPTransport { base.forManyCars }

  package func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
    let response = try await base.send(request)
    guard request.method.isSafe, (200..<300).contains(response.status) else { return response }
    memory.withLock {
      $0.bodies.append(response.body)
      $0.size += response.body.count
    }
    return response
  }

  /// Whether at least one safe request was answered with success, and not more was said than could be kept.
  package var sawAnything: Bool { memory.withLock { !$0.bodies.isEmpty && $0.size <= Self.capacity } }

  /// Whether this exact text stands anywhere in a successful answer.
  package func saw(_ text: String) -> Bool {
    let needle = Array(text.utf8)
    let bodies = memory.withLock { $0.bodies }
    return bodies.contains { $0.contains(run: needle) }
  }
}

extension [UInt8] {
  /// Whether `needle` stands in these bytes. An empty needle stands nowhere: it would prove anything.
  func contains(run needle: [UInt8]) -> Bool {
    guard let first = needle.first, needle.count <= count else { return false }
    return withUnsafeBytes { bytes in
      needle.withUnsafeBytes { needle in
        guard let start = bytes.baseAddress, let sought = needle.baseAddress else { return false }
        var place = 0
        while place + needle.count <= bytes.count,
          let found = memchr(start + place, Int32(first), bytes.count - needle.count - place + 1)
        {
          if memcmp(found, sought, needle.count) == 0 { return true }
          place = start.distance(to: found) + 1
        }
        return false
      }
    }
  }
}
