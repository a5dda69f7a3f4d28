/// Smartcar's error bodies: v2.0 flat, v3 a list with string status, OAuth's own at the token routes.
enum SmartcarProblem {
  /// An error of this status as the call's generation words it.
  static func general(_ status: Int, _ call: Call) -> Answer {
    let (type, code) = names(status)
    if call.segments.first == "oauth" || call.segments.first == "oauth2" {
      return oauth(status, status < 500 ? "invalid_request" : "server_error", "The request could not be handled.")
    }
    return answer(status, type, code, call)
  }

  /// An error with its documented type and code.
  static func answer(
    _ status: Int, _ type: String, _ code: String?, _ call: Call, detail: String? = nil,
    headers: [(name: String, value: String)] = []
  ) -> Answer {
    let words = detail ?? "The request could not be completed."
    return call.segments.first == "v3"
      ? v3(status, type, code, words, headers) : v2(status, type, code, words, headers)
  }

  /// An error of a token route.
  static func oauth(_ status: Int, _ error: String, _ description: String) -> Answer {
    Answer(status, ["error": .string(error), "error_description": .string(description)])
  }

  private static func v2(
    _ status: Int, _ type: String, _ code: String?, _ words: String, _ headers: [(name: String, value: String)]
  ) -> Answer {
    let resolution: JSON =
      switch status {
      case 401: "REAUTHENTICATE"
      case 409, 429, 500..<600: "RETRY_LATER"
      case 430: "CONTACT_SUPPORT"
      default: nil
      }
    let page = "https://smartcar.com/docs/errors/v2.0/\(type.lowercased())"
    return Answer(
      status,
      [
        "type": .string(type), "code": .optional(code), "description": .string(words), "docURL": .string(page),
        "statusCode": .int(status), "requestId": .string(requestID),
        "resolution": ["type": resolution, "url": nil], "detail": [], "suggestedUserMessage": nil,
      ], headers: headers)
  }

  private static func v3(
    _ status: Int, _ type: String, _ code: String?, _ words: String, _ headers: [(name: String, value: String)]
  ) -> Answer {
    let error: JSON = [
      "status": .string(String(status)), "type": .string(type), "code": .optional(code),
      "title": .string(type.replacing("_", with: " ").lowercased()), "detail": .string(words),
      "links": ["about": .string("https://smartcar.com/docs/errors/\(type.lowercased())")],
      "meta": ["debug": ["requestId": .string(requestID)]],
    ]
    return Answer(status, ["errors": [error]], headers: headers)
  }

  /// 36 characters; the same in every answer, because nothing may depend on it.
  static let requestID = "8b1f0000-0000-4000-a000-000000000000"

  private static func names(_ status: Int) -> (type: String, code: String?) {
    switch status {
    case 400: ("VALIDATION", nil)
    case 401: ("AUTHENTICATION", nil)
    case 403: ("PERMISSION", nil)
    case 404: ("RESOURCE_NOT_FOUND", "PATH")
    case 409, 423: ("VEHICLE_STATE", "ASLEEP")
    case 410: ("RESOURCE_NOT_FOUND", "VERSION")
    case 429: ("RATE_LIMIT", "SMARTCAR_API")
    case 430: ("BILLING", "VEHICLE_REQUEST_LIMIT")
    case 502: ("UPSTREAM", "NO_RESPONSE")
    default: ("SERVER", "INTERNAL")
    }
  }
}
