import Resources

/// Keeps pods out of the queue until their gates are taken away (pkg/scheduler/framework/plugins/schedulinggates).
enum SchedulingGates {
  static let name = "SchedulingGates"

  static func isHeld(_ pod: Object<Pod>) -> Bool { !pod.body.spec.schedulingGates.isEmpty }

  /// What `why` says of such a pod.
  static func reason(_ pod: Object<Pod>) -> String {
    let names = pod.body.spec.schedulingGates.map(\.name).joined(separator: " ")
    return "waiting for scheduling gates: [\(names)]"
  }
}
