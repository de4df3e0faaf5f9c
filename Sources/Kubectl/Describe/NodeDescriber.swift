import Cluster
import Tree

struct NodeDescriber: KindDescriber {
  let kinds = ["Node"]

  func describe(
    _ node: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    page.field("Name", node.name)
    page.field("Roles", Self.roles(node))
    page.labelsAndAnnotations(node)
    page.field("CreationTimestamp", Age.date(node.text("metadata", "creationTimestamp")))
    page.lines("Taints", Self.taints(node))
    page.field("Unschedulable", String(node.bool("spec", "unschedulable")))
    try lease(node, &page, &kubectl)
    conditions(node, &page)
    page.line("Addresses:")
    for address in node.items("status", "addresses") {
      page.field(address.text("type"), address.text("address"), level: 1)
    }
    for (title, key) in [("Capacity", "capacity"), ("Allocatable", "allocatable")] {
      let amounts = node.members("status", key)
      if amounts.isEmpty { continue }
      page.line(title + ":")
      for (name, amount) in amounts { page.field(name, amount.goPrinted, level: 1) }
    }
    system(node, &page)
    page.optional("PodCIDR", node.text("spec", "podCIDR"))
    page.optional("PodCIDRs", node.texts("spec", "podCIDRs").joined(separator: ","))
    page.optional("ProviderID", node.text("spec", "providerID"))
    let pods = try kubectl.objects(
      "pods", namespace: "",
      fields: "spec.nodeName=\(node.name),status.phase!=Succeeded,status.phase!=Failed")
    NodeLoad(node).describe(pods, &page)
  }

  private static func roles(_ node: Value) -> String {
    var roles: [String] = []
    for (key, value) in node.members("metadata", "labels") {
      let prefix = "node-role.kubernetes.io/"
      let role =
        key.hasPrefix(prefix)
        ? String(key.dropFirst(prefix.count))
        : key == "kubernetes.io/role" ? value.string ?? "" : ""
      if !role.isEmpty, !roles.contains(role) { roles.append(role) }
    }
    return roles.isEmpty ? "<none>" : roles.sortedByBytes().joined(separator: ",")
  }

  private static func taints(_ node: Value) -> [String] {
    node.items("spec", "taints").map { taint -> (String, String) in
      let effect = taint.text("effect")
      let key = taint.text("key")
      let value = taint.text("value")
      return (effect + "," + key, key + (value.isEmpty ? "" : "=" + value) + ":" + effect)
    }.sorted { $0.0.precedes($1.0) }.map(\.1)
  }

  private func lease(
    _ node: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    let found = try kubectl.object(
      "leases.coordination.k8s.io", namespace: "kube-node-lease", name: node.name)
    guard let lease = found.tree else {
      return page.field("Lease", "Failed to get lease: \(found.problem?.message ?? "")")
    }
    func date(_ key: String) -> String {
      lease.has("spec", key) ? Age.date(lease.text("spec", key)) : "<unset>"
    }
    page.line("Lease:")
    let holder = lease.text("spec", "holderIdentity")
    page.field("HolderIdentity", holder.isEmpty ? "<unset>" : holder, level: 1)
    page.field("AcquireTime", date("acquireTime"), level: 1)
    page.field("RenewTime", date("renewTime"), level: 1)
  }

  private func conditions(_ node: Value, _ page: inout Description) {
    let conditions = node.items("status", "conditions")
    if conditions.isEmpty { return }
    page.line("Conditions:")
    page.line("Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage", level: 1)
    page.line(
      "----\t------\t-----------------\t------------------\t------\t-------", level: 1)
    for condition in conditions {
      let cells = [
        condition.text("type"), condition.text("status"),
        Age.date(condition.text("lastHeartbeatTime")),
        Age.date(condition.text("lastTransitionTime")), condition.text("reason"),
      ]
      page.line(
        cells.map { $0 + " \t" }.joined() + condition.text("message"), level: 1)
    }
  }

  private func system(_ node: Value, _ page: inout Description) {
    page.line("System Info:")
    for (title, key) in [
      ("Machine ID", "machineID"), ("System UUID", "systemUUID"), ("Boot ID", "bootID"),
      ("Kernel Version", "kernelVersion"), ("OS Image", "osImage"),
      ("Operating System", "operatingSystem"), ("Architecture", "architecture"),
      ("Container Runtime Version", "containerRuntimeVersion"),
      ("Kubelet Version", "kubeletVersion"), ("Kube-Proxy Version", "kubeProxyVersion"),
    ] {
      page.field(title, node.text("status", "nodeInfo", key), level: 1)
    }
  }
}
