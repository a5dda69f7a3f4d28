import Certification
import FoundationEssentials
import HandoverModel
import OEMAdapterKit
import StrictFormats

/// Where the simulators listen, read from the file they wrote when they were ready.
struct SimulatorHosts {
  private let root: JSONValue

  init(file path: String) throws {
    do { root = try StrictJSON.parse(try SafeFile.read(path)) } catch let problem as SafeFile.Problem {
      throw Complaint(
        problem.code, problem.reason, hint: "start them first: handover simulate --ready \(path)", status: .unreadable)
    } catch {
      throw Complaint(
        "simulators.file", "\(path) is not the file that the simulators write",
        hint: "handover simulate --ready FILE writes it", status: .unreadable)
    }
  }

  /// The hosts with every service of this provider sent to its simulator; unchanged where there is none.
  ///
  /// A provider of which one service is simulated and another is not would mix practice with the real thing, so a missing
  /// service is an error.
  func overriding(_ hosts: ProviderHosts) throws -> ProviderHosts {
    guard let services = root[hosts.provider.rawValue], services.members != nil else { return hosts }
    var hosts = hosts
    for name in hosts.services.keys {
      guard let url = services[name]?.string else {
        throw Complaint(
          "simulators.service", "the simulators do not serve \(hosts.provider) \(name)",
          hint: "use the simulators that came with this program: handover simulate", status: .usage)
      }
      hosts.overrides[name] = url
    }
    return hosts
  }
}
