import FoundationEssentials
import OEMSimulators

func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

extension Answer {
  var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// A machine-to-machine token of a world's application.
func machineToken(_ state: SimulatorState, _ world: SimulatedWorld) throws -> String {
  var call = Call(provider: .smartcar, method: "POST", target: "/oauth2/token")
  call.contentType = "application/x-www-form-urlencoded"
  call.authorization = "Basic " + base64("\(world.smartcar.clientID):\(world.smartcar.clientSecret)")
  call.body = Array("grant_type=client_credentials".utf8)
  return JSON.read(state.serve(call).answer.bytes)?["access_token"]?.text ?? "none"
}
