import Cluster
import Tree

struct PodDescriber: KindDescriber {
  let kinds = ["Pod"]

  func describe(
    _ pod: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    page.nameAndNamespace(pod)
    page.optional("Priority", pod.text("spec", "priority"))
    page.optional("Priority Class Name", pod.text("spec", "priorityClassName"))
    page.optional("Runtime Class Name", pod.text("spec", "runtimeClassName"))
    page.optional("Service Account", pod.text("spec", "serviceAccountName"))
    let node = pod.text("spec", "nodeName")
    page.field("Node", node.isEmpty ? "<none>" : node + "/" + pod.text("status", "hostIP"))
    if pod.has("status", "startTime") {
      page.field("Start Time", Age.date(pod.text("status", "startTime")))
    }
    page.labelsAndAnnotations(pod)
    status(pod, &page)
    addresses(pod, &page)
    page.controller(pod)
    page.optional("NominatedNodeName", pod.text("status", "nominatedNodeName"))
    containers(pod, &page)
    conditions(pod, &page)
    page.volumes(pod.items("spec", "volumes"))
    page.field("QoS Class", pod.text("status", "qosClass"))
    page.labels(pod.members("spec", "nodeSelector"), "Node-Selectors")
    page.tolerations(pod.items("spec", "tolerations"))
    page.topologySpread(pod.items("spec", "topologySpreadConstraints"))
  }

  private func status(_ pod: Value, _ page: inout Description) {
    let phase = pod.text("status", "phase")
    let deletion = pod.text("metadata", "deletionTimestamp")
    if !deletion.isEmpty, phase != "Failed", phase != "Succeeded" {
      page.field("Status", "Terminating (lasts \(page.age(deletion)))")
      page.field(
        "Termination Grace Period", pod.text("metadata", "deletionGracePeriodSeconds") + "s")
    } else {
      page.field("Status", phase)
    }
    page.optional("Reason", pod.text("status", "reason"))
    page.optional("Message", pod.text("status", "message"))
    page.seccomp(pod.at("spec", "securityContext"), level: 0)
  }

  private func addresses(_ pod: Value, _ page: inout Description) {
    page.field("IP", pod.text("status", "podIP"))
    let addresses = pod.items("status", "podIPs")
    if addresses.isEmpty { return page.field("IPs", "<none>") }
    page.line("IPs:")
    for address in addresses { page.field("IP", address.text("ip"), level: 1) }
  }

  private func containers(_ pod: Value, _ page: inout Description) {
    let initial = pod.items("spec", "initContainers")
    if !initial.isEmpty {
      page.containers(
        "Init Containers", initial, pod.items("status", "initContainerStatuses"), of: pod)
    }
    page.containers(
      "Containers", pod.items("spec", "containers"), pod.items("status", "containerStatuses"),
      of: pod)
    let ephemeral = pod.items("spec", "ephemeralContainers")
    if !ephemeral.isEmpty {
      page.containers(
        "Ephemeral Containers", ephemeral, pod.items("status", "ephemeralContainerStatuses"),
        of: pod)
    }
  }

  private func conditions(_ pod: Value, _ page: inout Description) {
    let conditions = pod.items("status", "conditions")
    let gates = pod.items("spec", "readinessGates")
    if !gates.isEmpty {
      page.line("Readiness Gates:")
      page.line("Type\tStatus", level: 1)
      for gate in gates {
        let type = gate.text("conditionType")
        let found = conditions.first { $0.text("type") == type }
        page.line("\(type) \t\(found?.text("status") ?? "<none>") ", level: 1)
      }
    }
    if conditions.isEmpty { return }
    page.line("Conditions:")
    page.line("Type\tStatus", level: 1)
    for condition in conditions {
      page.line("\(condition.text("type")) \t\(condition.text("status")) ", level: 1)
    }
  }
}
