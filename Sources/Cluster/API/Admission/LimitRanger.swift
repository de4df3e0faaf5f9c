import Resources
import Store
import Tree

/// Fills in and checks what containers, pods and claims may ask for (`plugin/pkg/admission/limitranger`).
enum LimitRanger {
  private static let kind = Catalog.index(of: LimitRange.self)

  private static func items(_ namespace: String, _ store: Store) -> [LimitRangeItem] {
    guard store.tables[kind].count > 0 else { return [] }
    return store.tables[kind].sorted(namespace: namespace).compactMap { $0 as? Object<LimitRange> }
      .flatMap(\.body.spec.limits)
  }

  // MARK: Filling in

  static func fill(_ pod: inout Pod, _ metadata: inout Metadata, _ store: Store) {
    var notes: [String] = []
    for item in items(metadata.namespace, store) where item.type == "Container" {
      for index in pod.spec.containers.indices {
        notes += fill(&pod.spec.containers[index], item, "container")
      }
      for index in pod.spec.initContainers.indices {
        notes += fill(&pod.spec.initContainers[index], item, "init container")
      }
    }
    guard !notes.isEmpty else { return }
    metadata.annotations["kubernetes.io/limit-ranger"] =
      "LimitRanger plugin set: " + notes.joined(separator: "; ")
  }

  private static func fill(
    _ container: inout Container, _ item: LimitRangeItem, _ word: String
  ) -> [String] {
    var requests: [String] = []
    var limits: [String] = []
    for (name, amount) in item.defaultRequest where container.resources.requests[name] == nil {
      container.resources.requests[name] = amount
      requests.append(name)
    }
    for (name, amount) in item.default where container.resources.limits[name] == nil {
      container.resources.limits[name] = amount
      limits.append(name)
    }
    var notes: [String] = []
    for (names, kind) in [(requests, "request"), (limits, "limit")] where !names.isEmpty {
      notes.append(
        "\(names.sortedByBytes().joined(separator: ", ")) \(kind) for \(word) \(container.name)")
    }
    return notes
  }

  // MARK: Checking

  static func check(_ record: any Record, _ store: Store) throws(Status) {
    var problems: [String] = []
    for item in items(record.namespace, store) {
      switch (item.type, record) {
      case ("Container", let pod as Object<Pod>):
        for container in pod.spec.containers + pod.spec.initContainers {
          problems += problemsOf(container.resources, item)
        }
      case ("Pod", let pod as Object<Pod>):
        var total = ResourceRequirements()
        total.requests = QuotaUsage.total(pod.body.spec, \.requests)
        total.limits = QuotaUsage.total(pod.body.spec, \.limits)
        problems += problemsOf(total, item)
      case ("PersistentVolumeClaim", let claim as Object<PersistentVolumeClaim>):
        problems += problemsOf(claim.body.spec.resources, item, isClaim: true)
      default: break
      }
    }
    guard !problems.isEmpty else { return }
    throw .forbidden(
      record.resource, record.name,
      problems.count == 1 ? problems[0] : "[" + problems.joined(separator: ", ") + "]")
  }

  private static func problemsOf(
    _ resources: ResourceRequirements, _ item: LimitRangeItem, isClaim: Bool = false
  ) -> [String] {
    var problems: [String] = []
    for (name, least) in item.min {
      let start = "minimum \(name) usage per \(item.type) is \(least.text)"
      if let request = resources.requests[name] {
        if request < least {
          problems.append("\(start), but request is \(request.text)")
        } else if let limit = resources.limits[name], limit < least {
          problems.append("\(start), but limit is \(limit.text)")
        }
      } else {
        problems.append(start + ".  No request is specified")
      }
    }
    for (name, most) in item.max {
      let start = "maximum \(name) usage per \(item.type) is \(most.text)"
      let limit = resources.limits[name]
      if limit == nil, !isClaim {
        problems.append(start + ".  No limit is specified")
      } else if let limit, most < limit {
        problems.append("\(start), but limit is \(limit.text)")
      } else if let request = resources.requests[name], most < request {
        problems.append("\(start), but request is \(request.text)")
      }
    }
    for (name, ratio) in item.maxLimitRequestRatio {
      let start = "\(name) max limit to request ratio per \(item.type) is \(ratio.text)"
      guard let request = resources.requests[name], !request.isZero else {
        problems.append(start + ", but no request is specified or request is 0")
        continue
      }
      guard let limit = resources.limits[name], !limit.isZero else {
        problems.append(start + ", but no limit is specified or limit is 0")
        continue
      }
      let millionths = limit.milliValue * 1_000_000 / max(1, request.milliValue)
      if millionths > ratio.milliValue * 1000 {
        let digits = String(millionths % 1_000_000)
        let padding = String(repeating: "0", count: 6 - digits.count)
        problems.append(
          "\(start), but provided ratio is \(millionths / 1_000_000).\(padding)\(digits)")
      }
    }
    return problems
  }
}
