import HashTreeCollections
import Resources
import Tree

/// What plugins ask of objects other than nodes and pods: namespaces' labels, Services, workloads' selectors, disruption budgets.
struct Companions: Sendable {
  private var namespaces = TreeDictionary<String, StringMap>()
  /// The selectors of Services, by namespace.
  private var services = TreeDictionary<String, [(name: String, selector: StringMap)]>()
  /// The selectors of workloads, by kind and key.
  private var workloads = TreeDictionary<String, LabelMatcher>()
  private(set) var budgets: [DisruptionBudget] = []
  /// Counts up whenever a selector changes.
  private(set) var revision = 0

  func labels(ofNamespace name: String) -> StringMap { namespaces[name] ?? StringMap() }

  mutating func setNamespace(_ name: String, _ labels: StringMap?) { namespaces[name] = labels }

  mutating func setService(_ key: ObjectKey, _ selector: StringMap?) {
    var known = services[key.namespace] ?? []
    if let place = known.firstIndex(where: { $0.name == key.name }) {
      if known[place].selector == selector { return }
      known.remove(at: place)
    } else if selector == nil {
      return
    }
    revision += 1
    if let selector { known.append((key.name, selector)) }
    services[key.namespace] = known.isEmpty ? nil : known
  }

  mutating func setWorkload(_ kind: String, _ key: ObjectKey, _ matcher: LabelMatcher?) {
    let name = kind + "/" + key.text
    if workloads[name] == matcher { return }
    revision += 1
    workloads[name] = matcher
  }

  mutating func setBudget(_ key: ObjectKey, _ budget: DisruptionBudget?) {
    if let place = budgets.firstIndex(where: { $0.key == key }) { budgets.remove(at: place) }
    if let budget { budgets.append(budget) }
  }

  /// Selects the pods that belong together with one (`helper.DefaultSelector` of pkg/scheduler/framework/plugins/helper/spread.go).
  func defaultSelector(of demand: PodDemand.Content) -> LabelMatcher {
    var labels = StringMap()
    for service in services[demand.namespace] ?? [] where !service.selector.isEmpty {
      if service.selector.allSatisfy({ demand.labels[$0.key] == $0.value }) {
        labels = labels.merging(service.selector)
      }
    }
    let matcher = LabelMatcher(labels: labels)
    guard !demand.ownerName.isEmpty else { return matcher }
    let key = ObjectKey(demand.namespace, demand.ownerName)
    return workloads[demand.ownerKind + "/" + key.text].map { matcher.adding($0) } ?? matcher
  }
}

/// How many pods of a set may be evicted for now (`PodDisruptionBudget`).
struct DisruptionBudget: Sendable {
  let key: ObjectKey
  let matcher: LabelMatcher
  /// `status.disruptionsAllowed`
  let allowed: Int64
  /// Pods whose eviction is under way (`status.disruptedPods`).
  let disrupted: [String]

  init(_ record: any Record) {
    key = record.key
    let tree = record.tree
    if let selector = tree[["spec", "selector"]] {
      matcher = LabelMatcher(try? LabelSelector(tree: selector))
    } else {
      matcher = .nothing
    }
    allowed = tree[["status", "disruptionsAllowed"]]?.int ?? 0
    disrupted = tree[["status", "disruptedPods"]]?.object?.names ?? []
  }
}
