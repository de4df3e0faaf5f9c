import Resources
import Simulation
import Tree

/// Writes the addresses behind each Service into slices of at most a hundred (`pkg/controller/endpointslice`).
enum EndpointSliceController {
  static let name = "endpointslice-controller.k8s.io"
  static let most = 100

  static func reconcile(
    _ pods: [Object<Pod>], _ triggers: inout TriggerTimes, _ look: inout Reconciliation
  ) {
    guard let service = look.cache.get(Service.self, look.key) else {
      return triggers.forget(look.key)
    }
    guard !service.spec.selector.isEmpty, service.spec.type != "ExternalName",
      !service.metadata.isBeingDeleted
    else { return }
    let known = look.cache.managed(EndpointSlice.self, by: service.uid).filter {
      $0.metadata.labels[EndpointSlice.managerLabel] == name
    }
    var groups: [(ports: [SlicePort], endpoints: [Endpoint])] = []
    for pod in pods {
      guard !pod.status.podIP.isEmpty, !pod.body.isTerminal else { continue }
      let ports = ports(of: service, pod)
      if ports.isEmpty, !service.spec.ports.isEmpty { continue }
      let place = groups.firstIndex { $0.ports == ports } ?? groups.count
      if place == groups.count { groups.append((ports, [])) }
      groups[place].endpoints.append(endpoint(pod, service))
    }
    // A Service without pods keeps one empty slice.
    if groups.isEmpty { groups = [([], [])] }
    write(groups, service, known, triggers.change(service, pods), &look)
  }

  private static func ports(of service: Object<Service>, _ pod: Object<Pod>) -> [SlicePort] {
    service.spec.ports.compactMap { port in
      guard let number = pod.spec.port(port) else { return nil }
      var slicePort = SlicePort()
      slicePort.name = port.name
      slicePort.protocol = port.protocol
      slicePort.port = number
      slicePort.appProtocol = port.appProtocol
      return slicePort
    }
  }

  private static func endpoint(_ pod: Object<Pod>, _ service: Object<Service>) -> Endpoint {
    var endpoint = Endpoint()
    endpoint.addresses = [pod.status.podIP]
    let isEnding = pod.metadata.isBeingDeleted
    let isServing = pod.status.isReady
    endpoint.conditions.ready =
      service.spec.publishNotReadyAddresses || (isServing && !isEnding)
    endpoint.conditions.serving = isServing
    endpoint.conditions.terminating = isEnding
    endpoint.nodeName = pod.spec.nodeName
    var target = ObjectReference()
    target.kind = "Pod"
    target.namespace = pod.namespace
    target.name = pod.name
    target.uid = pod.uid
    endpoint.targetRef = target
    if let hostname = pod.spec.rest["hostname"]?.string,
      pod.spec.rest["subdomain"]?.string == service.name
    {
      endpoint.hostname = hostname
    }
    return endpoint
  }

  private static func write(
    _ groups: [(ports: [SlicePort], endpoints: [Endpoint])], _ service: Object<Service>,
    _ known: [Object<EndpointSlice>], _ trigger: Time?, _ look: inout Reconciliation
  ) {
    var left = known
    for group in groups {
      var pending = group.endpoints[...]
      repeat {
        var slice = EndpointSlice()
        slice.addressType = "IPv4"
        slice.ports = group.ports
        slice.endpoints = Array(pending.prefix(most))
        pending = pending.dropFirst(most)
        if let place = left.firstIndex(where: { $0.ports == group.ports || $0.endpoints.isEmpty }) {
          let old = left.remove(at: place)
          if old.body != slice || old.metadata.labels != labels(of: service) {
            var metadata = old.metadata
            metadata.labels = labels(of: service)
            TriggerTimes.annotate(&metadata, trigger)
            look.update(Object(metadata, slice))
          }
        } else {
          var metadata = metadata(of: service)
          TriggerTimes.annotate(&metadata, trigger)
          look.create(Object(metadata, slice))
        }
      } while !pending.isEmpty
    }
    for slice in left { look.delete(slice, kind: Catalog.endpointSlices) }
  }

  private static func labels(of service: Object<Service>) -> StringMap {
    var labels = service.metadata.labels
    labels[EndpointSlice.serviceLabel] = service.name
    labels[EndpointSlice.managerLabel] = name
    if service.spec.clusterIP == "None" { labels["service.kubernetes.io/headless"] = "" }
    return labels
  }

  private static func metadata(of service: Object<Service>) -> Metadata {
    var metadata = Metadata(
      name: "", namespace: service.namespace, labels: labels(of: service))
    metadata.generateName = service.name + "-"
    metadata.ownerReferences = [service.controllerReference]
    return metadata
  }
}
