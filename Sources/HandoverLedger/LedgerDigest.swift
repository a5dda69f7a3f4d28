import Crypto
import FoundationEssentials
import HandoverModel
import StrictFormats

/// The digests that bind the ledger together. All are SHA-256 over fields, each written as its length in 8 bytes, most
/// significant first, then its bytes; a number is a field of 8 bytes, most significant first; an instant is the number of
/// milliseconds since 1970-01-01T00:00:00Z; text is UTF-8. No two lists of fields have the same bytes.
///
/// | digest | fields |
/// |---|---|
/// | opening | `handover-ledger/opening/1`, handover, VIN, opened at |
/// | event | `handover-ledger/event/1`, handover, number, kind, at, attachment (empty: none), body, previous |
/// | head | `handover-ledger/head/1`, head before, event's digest |
/// | certificate | `handover-ledger/certificate/1`, handover, state, id, issued at, verdict, specimen of (empty: none), text, status index, then each certificate of the chain |
///
/// The *previous* of a handover's first event is its opening; the head before the first event of all is 32 zero bytes.
enum LedgerDigest {
  /// The head of a ledger without events.
  static let emptyHead = [UInt8](repeating: 0, count: 32)

  static func opening(_ handover: String, vin: String, openedAt: Int64) -> [UInt8] {
    var fields = Fields("handover-ledger/opening/1", room: 128)
    fields.add(handover.utf8)
    fields.add(vin.utf8)
    fields.add(openedAt)
    return fields.digest
  }

  static func event(
    _ handover: String, number: Int64, kind: String, at: Int64, attachment: [UInt8], body: [UInt8], previous: [UInt8]
  ) -> [UInt8] {
    var fields = Fields("handover-ledger/event/1", room: 256 + body.count)
    fields.add(handover.utf8)
    fields.add(number)
    fields.add(kind.utf8)
    fields.add(at)
    fields.add(attachment)
    fields.add(body)
    fields.add(previous)
    return fields.digest
  }

  static func head(after head: [UInt8], event: [UInt8]) -> [UInt8] {
    var fields = Fields("handover-ledger/head/1", room: 128)
    fields.add(head)
    fields.add(event)
    return fields.digest
  }

  static func certificate(_ certificate: NewCertificate) -> [UInt8] {
    var fields = Fields("handover-ledger/certificate/1", room: 512 + certificate.text.count)
    fields.add(certificate.handover.rawValue.utf8)
    fields.add(certificate.state.utf8)
    fields.add(certificate.id.utf8)
    fields.add(LedgerTime.milliseconds(certificate.issuedAt))
    fields.add(certificate.verdict.rawValue.utf8)
    fields.add((certificate.specimenOf?.rawValue ?? "").utf8)
    fields.add(certificate.text)
    fields.add(certificate.statusIndex)
    for link in certificate.chain { fields.add(link) }
    return fields.digest
  }

  /// The bytes that are hashed.
  private struct Fields {
    private var bytes: [UInt8] = []

    init(_ purpose: String, room: Int) {
      bytes.reserveCapacity(room)
      add(purpose.utf8)
    }

    mutating func add(_ field: some Collection<UInt8>) {
      append(UInt64(field.count))
      bytes.append(contentsOf: field)
    }

    mutating func add(_ number: Int64) {
      append(8)
      append(UInt64(bitPattern: number))
    }

    private mutating func append(_ number: UInt64) {
      withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    var digest: [UInt8] { Array(SHA256.hash(data: bytes)) }
  }
}

/// Times as the ledger keeps them: whole milliseconds, so that a date read back is the date that was hashed.
enum LedgerTime {
  static func milliseconds(_ date: Date) -> Int64 { Int64((date.timeIntervalSince1970 * 1_000).rounded()) }

  static func date(_ milliseconds: Int64) -> Date { Date(timeIntervalSince1970: Double(milliseconds) / 1_000) }

  /// `2026-11-22T14:03:09.120Z`. Half a millisecond is added because the writer of instants rounds down.
  static func text(_ milliseconds: Int64) -> String {
    UTC.instant(Date(timeIntervalSince1970: (Double(milliseconds) + 0.5) / 1_000))
  }
}
