import HashTreeCollections
import Resources
import Simulation
import Tree

/// Keeps what is used of each quota (`pkg/controller/resourcequota`): counted once, then object by object.
package struct QuotaController: Sendable {
  private struct Tally: Sendable {
    let spec: ResourceQuotaSpec
    var usage = NamedValues<Quantity>()
  }

  private var tallies = TreeDictionary<ObjectKey, Tally>()
  private var quotas = TreeDictionary<String, [ObjectKey]>()

  package init() {}

  /// Takes in a change and gives back the quotas whose usage it moves.
  mutating func observe(_ old: (any Record)?, _ new: (any Record)?) -> [ObjectKey] {
    guard !quotas.isEmpty, let record = new ?? old, let keys = quotas[record.namespace],
      !keys.isEmpty
    else {
      return []
    }
    var moved: [ObjectKey] = []
    for key in keys {
      guard var tally = tallies[key] else { continue }
      let before = tally.usage
      if let old, QuotaUsage.counts(tally.spec, old) { Self.add(old, &tally, sign: -1) }
      if let new, QuotaUsage.counts(tally.spec, new) { Self.add(new, &tally, sign: 1) }
      guard tally.usage != before else { continue }
      tallies[key] = tally
      moved.append(key)
    }
    return moved
  }

  private static func add(_ record: any Record, _ tally: inout Tally, sign: Int) {
    for (name, amount) in QuotaUsage.of(record) where tally.spec.hard[name] != nil {
      let known = tally.usage[name] ?? .zero
      tally.usage[name] = sign > 0 ? known + amount : known - amount
    }
  }

  mutating func reconcile(_ look: inout Reconciliation) {
    guard let quota = look.cache.get(ResourceQuota.self, look.key) else {
      tallies[look.key] = nil
      quotas[look.key.namespace]?.removeAll { $0 == look.key }
      return
    }
    let usage = usage(of: quota, look.cache)
    var status = quota.status
    status.hard = quota.spec.hard
    status.used = NamedValues()
    for name in quota.spec.hard.names { status.used[name] = usage[name] ?? .zero }
    guard status != quota.status else { return }
    var body = quota.body
    body.status = status
    look.update(Object(quota.metadata, body), subresource: "status")
  }

  private mutating func usage(
    of quota: Object<ResourceQuota>, _ cache: ClusterCache
  ) -> NamedValues<Quantity> {
    if let known = tallies[quota.key], known.spec == quota.spec { return known.usage }
    var tally = Tally(spec: quota.body.spec)
    for (kind, type) in Catalog.builtIn.enumerated()
    where type.resource.isNamespaced && kind != Catalog.events {
      for record in cache.table(kind).records
      where record.namespace == quota.namespace && QuotaUsage.counts(quota.spec, record) {
        Self.add(record, &tally, sign: 1)
      }
    }
    tallies[quota.key] = tally
    if quotas[quota.namespace]?.contains(quota.key) != true {
      quotas[quota.namespace, default: []].append(quota.key)
    }
    return tally.usage
  }
}
