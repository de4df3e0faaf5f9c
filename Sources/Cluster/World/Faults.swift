/// What is broken: programs that are down, for the time being.
package struct Faults: Sendable {
  private var down: [Component] = []
  /// Nodes that no message passes to or from.
  package internal(set) var cutOff: [String] = []

  package init() {}

  package func isDown(_ component: Component) -> Bool { !down.isEmpty && down.contains(component) }

  package mutating func set(_ component: Component, down isDown: Bool) {
    down.removeAll { $0 == component }
    if isDown { down.append(component) }
  }
}

extension World {
  /// Stops a program, or starts it again; one that starts lists and watches anew.
  package mutating func set(_ component: Component, down isDown: Bool) {
    guard faults.isDown(component) != isDown else { return }
    faults.set(component, down: isDown)
    switch component {
    case .apiServer, .process, .flanneld: break
    case .controllerManager:
      if isDown { return api.watches.closeAll(of: component) }
      controllers = ControllerManager(kinds: api.types.count)
      schedule(.wake(component, .start), cause: nil)
    case .scheduler:
      if isDown { return api.watches.closeAll(of: component) }
      scheduler.restart()
      schedule(.wake(component, .start), cause: nil)
    case .kubelet:
      if isDown { return api.watches.closeAll(of: component) }
      schedule(.wake(component, .start), cause: nil)
    }
  }
}
