import Resources

/// Demands that were met lately: pods of one template share one, and one assessment of the nodes with it.
struct DemandCache: Sendable {
  private static let limit = 16
  private var recent: [PodDemand] = []
  /// The last pod whose demand was worked out: the next one of its template has the same spec in memory.
  private var last: (pod: Object<Pod>, demand: PodDemand)?
  private var assessments: [Assessment] = []

  mutating func demand(of pod: Object<Pod>) -> PodDemand {
    if let last, Self.areAlike(last.pod, pod) { return last.demand }
    let demand = worked(out: pod)
    // A claim for an ephemeral volume goes by the pod's own name.
    last = demand.content.claims.isEmpty ? (pod, demand) : nil
    return demand
  }

  private static func areAlike(_ left: Object<Pod>, _ right: Object<Pod>) -> Bool {
    // One in memory, or alike: to compare two costs far less than to work out what they ask for.
    left.body.sharedSpec == right.body.sharedSpec
      && left.metadata.namespace == right.metadata.namespace
      && left.metadata.labels == right.metadata.labels
      && left.metadata.ownerReferences == right.metadata.ownerReferences
  }

  private mutating func worked(out pod: Object<Pod>) -> PodDemand {
    let content = PodDemand.Content(pod.metadata, pod.body.spec)
    if let place = recent.firstIndex(where: { $0.content == content }) {
      let known = recent[place]
      if place > 0 {
        recent.remove(at: place)
        recent.insert(known, at: 0)
      }
      return known
    }
    let demand = PodDemand(content)
    recent.insert(demand, at: 0)
    if recent.count > Self.limit { recent.removeLast() }
    return demand
  }

  /// Takes an assessment out, so that it can be changed without a copy.
  mutating func takeAssessment(of demand: PodDemand) -> Assessment {
    guard let place = assessments.indices.first(where: { assessments[$0].demand === demand })
    else { return Assessment(demand) }
    return assessments.remove(at: place)
  }

  mutating func putBack(_ assessment: Assessment) {
    assessments.insert(assessment, at: 0)
    if assessments.count > 8 { assessments.removeLast() }
  }
}
