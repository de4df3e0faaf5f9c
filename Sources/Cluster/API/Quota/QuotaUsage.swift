import Resources
import Tree

/// What one object uses of a quota's resources (`pkg/quota/v1/evaluator/core`).
enum QuotaUsage {
  static func of(_ record: any Record) -> NamedValues<Quantity> {
    var usage = NamedValues<Quantity>()
    usage["count/" + record.resource.groupResource] = Quantity(1)
    switch record {
    case let pod as Object<Pod>: add(pod, &usage)
    case let service as Object<Service>: add(service.spec, &usage)
    case let claim as Object<PersistentVolumeClaim>:
      usage["persistentvolumeclaims"] = Quantity(1)
      usage["requests.storage"] = claim.spec.resources.requests["storage"] ?? .zero
      if let name = claim.spec.storageClassName, !name.isEmpty {
        let prefix = name + ".storageclass.storage.k8s.io/"
        usage[prefix + "persistentvolumeclaims"] = Quantity(1)
        usage[prefix + "requests.storage"] = claim.spec.resources.requests["storage"] ?? .zero
      }
    default:
      if record.resource.group.isEmpty, countedByName.contains(record.resource.plural) {
        usage[record.resource.plural] = Quantity(1)
      }
    }
    return usage
  }

  private static let countedByName = [
    "configmaps", "replicationcontrollers", "resourcequotas", "secrets",
  ]

  private static func add(_ service: ServiceSpec, _ usage: inout NamedValues<Quantity>) {
    usage["services"] = Quantity(1)
    let ports = Quantity(Int64(service.ports.count))
    switch service.type {
    case "NodePort": usage["services.nodeports"] = ports
    case "LoadBalancer":
      usage["services.loadbalancers"] = Quantity(1)
      if service.allocateLoadBalancerNodePorts != false { usage["services.nodeports"] = ports }
    default: break
    }
  }

  /// A pod that has ended counts only as an object.
  private static func add(_ pod: Object<Pod>, _ usage: inout NamedValues<Quantity>) {
    guard !pod.body.isTerminal else { return }
    usage["pods"] = Quantity(1)
    for (name, amount) in total(pod.body.spec, \.requests) {
      usage["requests." + name] = amount
      if ["cpu", "memory", "ephemeral-storage"].contains(name) { usage[name] = amount }
    }
    for (name, amount) in total(pod.body.spec, \.limits) { usage["limits." + name] = amount }
  }

  /// All containers together, or the largest init container where that is more.
  static func total(
    _ spec: PodSpec, _ part: KeyPath<ResourceRequirements, NamedValues<Quantity>>
  ) -> NamedValues<Quantity> {
    var sum = NamedValues<Quantity>()
    for container in spec.containers {
      for (name, amount) in container.resources[keyPath: part] {
        sum[name] = (sum[name] ?? .zero) + amount
      }
    }
    for container in spec.initContainers {
      for (name, amount) in container.resources[keyPath: part] {
        if let known = sum[name], !(known < amount) { continue }
        sum[name] = amount
      }
    }
    return sum
  }

  /// Whether a quota with scopes counts an object; scopes are about pods alone.
  static func counts(_ quota: ResourceQuotaSpec, _ record: any Record) -> Bool {
    var conditions = quota.scopes.map { (name: $0, operation: "Exists", values: [String]()) }
    for expression in quota.scopeSelector["matchExpressions"]?.array ?? [] {
      conditions.append(
        (
          name: expression["scopeName"]?.string ?? "",
          operation: expression["operator"]?.string ?? "",
          values: expression["values"]?.array?.compactMap(\.string) ?? []
        ))
    }
    guard !conditions.isEmpty else { return true }
    guard let pod = record as? Object<Pod> else { return false }
    return conditions.allSatisfy { holds($0.name, $0.operation, $0.values, pod) }
  }

  private static func holds(
    _ scope: String, _ operation: String, _ values: [String], _ pod: Object<Pod>
  ) -> Bool {
    switch scope {
    case "Terminating": return pod.spec.activeDeadlineSeconds != nil
    case "NotTerminating": return pod.spec.activeDeadlineSeconds == nil
    case "BestEffort": return pod.body.spec.qualityOfService == "BestEffort"
    case "NotBestEffort": return pod.body.spec.qualityOfService != "BestEffort"
    case "PriorityClass":
      let name = pod.spec.priorityClassName
      switch operation {
      case "In": return values.contains(name)
      case "NotIn": return !values.contains(name)
      case "DoesNotExist": return name.isEmpty
      default: return !name.isEmpty
      }
    default: return false
    }
  }
}
