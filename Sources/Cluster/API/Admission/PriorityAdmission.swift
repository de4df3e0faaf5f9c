import Resources
import Store
import Tree

/// Turns the name of a pod's priority into its number (`plugin/pkg/admission/priority`).
enum PriorityAdmission {
  static func admit(_ pod: inout Pod, _ metadata: Metadata, _ store: Store) throws(Status) {
    let found = try priorityClass(of: pod, metadata, store)
    if pod.spec.priorityClassName.isEmpty, let found { pod.spec.priorityClassName = found.name }
    let value = found?.body.value ?? 0
    if let given = pod.spec.priority, given != value {
      throw .forbidden(
        Pod.resource, metadata.name,
        "the integer value of priority (\(given)) must not be provided in pod spec; priority admission controller computed \(value) from the given PriorityClass name"
      )
    }
    pod.spec.priority = value
    let policy = found?.body.preemptionPolicy ?? "PreemptLowerPriority"
    if let given = pod.spec.preemptionPolicy, given != policy {
      throw .forbidden(
        Pod.resource, metadata.name,
        "the string value of PreemptionPolicy (\(given)) must not be provided in pod spec; priority admission controller computed \(policy) from the given PriorityClass name"
      )
    }
    pod.spec.preemptionPolicy = policy
  }

  private static func priorityClass(
    of pod: Pod, _ metadata: Metadata, _ store: Store
  ) throws(Status) -> Object<PriorityClass>? {
    let name = pod.spec.priorityClassName
    if name.isEmpty { return defaultClass(store) }
    guard let found = store.get(PriorityClass.self, ObjectKey("", name)) else {
      throw .forbidden(
        Pod.resource, metadata.name, "no PriorityClass with name \(name) was found")
    }
    return found
  }

  /// Of several classes that are the default the lowest counts.
  private static func defaultClass(_ store: Store) -> Object<PriorityClass>? {
    store.tables[Catalog.index(of: PriorityClass.self)].records
      .compactMap { $0 as? Object<PriorityClass> }.filter(\.body.globalDefault)
      .min { $0.body.value < $1.body.value }
  }

  /// There is one default at most.
  static func admit(_ new: Object<PriorityClass>, _ store: Store) throws(Status) {
    guard new.body.globalDefault, let known = defaultClass(store), known.name != new.name else {
      return
    }
    throw .forbidden(
      PriorityClass.resource, new.name,
      "PriorityClass \(known.name) is already marked as default. Only one default can exist")
  }
}
