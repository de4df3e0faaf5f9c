import Resources
import Simulation
import Tree

/// Fills roles that are made of others with those others' rules (`pkg/controller/clusterroleaggregation`).
enum RoleAggregationController {
  static func reconcile(_ look: inout Reconciliation) {
    guard let role = look.cache.get(ClusterRole.self, look.key),
      let selectors = role.body.aggregationRule?.clusterRoleSelectors
    else { return }
    var rules: [PolicyRule] = []
    for selector in selectors {
      guard let requirements = selector.requirements else { continue }
      for record in look.cache.table(Catalog.clusterRoles).sorted() {
        guard record.uid != role.uid, requirements.matches(record.metadata.labels),
          let other = record as? Object<ClusterRole>
        else { continue }
        rules += other.rules.filter { !rules.contains($0) }
      }
    }
    guard rules != role.rules else { return }
    var body = role.body
    body.rules = rules
    look.update(Object(role.metadata, body))
  }

  /// The roles that a change of another may matter to.
  static func dependents(on role: any Record, _ cache: ClusterCache) -> [ObjectKey] {
    cache.all(ClusterRole.self).filter { $0.body.aggregationRule != nil }.map(\.key)
  }
}
