/// What is broken: programs that are down, for the time being.
package struct Faults: Sendable {
  private var down: [Component] = []

  package init() {}

  package func isDown(_ component: Component) -> Bool { !down.isEmpty && down.contains(component) }

  package mutating func set(_ component: Component, down isDown: Bool) {
    down.removeAll { $0 == component }
    if isDown { down.append(component) }
  }
}
