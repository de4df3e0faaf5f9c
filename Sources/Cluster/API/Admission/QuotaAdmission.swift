import Resources
import Simulation
import Store
import Tree

/// Refuses what would go beyond a quota, and writes down what is used (`plugin/pkg/admission/resourcequota`).
extension APIServer {
  mutating func admitQuota(
    _ record: any Record, old: (any Record)?, _ moment: Moment
  ) throws(Status) {
    guard record.resource.isNamespaced, store.tables[Catalog.quotas].count > 0,
      !(record is Object<ClusterEvent>)
    else { return }
    let quotas = store.tables[Catalog.quotas].sorted(namespace: record.namespace)
      .compactMap { $0 as? Object<ResourceQuota> }
    guard !quotas.isEmpty else { return }
    let usage = Self.delta(of: record, old)
    var changed: [Object<ResourceQuota>] = []
    for quota in quotas where QuotaUsage.counts(quota.spec, record) {
      if old == nil { try Self.require(quota, record) }
      let wanted = usage.filter { quota.status.hard[$0.name] != nil && !$0.value.isZero }
      guard !wanted.isEmpty else { continue }
      var status = quota.status
      var exceeded: [String] = []
      for (name, amount) in wanted {
        let sum = (status.used[name] ?? .zero) + amount
        if let hard = quota.status.hard[name], hard < sum, !amount.isNegative {
          exceeded.append(name)
        }
        status.used[name] = sum
      }
      guard exceeded.isEmpty else {
        throw .forbidden(record.resource, record.name, Self.text(quota, usage, exceeded))
      }
      var body = quota.body
      body.status = status
      changed.append(Object(quota.metadata, body))
    }
    for quota in changed {
      store.put(quota, kind: Catalog.quotas, at: moment.now, cause: moment.cause)
    }
  }

  private static func delta(of record: any Record, _ old: (any Record)?) -> NamedValues<Quantity> {
    var usage = QuotaUsage.of(record)
    guard let old else { return usage }
    for (name, amount) in QuotaUsage.of(old) { usage[name] = (usage[name] ?? .zero) - amount }
    return usage
  }

  private static func text(
    _ quota: Object<ResourceQuota>, _ usage: NamedValues<Quantity>, _ names: [String]
  ) -> String {
    func list(_ values: NamedValues<Quantity>) -> String {
      names.map { "\($0)=\((values[$0] ?? .zero).text)" }.joined(separator: ",")
    }
    return
      "exceeded quota: \(quota.name), requested: \(list(usage)), used: \(list(quota.status.used)), limited: \(list(quota.status.hard))"
  }

  /// Where a quota limits a resource, every container must say how much of it it wants.
  private static func require(
    _ quota: Object<ResourceQuota>, _ record: any Record
  ) throws(Status) {
    guard let pod = record as? Object<Pod> else { return }
    let names = [
      "cpu", "limits.cpu", "limits.memory", "memory", "requests.cpu", "requests.memory",
    ].filter { quota.status.hard[$0] != nil }
    let missing = names.compactMap { name -> String? in
      let containers = (pod.spec.containers + pod.spec.initContainers).filter { container in
        let values =
          name.hasPrefix("limits.") ? container.resources.limits : container.resources.requests
        let resource = name.split(separator: ".").last.map(String.init) ?? name
        return values[resource] == nil
      }.map(\.name).sortedByBytes()
      return containers.isEmpty ? nil : "\(name) for: \(containers.joined(separator: ","))"
    }
    guard missing.isEmpty else {
      throw .forbidden(
        record.resource, record.name,
        "failed quota: \(quota.name): must specify \(missing.joined(separator: "; "))")
    }
  }
}
