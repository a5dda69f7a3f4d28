package import OEMAdapterKit

/// One source that can be asked about a car: the facts of an adapter, and the adapter made with its authority.
package struct LookSource: Sendable {
  package var descriptor: AdapterDescriptor
  package var adapter: any OEMAdapter

  package init(descriptor: AdapterDescriptor, adapter: any OEMAdapter) {
    self.descriptor = descriptor
    self.adapter = adapter
  }
}
