import CertificateChecking
import Certification
import Crypto
import Foundation
import StrictFormats

/// A certificate's file.
enum CertificateFile {
  static func read(_ path: String) throws -> [UInt8] {
    guard SafeFile.exists(path) else {
      throw Complaint(
        "key.missing", "there is no \(path)", hint: "handover setup, or handover key new", status: .unreadable)
    }
    return try SafeFile.read(path)
  }

  /// A certificate that may stand in a trust list: one that may issue others.
  static func readRoot(_ path: String) throws -> [UInt8] {
    let der = try SafeFile.read(path)
    guard let root = try? CertificateSummary(der: der), root.isAuthority else {
      throw Complaint(
        "trust.root", "\(path) is no root certificate in DER", hint: "ask the other dealer for chain/root.der",
        status: .unreadable)
    }
    return der
  }

  /// What a certificate is named by: the thumbprint given, or that of the file given, which may be named as it lies in the
  /// dealership's folder: `chain/terminal.der`.
  static func thumbprint(_ text: String, in home: DealerHome) throws -> String {
    if text.utf8.count == 43, Base64.decode(text) != nil, !SafeFile.exists(text) { return text }
    let inHome = "\(home.path)/\(text)"
    let der = try SafeFile.read(SafeFile.exists(text) || !SafeFile.exists(inHome) ? text : inHome)
    guard let certificate = try? CertificateSummary(der: der) else {
      throw Complaint(
        "trust.certificate", "\(text) is neither a certificate in DER nor a thumbprint of 43 characters",
        hint: "handover key show prints thumbprints", status: .unreadable)
    }
    return certificate.thumbprint
  }

  /// The public half of an authority key, as `handover trust key` wrote it.
  static func authorityKey(_ path: String) throws -> P256.Signing.PublicKey {
    let text = String(decoding: try SafeFile.read(path), as: UTF8.self)
    guard let key = PublicKey(pem: text)?.p256 else {
      throw Complaint(
        "trust.authority-key", "\(path) holds no P-256 public key in PEM",
        hint: "ask its owner for trust/authority.pub, which handover trust key writes", status: .unreadable)
    }
    return key
  }
}
