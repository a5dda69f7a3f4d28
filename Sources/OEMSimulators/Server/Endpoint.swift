/// How sure we are that an endpoint is as the simulator has it.
package enum EndpointProof: String, Sendable, CaseIterable {
  /// An unchanged public client works against it.
  case client = "proven by client"
  /// The provider's own documentation states it.
  case documented = "documented by the provider"
  /// Only others than the provider state it.
  case thirdParty = "documented only by third parties"
  /// It follows from the rest; nobody states it.
  case inferred
}

/// A route of a provider with what is known about it.
package struct Endpoint: Sendable {
  /// What a call to it does, which decides the faults it can have.
  package enum Kind: String, Sendable {
    /// Gives or takes back tokens.
    case token
    /// Lists accesses.
    case listing
    /// Reads one thing.
    case read
    /// Ends an access.
    case ending
  }

  /// A name that stays, such as `skoda.guests.list`.
  package let id: String
  package let method: String
  /// The path, with `{name}` for a variable part.
  package let path: String
  package let kind: Kind
  package let proof: EndpointProof
  /// Who proves it or states it.
  package let source: String
  /// Faults beside those of its kind; of these, the route itself makes C2, C3 and C7.
  let extraFaults: [Fault]
  let run: @Sendable (inout Simulation, inout Call) -> Answer

  init(
    _ id: String, _ method: String, _ path: String, _ kind: Kind, _ proof: EndpointProof, _ source: String,
    extraFaults: [Fault] = [], run: @escaping @Sendable (inout Simulation, inout Call) -> Answer
  ) {
    self.id = id
    self.method = method
    self.path = path
    self.kind = kind
    self.proof = proof
    self.source = source
    self.extraFaults = extraFaults
    self.run = run
  }

  /// The faults that are drawn for a call to it.
  package var faults: [Fault] {
    switch kind {
    case .token: [.resetBeforeEffect, .captivePortal, .rateLimited, .serverError] + extraFaults
    case .listing, .read: Self.reading + extraFaults
    case .ending: Self.ending + extraFaults
    }
  }

  private static let reading: [Fault] = [
    .resetAfterEffect, .resetBeforeEffect, .closedReusedConnection, .slowBody, .cutBody, .oddHead, .decompressionBomb,
    .redirect, .captivePortal, .rateLimited, .serverError, .tokenExpired, .falseNotFound, .errorInSuccess,
    .brokenContent,
  ]
  private static let ending: [Fault] = [
    .resetAfterEffect, .resetBeforeEffect, .closedReusedConnection, .slowBody, .cutBody, .oddHead, .decompressionBomb,
    .redirect, .captivePortal, .rateLimited, .commandQuota, .serverError, .tokenExpired, .falseNotFound,
    .errorInSuccess,
  ]
}

/// All endpoints of all simulated providers: the endpoint proof table, and how a call finds its route.
package struct EndpointTable: Sendable {
  /// Every endpoint, by provider.
  package static let all: [SimulatedProvider: [Endpoint]] = [
    .smartcar: SmartcarEndpoints.all, .skoda: SkodaEndpoints.all,
  ]
  private static let tables = all.mapValues { EndpointTable($0) }

  /// The endpoint that a call is for, with the call's parameters filled in; nil for an unknown path.
  static func find(_ call: inout Call) -> Endpoint? { tables[call.provider]?.find(&call) }

  private struct Entry: Sendable {
    let endpoint: Endpoint
    let template: [Substring]
    let faults: [Fault]
  }
  private var entries: [String: [Entry]] = [:]

  private init(_ endpoints: [Endpoint]) {
    for endpoint in endpoints {
      let template = endpoint.path.split(separator: "/")
      let entry = Entry(endpoint: endpoint, template: template, faults: endpoint.faults)
      entries["\(endpoint.method) \(template.count)", default: []].append(entry)
    }
  }

  private func find(_ call: inout Call) -> Endpoint? {
    for entry in entries["\(call.method) \(call.segments.count)"] ?? [] {
      if let parameters = Self.match(entry.template, call.segments) {
        call.parameters = parameters
        return entry.endpoint
      }
    }
    return nil
  }

  private static func match(_ template: [Substring], _ segments: [String]) -> [String: String]? {
    var parameters: [String: String] = [:]
    for (part, segment) in zip(template, segments) {
      if part.hasPrefix("{") {
        parameters[String(part.dropFirst().dropLast())] = segment
      } else if part != segment {
        return nil
      }
    }
    return parameters
  }
}
