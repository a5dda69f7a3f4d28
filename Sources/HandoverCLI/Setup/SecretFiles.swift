import Certification
import FoundationEssentials
import Glibc
import HandoverModel
import OEMAdapterKit
import StrictFormats

/// Reads secrets from where a user may keep them, and complains without ever repeating one.
enum SecretFiles {
  /// The credentials of the dealer's own application at an aggregator.
  static func application(at path: String) throws -> AdapterCredentials {
    let value = try object(try readable(path), in: path)
    guard let id = value["client_id"]?.string, let secret = value["client_secret"]?.string, !id.isEmpty, !secret.isEmpty
    else {
      throw Complaint(
        "credentials.shape", "\(path) does not hold client_id and client_secret",
        hint: #"write {"client_id":"...","client_secret":"..."}"#, status: .unreadable)
    }
    return .application(id: Secret(id), secret: Secret(secret))
  }

  /// The sellers' sessions lent for this visit, by car and provider.
  static func sessions(_ options: ProviderOptions) throws -> [SessionKey: SellerSession] {
    var result: [SessionKey: SellerSession] = [:]
    if let path = options.sessions { try add(try readable(path), from: path, to: &result) }
    if let descriptor = options.sessionsFd {
      try add(try readAll(descriptor), from: "descriptor \(descriptor)", to: &result)
    }
    return result
  }

  private static func add(_ bytes: [UInt8], from place: String, to sessions: inout [SessionKey: SellerSession]) throws {
    for (number, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
      let value = try object(Array(line), in: "\(place), line \(number + 1)")
      guard let vin = value["vin"]?.string.flatMap({ VIN(strict: $0) }), let provider = value["provider"]?.string,
        let access = value["access_token"]?.string, !access.isEmpty
      else {
        throw Complaint(
          "sessions.shape", "\(place), line \(number + 1) is no session",
          hint: "a line holds vin, provider, access_token and, where there is one, refresh_token", status: .unreadable)
      }
      let key = SessionKey(vin: vin, provider: ProviderID(provider))
      let refresh = value["refresh_token"]?.string.map { Secret($0) }
      let session = SellerSession(
        vin: vin, provider: key.provider, accessToken: Secret(access), refreshToken: refresh)
      guard sessions.updateValue(session, forKey: key) == nil else {
        throw Complaint(
          "sessions.twice", "\(place) holds two sessions for the car ending \(vin.last4)",
          hint: "keep the newer one", status: .unreadable)
      }
    }
  }

  private static func readable(_ path: String) throws -> [UInt8] {
    do { return try SafeFile.readSecret(path) } catch let problem as SafeFile.Problem {
      throw Complaint(problem.code, problem.reason, hint: problem.hint, status: .unreadable)
    }
  }

  private static func readAll(_ descriptor: Int32) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while bytes.count < 64 << 20 {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else {
        throw Complaint(
          "sessions.unreadable", "descriptor \(descriptor) cannot be read: \(String(cString: strerror(errno)))",
          hint: "open it for the run: handover batch ... --sessions-fd 3 3<sessions.jsonl", status: .unreadable)
      }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
    throw Complaint(
      "sessions.too-large", "descriptor \(descriptor) holds more than 64 MiB",
      hint: "give the sessions of this run only",
      status: .unreadable)
  }

  private static func object(_ bytes: [UInt8], in place: String) throws -> JSONValue {
    do { return try StrictJSON.parse(bytes) } catch {
      throw Complaint(
        "json.malformed", "\(place) is not strict JSON (\(error.rawValue))",
        hint: "one object, no member twice; handover help batch shows what such a file holds", status: .unreadable)
    }
  }
}

/// Whose session it is.
struct SessionKey: Hashable {
  var vin: VIN
  var provider: ProviderID
}
