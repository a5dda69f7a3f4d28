package import OEMAdapterKit

/// Every adapter there is, one line each, sorted. A new make adds its folder and its line; the conformance suite finds it here.
package let adapterRegistry: [AdapterDescriptor] = [
  .skoda,
  .smartcar,
]
