import HandoverModel
import OEMAdapterKit
import OEMAdapters
import Testing

/// What every descriptor has to say about itself.
@Suite struct RegistryTests {
  /// What only third parties document, or nobody, is no ground for telling a buyer that nothing else is there.
  @Test(arguments: adapterRegistry) func aCompleteSightRestsOnTheProvidersOwnWordOrARealClient(
    _ adapter: AdapterDescriptor
  ) {
    let strong = adapter.endpoints.contains {
      $0.endpoint.hasPrefix("GET ") && ($0.proof == .documentedByProvider || $0.proof == .provenByClient)
    }
    #expect(strong || adapter.kinds.allSatisfy { $0.sight != .complete }, "\(adapter.id)")
  }

  @Test func providersAreNamedOnceAndInOrder() {
    let ids = adapterRegistry.map(\.id)
    #expect(ids == ids.sorted() && Set(ids).count == ids.count)
  }

  @Test(arguments: adapterRegistry) func everyKindHasOneNameALayerAndItsReasons(_ descriptor: AdapterDescriptor) {
    let names = descriptor.kinds.map(\.name)
    #expect(Set(names).count == names.count)
    for kind in descriptor.kinds {
      #expect(kind.layer != .protectedFunctions, "a protected function is never a target")
      #expect(!kind.sightReason.isEmpty && !kind.source.text.isEmpty && isMonth(kind.source.seen))
    }
    #expect(isMonth(descriptor.lastConfirmed))
  }

  /// An ending names this car or this access and nothing wider, and its endpoint carries its proof.
  @Test(arguments: adapterRegistry) func everyEndingNamesExactlyOneThing(_ descriptor: AdapterDescriptor) {
    for kind in descriptor.kinds {
      guard case .automatic(let route) = kind.capability else { continue }
      #expect(route.path.contains("{access}") || route.path.contains("{vin}"))
      #expect(descriptor.hosts.services[route.service] != nil)
      #expect(kind.settling > 0, "no provider promises that an ending shows at once")
      let listed = descriptor.endpoints.contains {
        $0.endpoint.hasSuffix(route.path) && $0.endpoint.hasPrefix("DELETE ")
      }
      #expect(listed, "no proof for \(route.path)")
    }
  }

  @Test(arguments: adapterRegistry) func everyRuleOfDyingWithNamesAKindAndASource(_ descriptor: AdapterDescriptor) {
    for rule in descriptor.diesWith {
      #expect(descriptor.kind(rule.parentKind) != nil)
      #expect(!rule.source.text.isEmpty)
    }
  }

  @Test(arguments: adapterRegistry) func hostsAreTheProvidersOwnAndSecure(_ descriptor: AdapterDescriptor) {
    #expect(descriptor.hosts.provider == descriptor.id)
    #expect(descriptor.hosts.overrides.isEmpty)
    for base in descriptor.hosts.services.values { #expect(base.hasPrefix("https://") && !base.hasSuffix("/")) }
  }

  private func isMonth(_ text: String) -> Bool {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    return text.utf8.count == 7 && parts.count == 2 && (1...12).contains(parts[1])
  }
}
