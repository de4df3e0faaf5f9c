import Tree

/// What the pods of a node ask for, against what it has.
struct NodeLoad {
  private let allocatable: Fields

  init(_ node: Value) {
    let amounts = node.members("status", "allocatable")
    allocatable = amounts.isEmpty ? node.members("status", "capacity") : amounts
  }

  func describe(_ pods: [Value], _ page: inout Description) {
    page.field("Non-terminated Pods", "(\(pods.count) in total)")
    page.line(
      "Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge", level: 1)
    page.line(
      "---------\t----\t\t------------\t----------\t---------------\t-------------\t---", level: 1)
    var requests: [String: Quantity] = [:]
    var limits: [String: Quantity] = [:]
    for pod in pods {
      let needs = PodNeeds(pod)
      for name in needs.names {
        if let amount = needs.requests[name] {
          requests[name] = requests[name].map { $0 + amount } ?? amount
        }
        if let amount = needs.limits[name] {
          limits[name] = limits[name].map { $0 + amount } ?? amount
        }
      }
      let cells = [
        pod.text("metadata", "namespace"), pod.name, "",
        share(needs.requests["cpu"], of: "cpu"), share(needs.limits["cpu"], of: "cpu"),
        share(needs.requests["memory"], of: "memory"), share(needs.limits["memory"], of: "memory"),
        page.age(pod.text("metadata", "creationTimestamp")),
      ]
      page.line(cells.joined(separator: "\t"), level: 1)
    }
    page.line("Allocated resources:")
    page.line("(Total limits may be over 100 percent, i.e., overcommitted.)", level: 1)
    page.line("Resource\tRequests\tLimits", level: 1)
    page.line("--------\t--------\t------", level: 1)
    let pages = allocatable.names.filter { $0.hasPrefix("hugepages-") }
    for name in ["cpu", "memory", "ephemeral-storage"] + pages {
      page.line(
        "\(name)\t\(share(requests[name], of: name))\t\(share(limits[name], of: name))", level: 1)
    }
    for name in allocatable.names where name.contains("/") {
      page.line(
        "\(name)\t\(requests[name]?.text ?? "0")\t\(limits[name]?.text ?? "0")", level: 1)
    }
  }

  /// `250m (6%)`.
  private func share(_ amount: Quantity?, of name: String) -> String {
    guard let amount else { return "0 (0%)" }
    let total = (allocatable[name]?.string).flatMap { try? Quantity(parsing: $0) }
    let whole = name == "cpu" ? total?.milliValue ?? 0 : total?.value ?? 0
    let part = name == "cpu" ? amount.milliValue : amount.value
    let percent = whole == 0 ? 0 : Int128(part) * 100 / Int128(whole)
    return "\(amount.text) (\(percent)%)"
  }
}

/// What a pod asks for: the sum of its containers, or what its largest start-up step needs.
struct PodNeeds {
  var requests: [String: Quantity] = [:]
  var limits: [String: Quantity] = [:]
  /// Every resource that is named, in byte order.
  var names: [String] = []

  init(_ pod: Value) {
    requests = Self.total(pod, "requests")
    limits = Self.total(pod, "limits")
    // The order of keys is made definite by sorting.
    names = Array(Set(requests.keys).union(limits.keys)).sortedByBytes()
  }

  private static func total(_ pod: Value, _ key: String) -> [String: Quantity] {
    var sum = amounts(pod.items("spec", "containers"), key)
    var restartable: [String: Quantity] = [:]
    var largest: [(String, Quantity)] = []
    for container in pod.items("spec", "initContainers") {
      let own = container.members("resources", key)
      let isSidecar = container.text("restartPolicy") == "Always"
      for (name, text) in own {
        guard let amount = try? Quantity(parsing: text.goPrinted) else { continue }
        if isSidecar {
          restartable[name] = restartable[name].map { $0 + amount } ?? amount
          sum[name] = sum[name].map { $0 + amount } ?? amount
        } else {
          largest.append((name, restartable[name].map { $0 + amount } ?? amount))
        }
      }
    }
    for (name, amount) in largest where sum[name].map({ $0 < amount }) ?? true {
      sum[name] = amount
    }
    for (name, text) in pod.members("spec", "overhead") {
      guard let amount = try? Quantity(parsing: text.goPrinted) else { continue }
      if key == "requests" || sum[name] != nil {
        sum[name] = sum[name].map { $0 + amount } ?? amount
      }
    }
    return sum
  }

  private static func amounts(_ containers: [Value], _ key: String) -> [String: Quantity] {
    var sum: [String: Quantity] = [:]
    for container in containers {
      for (name, text) in container.members("resources", key) {
        guard let amount = try? Quantity(parsing: text.goPrinted) else { continue }
        sum[name] = sum[name].map { $0 + amount } ?? amount
      }
    }
    return sum
  }
}
