import Resources
import Simulation
import Tree

/// Writes down the addresses of the pods that a Service selects.
enum EndpointsController {
  static func reconcile(
    _ pods: [Object<Pod>], _ triggers: inout TriggerTimes, _ look: inout Reconciliation
  ) {
    guard let service = look.cache.get(Service.self, look.key) else {
      triggers.forget(look.key)
      if let old = look.cache.get(Endpoints.self, look.key) {
        look.delete(old, kind: Catalog.index(of: Endpoints.self))
      }
      return
    }
    // Without a selector, whoever made the Service looks after its endpoints.
    guard !service.spec.selector.isEmpty, service.spec.type != "ExternalName" else { return }
    let trigger = triggers.change(service, pods)
    let subsets = subsets(of: service, pods)
    var labels = service.metadata.labels
    if service.spec.clusterIP == "None" { labels["service.kubernetes.io/headless"] = "" }
    if let old = look.cache.get(Endpoints.self, look.key) {
      guard old.subsets != subsets || old.metadata.labels != labels else { return }
      var metadata = old.metadata
      metadata.labels = labels
      TriggerTimes.annotate(&metadata, trigger)
      var body = old.body
      body.subsets = subsets
      look.update(Object(metadata, body))
    } else {
      var metadata = Metadata(name: service.name, namespace: service.namespace, labels: labels)
      TriggerTimes.annotate(&metadata, trigger)
      var body = Endpoints()
      body.subsets = subsets
      look.create(Object(metadata, body))
    }
  }

  private static func subsets(
    of service: Object<Service>, _ pods: [Object<Pod>]
  ) -> [EndpointSubset] {
    var found: [EndpointSubset] = []
    let pods = pods.filter {
      !$0.status.podIP.isEmpty && !$0.body.isTerminal && !$0.metadata.isBeingDeleted
    }
    for pod in pods {
      let ports = service.spec.ports.compactMap { port -> EndpointPort? in
        guard let number = pod.spec.port(port) else { return nil }
        var endpoint = EndpointPort()
        endpoint.name = port.name
        endpoint.port = number
        endpoint.protocol = port.protocol
        return endpoint
      }
      if ports.isEmpty, !service.spec.ports.isEmpty { continue }
      var address = EndpointAddress()
      address.ip = pod.status.podIP
      address.nodeName = pod.spec.nodeName
      var target = ObjectReference()
      target.kind = "Pod"
      target.namespace = pod.namespace
      target.name = pod.name
      target.uid = pod.uid
      address.targetRef = target
      let place = found.firstIndex { $0.ports == ports } ?? found.count
      if place == found.count {
        var subset = EndpointSubset()
        subset.ports = ports
        found.append(subset)
      }
      if pod.status.isReady || service.spec.publishNotReadyAddresses {
        found[place].addresses.append(address)
      } else {
        found[place].notReadyAddresses.append(address)
      }
    }
    return found
  }
}

extension PodSpec {
  /// The number behind a Service's target port; nil when no container has a port of that name.
  package func port(_ port: ServicePort) -> Int32? {
    switch port.targetPort {
    case .int(let number)?: return Int32(clamping: number)
    case .string(let name)?:
      for container in containers {
        for candidate in container.ports
        where candidate.name == name && candidate.protocol == port.protocol {
          return candidate.containerPort
        }
      }
      return nil
    case nil: return port.port
    }
  }
}
