import Resources

extension Resource {
  /// Whether the API server serves a part of the kind's objects under a path of its own.
  func has(subresource name: String) -> Bool {
    switch name {
    case "": true
    case "status": hasStatus
    case "scale": hasScale
    default: Self.subresources(of: groupResource).contains(name)
    }
  }

  private static func subresources(of kind: String) -> [String] {
    switch kind {
    case "pods":
      [
        "attach", "binding", "ephemeralcontainers", "eviction", "exec", "log", "portforward",
        "proxy", "resize",
      ]
    case "nodes", "services": ["proxy"]
    case "namespaces": ["finalize"]
    case "serviceaccounts": ["token"]
    case "certificatesigningrequests.certificates.k8s.io": ["approval"]
    default: []
    }
  }
}
