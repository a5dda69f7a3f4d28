extension Simulation {
  /// The answer of a fault that keeps the route from running at all; nil for the other faults. Where the form says "after",
  /// the route runs and its answer is thrown away.
  mutating func answerInstead(
    of endpoint: Endpoint, _ call: inout Call, _ draw: FaultDraw, _ form: inout String
  ) -> Answer? {
    switch draw.fault {
    case .rateLimited, .commandQuota: return rateLimited(call, draw, &form)
    case .serverError: return serverError(endpoint, &call, draw, &form)
    case .tokenExpired: return tokenExpired(call)
    case .forbiddenVehicle: return problem(403, call)
    case .falseNotFound, .listDisagrees: return problem(404, call)
    case .busy: return problem(call.provider == .smartcar || draw.form & 1 == 0 ? 409 : 423, call)
    case .retired: return problem(410, call)
    case .billing: return problem(430, call)
    case .redirect: return redirect(call, draw, &form)
    case .captivePortal:
      return Answer(text: "<!DOCTYPE html><title>Welcome</title><p>Sign in to use this network.", type: "text/html")
    case .errorInSuccess: return errorInSuccess(endpoint, draw, &form)
    default: return nil
    }
  }

  /// B1: every form of `Retry-After`.
  private func rateLimited(_ call: Call, _ draw: FaultDraw, _ form: inout String) -> Answer {
    let values = ["1", WallClock.httpDate(inSeconds: 1), "", "315360000", "-5", "soon"]
    let names = ["seconds", "date", "absent", "ten years", "negative", "word"]
    let choice = Int(draw.form % UInt64(values.count))
    form = names[choice]
    return problem(429, call, headers: values[choice].isEmpty ? [] : [("retry-after", values[choice])])
  }

  /// B3: before or after the effect, nobody can tell which.
  private mutating func serverError(
    _ endpoint: Endpoint, _ call: inout Call, _ draw: FaultDraw, _ form: inout String
  ) -> Answer {
    let status = [500, 502, 503, 504][Int(draw.form % 4)]
    if endpoint.kind != .token, draw.form & 8 == 0 {
      form = "after the effect"
      _ = endpoint.run(&self, &call)
    } else {
      form = "before the effect"
    }
    return problem(status, call, headers: status == 503 && draw.form & 16 == 0 ? [("retry-after", "1")] : [])
  }

  /// B4: the token really is gone afterwards.
  private mutating func tokenExpired(_ call: Call) -> Answer {
    switch call.provider {
    case .smartcar: smartcar.expireToken(of: call)
    case .skoda: skoda.expireToken(of: call)
    }
    return problem(401, call)
  }

  /// A9: to another host, another scheme, private addresses, itself, and a chain without end on this server.
  private func redirect(_ call: Call, _ draw: FaultDraw, _ form: inout String) -> Answer {
    let status = [301, 302, 307, 308][Int(draw.form % 4)]
    let targets = [
      "https://other-host.invalid" + call.target, "ftp://127.0.0.1" + call.target,
      "http://169.254.169.254/latest/meta-data",
      "http://10.0.0.1" + call.target, call.origin + call.target, call.origin + "/_sim/redirect/1",
    ]
    let names = ["other host", "other scheme", "link-local address", "private address", "itself", "chain"]
    let choice = Int(draw.form >> 8 % UInt64(targets.count))
    form = names[choice]
    var answer = Answer(empty: status)
    answer.headers.append(("location", targets[choice]))
    return answer
  }

  /// B12: success in the status line only, or no body where one is documented. Nothing was done.
  private func errorInSuccess(_ endpoint: Endpoint, _ draw: FaultDraw, _ form: inout String) -> Answer {
    if endpoint.kind != .ending, draw.form & 1 == 0 {
      form = "204 where 200 is documented"
      return Answer(empty: 204)
    }
    form = "200 with an error"
    return Answer(200, ["error": ["code": "INTERNAL", "message": "the request could not be processed"]])
  }
}
