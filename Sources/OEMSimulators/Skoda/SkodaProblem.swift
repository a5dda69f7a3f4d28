/// Škoda's error bodies. Their shape is not published: a small object, and the status is what counts.
enum SkodaProblem {
  /// An error of this status.
  static func general(_ status: Int, _ call: Call) -> Answer { answer(status, names[status] ?? "INTERNAL") }

  static func answer(_ status: Int, _ code: String) -> Answer {
    Answer(
      status,
      ["error": .string(code), "status": .int(status), "message": .string("The request could not be completed.")])
  }

  private static let names = [
    400: "BAD_REQUEST", 401: "UNAUTHORIZED", 403: "FORBIDDEN", 404: "NOT_FOUND", 409: "CONFLICT", 410: "GONE",
    423: "LOCKED",
    429: "TOO_MANY_REQUESTS", 502: "BAD_GATEWAY", 503: "SERVICE_UNAVAILABLE", 504: "GATEWAY_TIMEOUT",
  ]
}
