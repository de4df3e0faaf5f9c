import Simulation

/// What is broken: programs that are down, for the time being; and which have been, and live anew.
package struct Faults: Sendable {
  private var down: [Component] = []
  /// The event with which a program began that had been down.
  private var starts: [(component: Component, event: EventID)] = []
  /// Nodes that no message passes to or from.
  package internal(set) var cutOff: [String] = []

  package init() {}

  package func isDown(_ component: Component) -> Bool { !down.isEmpty && down.contains(component) }

  /// Whether what was set in motion by an event was meant for a process that has ended.
  func hasEnded(_ component: Component, since event: EventID) -> Bool {
    isDown(component)
      || !starts.isEmpty && starts.contains { $0.component == component && event < $0.event }
  }

  package mutating func set(_ component: Component, down isDown: Bool) {
    down.removeAll { $0 == component }
    if isDown { down.append(component) }
  }

  mutating func note(start event: EventID, of component: Component) {
    starts.removeAll { $0.component == component }
    starts.append((component, event))
  }
}

extension World {
  /// Stops a program, or starts it again; one that starts lists and watches anew.
  package mutating func set(_ component: Component, down isDown: Bool) {
    guard faults.isDown(component) != isDown else { return }
    faults.set(component, down: isDown)
    api.health.set(component, listens: !isDown)
    switch component {
    case .apiServer, .process, .flanneld: return
    case .controllerManager, .scheduler, .kubelet: break
    }
    if isDown { return end(component) }
    if component == .controllerManager { controllers = ControllerManager(kinds: api.types.count) }
    if component == .scheduler { scheduler.restart() }
    faults.note(start: schedule(.wake(component, .start), cause: nil), of: component)
  }

  /// The connections and timers of a process go with it.
  private mutating func end(_ component: Component) {
    api.watches.closeAll(of: component)
    queue.cancel { signal in
      if case .wake(component, let wake) = signal.body { !wake.isOfRuntime } else { false }
    }
  }
}
