import Certification
import Crypto
import Foundation
import HandoverFlow
import StrictFormats

/// Where evidence lies. A file is named by its digest, so that the certificate's full copy can prove which one was meant;
/// the file itself stays where it is.
struct EvidenceFolder {
  /// Relative names start here.
  var path: String
  /// Bytes of one file.
  static let largest = 64 << 20

  /// - Throws: when the file cannot be read, is no regular file, or is too large.
  func record(of name: String) throws -> EvidenceRecord {
    let place = name.hasPrefix("/") ? name : "\(path)/\(name)"
    let attributes = try FileManager.default.attributesOfItem(atPath: place)
    guard attributes[.type] as? FileAttributeType == .typeRegular,
      let size = attributes[.size] as? Int, size <= Self.largest
    else {
      throw Complaint(
        "evidence.kind", "\(place) is no file that can be kept", hint: "name a plain file of at most 64 MiB",
        status: .unreadable)
    }
    return EvidenceRecord(name: name, sha256: Base64.encode(SHA256.hash(data: try SafeFile.read(place))))
  }
}
