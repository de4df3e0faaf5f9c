import Resources

/// One term of a pod's affinity to other pods, made ready to be asked often (`framework.AffinityTerm`).
package struct AffinityTerm: Hashable, Sendable {
  let namespaces: [String]
  let namespaceMatcher: LabelMatcher
  let matcher: LabelMatcher
  let topologyKey: String
  /// 1 to 100 for preferred terms; 1 for required ones.
  let weight: Int64

  init(_ term: PodAffinityTerm, weight: Int64 = 1, of pod: Metadata) {
    // A term without namespaces and without a selector for them means the pod's own.
    let isOwn = term.namespaces.isEmpty && term.namespaceSelector == nil
    namespaces = isOwn ? [pod.namespace] : term.namespaces
    namespaceMatcher = LabelMatcher(term.namespaceSelector)
    var matcher = LabelMatcher(term.labelSelector)
    for key in term.matchLabelKeys {
      if let value = pod.labels[key] { matcher = matcher.requiring(key, in: [value]) }
    }
    for key in term.mismatchLabelKeys {
      if let value = pod.labels[key] {
        matcher = matcher.requiring(key, in: [value], negated: true)
      }
    }
    self.matcher = matcher
    topologyKey = term.topologyKey
    self.weight = weight
  }

  func matches(_ pod: Metadata, _ namespaceLabels: StringMap) -> Bool {
    guard namespaces.contains(pod.namespace) || namespaceMatcher.matches(namespaceLabels) else {
      return false
    }
    return matcher.matches(pod.labels)
  }
}

/// One constraint on how pods are spread, made ready to be asked often.
package struct SpreadRule: Hashable, Sendable {
  let maxSkew: Int64
  let topologyKey: String
  let matcher: LabelMatcher
  let minDomains: Int
  let honorsNodeAffinity: Bool
  let honorsTaints: Bool

  init(_ constraint: TopologySpreadConstraint, of pod: Metadata) {
    maxSkew = Int64(constraint.maxSkew)
    topologyKey = constraint.topologyKey
    var matcher = LabelMatcher(constraint.labelSelector)
    for key in constraint.matchLabelKeys {
      if let value = pod.labels[key] { matcher = matcher.requiring(key, in: [value]) }
    }
    self.matcher = matcher
    minDomains = Int(constraint.minDomains ?? 1)
    honorsNodeAffinity = constraint.nodeAffinityPolicy != "Ignore"
    honorsTaints = constraint.nodeTaintsPolicy == "Honor"
  }

  /// A rule that the scheduler makes for pods of a Service or a workload.
  init(maxSkew: Int64, topologyKey: String, matcher: LabelMatcher) {
    self.maxSkew = maxSkew
    self.topologyKey = topologyKey
    self.matcher = matcher
    minDomains = 1
    honorsNodeAffinity = true
    honorsTaints = false
  }

  /// Pods of a namespace on a node that count; those that are being deleted do not.
  func count(on info: NodeRecord, namespace: String) -> Int64 {
    if matcher.isEmpty { return 0 }
    var count: Int64 = 0
    // Pods of one demand have its namespace and its labels.
    for tally in info.tallies
    where tally.demand.content.namespace == namespace
      && matcher.matches(tally.demand.content.labels)
    { count += tally.count }
    return count
  }
}
