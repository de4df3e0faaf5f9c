import Wire

/// A network namespace's place in the fabric, for ever.
package struct NamespaceID: Hashable, Comparable, Sendable {
  package let index: Int
  package init(_ index: Int) { self.index = index }
  package static func < (left: NamespaceID, right: NamespaceID) -> Bool { left.index < right.index }
}

/// A device's slot in its namespace; the interface index is one more.
package typealias DeviceIndex = Int

/// A device in a namespace.
package struct InterfaceID: Hashable, Sendable {
  package let namespace: NamespaceID
  package let device: DeviceIndex
  package init(_ namespace: NamespaceID, _ device: DeviceIndex) {
    self.namespace = namespace
    self.device = device
  }
}

package struct MachineID: Hashable, Comparable, Sendable {
  package let index: Int
  package init(_ index: Int) { self.index = index }
  package static func < (left: MachineID, right: MachineID) -> Bool { left.index < right.index }
}

package struct ProcessID: Hashable, Comparable, Sendable {
  package let number: Int
  package init(_ number: Int) { self.number = number }
  package static func < (left: ProcessID, right: ProcessID) -> Bool { left.number < right.number }
}

package struct SocketID: Hashable, Sendable {
  package let number: Int
  package init(_ number: Int) { self.number = number }
}

/// Who waits for a call's answer: a process of the fabric's own, or somebody outside under a number of their own.
package enum Waiter: Hashable, Sendable {
  case process(ProcessID)
  case outside(UInt64)
}
