import Resources
import Tree

/// What a pod can be told about itself (`fieldRef`, `resourceFieldRef`).
enum DownwardAPI {
  static func field(
    _ path: String, _ worker: PodWorker, node: String, nodeAddress: String
  ) -> String? {
    let pod = worker.pod
    switch path {
    case "metadata.name": return pod.name
    case "metadata.namespace": return pod.namespace
    case "metadata.uid": return pod.uid
    case "metadata.labels": return lines(pod.metadata.labels)
    case "metadata.annotations": return lines(pod.metadata.annotations)
    case "spec.nodeName": return node
    case "spec.serviceAccountName": return pod.spec.serviceAccountName
    case "status.podIP", "status.podIPs": return worker.address
    case "status.hostIP", "status.hostIPs": return nodeAddress
    default: break
    }
    for (prefix, map) in [
      ("metadata.labels['", pod.metadata.labels),
      ("metadata.annotations['", pod.metadata.annotations),
    ] where path.hasPrefix(prefix) && path.hasSuffix("']") {
      return map[String(path.dropFirst(prefix.count).dropLast(2))] ?? ""
    }
    return nil
  }

  private static func lines(_ map: StringMap) -> String {
    map.map { "\($0.key)=\(quoted($0.value))" }.joined(separator: "\n")
  }

  /// An amount in the divisor's unit, rounded up.
  static func resource(_ field: Value, _ spec: Container, _ pod: PodSpec) -> String? {
    guard let name = field["resource"]?.string else { return nil }
    let named = field["containerName"]?.string
    let all = pod.containers + pod.initContainers
    guard let container = named == nil ? spec : all.first(where: { $0.name == named }) else {
      return nil
    }
    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return nil }
    let amounts = parts[0] == "limits" ? container.resources.limits : container.resources.requests
    let divisor = (field["divisor"]?.string).flatMap { try? Quantity(parsing: $0) }
    if parts[1] == "cpu" {
      let unit = max(1, divisor.map(\.milliValue) ?? 1000)
      let amount = amounts["cpu"]?.milliValue ?? (parts[0] == "limits" ? 4000 : 0)
      return String((amount + unit - 1) / unit)
    }
    let unit = max(1, divisor.map(\.value) ?? 1)
    let amount = amounts[parts[1]]?.value ?? (parts[0] == "limits" ? 8 << 30 : 0)
    return String((amount + unit - 1) / unit)
  }
}
