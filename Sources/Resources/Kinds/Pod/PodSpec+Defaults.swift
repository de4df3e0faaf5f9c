import Tree

/// What the API server fills in, after `pkg/apis/core/v1/defaults.go`.
extension PodSpec {
  public mutating func setDefaults() {
    if restartPolicy.isEmpty { restartPolicy = "Always" }
    if terminationGracePeriodSeconds == nil { terminationGracePeriodSeconds = 30 }
    if dnsPolicy.isEmpty { dnsPolicy = "ClusterFirst" }
    if schedulerName.isEmpty { schedulerName = "default-scheduler" }
    if securityContext.isNull { securityContext = .emptyObject }
    // The old and the new name of the account always agree.
    if serviceAccountName.isEmpty { serviceAccountName = serviceAccount }
    if serviceAccount != serviceAccountName { serviceAccount = serviceAccountName }
    for index in containers.indices { containers[index].setDefaults(hostNetwork: hostNetwork) }
    for index in initContainers.indices {
      initContainers[index].setDefaults(hostNetwork: hostNetwork)
    }
    for index in volumes.indices { volumes[index].setDefaults() }
  }

  /// What is filled in for a pod and not for a template.
  public mutating func setPodDefaults() {
    if enableServiceLinks == nil { enableServiceLinks = true }
  }
}

extension Container {
  mutating func setDefaults(hostNetwork: Bool) {
    if terminationMessagePath.isEmpty { terminationMessagePath = "/dev/termination-log" }
    if terminationMessagePolicy.isEmpty { terminationMessagePolicy = "File" }
    if imagePullPolicy.isEmpty {
      imagePullPolicy = ImageName(image).isLatest ? "Always" : "IfNotPresent"
    }
    for index in ports.indices {
      if ports[index].protocol.isEmpty { ports[index].protocol = "TCP" }
      if hostNetwork, ports[index].hostPort == 0 {
        ports[index].hostPort = ports[index].containerPort
      }
    }
    for (name, limit) in resources.limits where resources.requests[name] == nil {
      resources.requests[name] = limit
    }
    livenessProbe?.setDefaults()
    readinessProbe?.setDefaults()
    startupProbe?.setDefaults()
  }
}

extension Probe {
  mutating func setDefaults() {
    if timeoutSeconds == 0 { timeoutSeconds = 1 }
    if periodSeconds == 0 { periodSeconds = 10 }
    if successThreshold == 0 { successThreshold = 1 }
    if failureThreshold == 0 { failureThreshold = 3 }
    if var get = httpGet {
      if get.path.isEmpty { get.path = "/" }
      if get.scheme.isEmpty { get.scheme = "HTTP" }
      httpGet = get
    }
  }
}

extension Volume {
  mutating func setDefaults() {
    for path in [\Volume.configMap, \Volume.secret, \Volume.projected] {
      if self[keyPath: path].object != nil, self[keyPath: path]["defaultMode"] == nil {
        self[keyPath: path]["defaultMode"] = 420
      }
    }
    if hostPath.object != nil, hostPath["type"] == nil { hostPath["type"] = "" }
    let hasSource = tree.object.map { $0.count > 1 } ?? false
    if !hasSource { emptyDir = .emptyObject }
  }
}

/// A reference to an image, taken apart as container runtimes do.
public struct ImageName: Hashable, Sendable {
  /// With registry, as `docker.io/library/nginx`.
  public let repository: String
  public let tag: String
  public let digest: String

  public init(_ reference: String) {
    var name = reference
    var digest = ""
    if let at = name.firstIndex(of: "@") {
      digest = String(name[name.index(after: at)...])
      name = String(name[..<at])
    }
    var tag = ""
    if let colon = name.lastIndex(of: ":"), !name[colon...].contains("/") {
      tag = String(name[name.index(after: colon)...])
      name = String(name[..<colon])
    }
    let first = name.prefix { $0 != "/" }
    let hasRegistry =
      first.count < name.count
      && (first.contains(".") || first.contains(":") || first == "localhost")
    if !hasRegistry {
      name = "docker.io/" + (name.contains("/") ? name : "library/" + name)
    }
    repository = name
    self.digest = digest
    self.tag = tag.isEmpty && digest.isEmpty ? "latest" : tag
  }

  public var isLatest: Bool { tag == "latest" }
  /// As the runtime reports it: `docker.io/library/nginx:1.27`.
  public var normalized: String {
    repository + (tag.isEmpty ? "" : ":" + tag) + (digest.isEmpty ? "" : "@" + digest)
  }
  /// The last part of the repository: `nginx`.
  public var shortName: String { String(repository.split(separator: "/").last ?? "") }
}
