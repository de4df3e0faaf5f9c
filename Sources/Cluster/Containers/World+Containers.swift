import Resources
import Simulation
import Tree

/// A container as the kubelet of its node knows it.
struct ContainerView: Sendable {
  let node: String
  let nodeAddress: String
  let worker: PodWorker
  let spec: Container
  let image: Image?

  var pod: Object<Pod> { worker.pod }
  /// A pod on the node's network goes by the node's name (`GeneratePodHostNameAndDomain`).
  var hostName: String {
    if pod.spec.hostNetwork { return node }
    let wanted = pod.spec.rest["hostname"]?.string ?? ""
    // The kernel takes no more; a name that was cut does not end in what no name may end in.
    var name = String((wanted.isEmpty ? pod.name : wanted).prefix(63))
    while name.hasSuffix("-") || name.hasSuffix(".") { name.removeLast() }
    return name
  }

  /// What follows the name in full; empty for a pod that has no subdomain.
  var hostDomain: String {
    let subdomain = pod.spec.rest["subdomain"]?.string ?? ""
    return subdomain.isEmpty ? "" : "\(subdomain).\(pod.namespace).svc.cluster.local"
  }
}

extension World {
  func container(at place: ProcessContext.Place) -> ContainerView? {
    guard case .container(let node, let uid, let name) = place, let kubelet = kubelets[node],
      let worker = kubelet.worker(uid)
    else { return nil }
    let all = worker.pod.spec.containers + worker.pod.spec.initContainers
    guard let spec = all.first(where: { $0.name == name }) else { return nil }
    return ContainerView(
      node: node, nodeAddress: kubelet.address, worker: worker, spec: spec,
      image: registry.find(spec.image))
  }

  /// The name of the machine that a place is on: what `hostname` prints.
  func hostName(of place: ProcessContext.Place) -> String {
    switch place {
    case .workstation: "workstation"
    case .host(let name): name.split(separator: "/").last.map(String.init) ?? name
    case .container: container(at: place)?.hostName ?? ""
    }
  }

  /// The address by which a place is reached; nil for the workstation.
  func address(of place: ProcessContext.Place) -> String? {
    switch place {
    case .workstation: nil
    case .host(let name): kubelets[name]?.address
    case .container: container(at: place)?.worker.address
    }
  }

  /// What a shell remembers when it starts at a place.
  func session(at place: ProcessContext.Place) -> ShellSession {
    sessions[place] ?? freshSession(at: place)
  }

  func freshSession(at place: ProcessContext.Place) -> ShellSession {
    switch place {
    case .workstation:
      return ShellSession(
        environment: [
          "HOME": ShellSession.home, "USER": "learner", "PATH": "/usr/local/bin:/usr/bin:/bin",
          "SHELL": "/bin/sh", "LANG": "C.UTF-8",
        ], folder: ShellSession.home)
    case .host(let name):
      return ShellSession(
        environment: [
          "HOME": "/root", "USER": "root", "PATH": "/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin",
          "HOSTNAME": name,
        ], folder: "/root")
    case .container:
      guard let view = container(at: place) else {
        return ShellSession(environment: [:], folder: "/")
      }
      let folder = view.spec.workingDir.isEmpty ? view.image?.folder ?? "/" : view.spec.workingDir
      return ShellSession(
        environment: environment(of: view), folder: FilePath.absolute(folder, in: "/"))
    }
  }

  /// The variables of a container: the image's, the Services', and the pod's own over them.
  private func environment(of view: ContainerView) -> StringMap {
    var result: StringMap = [
      "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      "HOSTNAME": view.hostName, "HOME": "/root",
    ]
    if let image = view.image { result = result.merging(image.environment) }
    return result.merging(givenVariables(of: view))
  }

  /// What the kubelet gives a container: the Services' variables, and the pod's own over them.
  private func givenVariables(of view: ContainerView) -> StringMap {
    // The Services that there were when the container started.
    let started = view.worker[container: view.spec.name]?.startedAt.map { Time($0) }
    let services = ServiceVariables.variables(of: view.pod, services(until: started))
    return services.merging(
      ContainerEnvironment.variables(
        view.spec, view.worker, node: view.node, nodeAddress: view.nodeAddress, services: services))
  }

  /// A container's line with `$(NAME)` replaced, as the kubelet hands it to the runtime (`ExpandContainerCommandAndArgs`).
  ///
  /// The words of the line are quoted as a shell reads them, and so are the values. A probe's knows
  /// only what the spec spells out.
  func expandedLine(of process: Process) -> String {
    guard process.line.contains("$("), let view = container(at: process.context.place) else {
      return process.line.contains("$$") && process.isOfSpec
        ? ContainerEnvironment.expanded(process.line) { _ in nil } : process.line
    }
    let known: StringMap
    switch process.role {
    case .container: known = givenVariables(of: view)
    case .probe:
      known = StringMap(
        view.spec.env.filter(\.valueFrom.isNull).map { ($0.name, $0.value) })
    default: return process.line
    }
    return ContainerEnvironment.expanded(process.line) {
      known[$0]?.replacing("'", with: "'\\''")
    }
  }

  private func services(until time: Time?) -> [Object<Service>] {
    api.store.tables[Catalog.services].sorted().compactMap { $0 as? Object<Service> }.filter {
      guard let time, let created = $0.metadata.creationTimestamp else { return true }
      return created <= time
    }
  }
}
