import Resources
import Tree

/// Amounts of resources as the scheduler adds them up, after `framework.Resource` (pkg/scheduler/framework/types.go).
package struct Amounts: Hashable, Sendable {
  /// Any other resource, extended ones and huge pages.
  package struct Scalar: Hashable, Sendable {
    package let name: String
    package var amount: Int64
  }

  /// Thousandths of a core.
  package var cpu: Int64 = 0
  /// Bytes.
  package var memory: Int64 = 0
  /// Bytes of `ephemeral-storage`.
  package var storage: Int64 = 0
  /// In the byte order of their names.
  package private(set) var scalars: [Scalar] = []

  package init() {}

  package init(_ list: NamedValues<Quantity>) {
    for (name, quantity) in list {
      switch name {
      case "cpu": cpu = quantity.milliValue
      case "memory": memory = quantity.value
      case "ephemeral-storage": storage = quantity.value
      case "pods": break
      default: self[name] = quantity.value
      }
    }
  }

  package subscript(name: String) -> Int64 {
    get {
      for scalar in scalars where scalar.name == name { return scalar.amount }
      return 0
    }
    set {
      if let place = scalars.firstIndex(where: { $0.name == name }) {
        scalars[place].amount = newValue
      } else {
        let place = scalars.firstIndex { name.precedes($0.name) } ?? scalars.count
        scalars.insert(Scalar(name: name, amount: newValue), at: place)
      }
    }
  }

  mutating func add(_ other: Amounts, sign: Int64 = 1) {
    cpu += sign * other.cpu
    memory += sign * other.memory
    storage += sign * other.storage
    for scalar in other.scalars { self[scalar.name] += sign * scalar.amount }
  }

  var isNothing: Bool { cpu == 0 && memory == 0 && storage == 0 && scalars.isEmpty }
}
