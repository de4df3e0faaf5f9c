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
    var text = reference
    (repository, tag, digest) = text.withUTF8 {
      Self.parts(of: UnsafeBufferPointer(rebasing: $0[...]))
    }
  }

  private static func parts(
    of bytes: UnsafeBufferPointer<UInt8>
  ) -> (repository: String, tag: String, digest: String) {
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    let at = bytes.firstIndex(of: UInt8(ascii: "@")) ?? bytes.count
    let digest = at < bytes.count ? text(at + 1..<bytes.count) : ""
    let slash = bytes[..<at].lastIndex(of: UInt8(ascii: "/")) ?? -1
    // A colon before the last slash is a registry's port.
    let colon = bytes[(slash + 1)..<at].lastIndex(of: UInt8(ascii: ":")) ?? at
    let tag = colon < at ? text(colon + 1..<at) : ""
    let name = text(0..<colon)
    let isDefault = tag.isEmpty && digest.isEmpty
    let first = bytes[..<colon].firstIndex(of: UInt8(ascii: "/")) ?? colon
    if first < colon, isRegistry(bytes[..<first]) {
      return (name, isDefault ? "latest" : tag, digest)
    }
    let repository = (first < colon ? "docker.io/" : "docker.io/library/") + name
    return (repository, isDefault ? "latest" : tag, digest)
  }

  /// Whether the first part of a reference names a registry: it has a dot or a port, or is `localhost`.
  private static func isRegistry(_ part: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    part.contains(UInt8(ascii: ".")) || part.contains(UInt8(ascii: ":"))
      || part.elementsEqual("localhost".utf8)
  }

  public var isLatest: Bool { tag == "latest" }
  /// As the runtime reports it: `docker.io/library/nginx:1.27`.
  public var normalized: String {
    repository + (tag.isEmpty ? "" : ":" + tag) + (digest.isEmpty ? "" : "@" + digest)
  }
  /// The last part of the repository: `nginx`.
  public var shortName: String { String(repository.split(separator: "/").last ?? "") }
}
