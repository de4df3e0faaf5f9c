import Resources
import Store

/// Turns the name of a pod's priority into its number.
enum PriorityAdmission {
  static func admit(_ pod: inout Pod, _ metadata: Metadata, _ store: Store) throws(Status) {
    pod.spec.priority = pod.spec.priority ?? 0
    if pod.spec.preemptionPolicy == nil { pod.spec.preemptionPolicy = "PreemptLowerPriority" }
  }
}
