import Resources
import Tree

/// The token that a pod shows to the API server: a JWT in form, without a signature that anybody checks.
enum ServiceAccountToken {
  static func text(for pod: Object<Pod>) -> String {
    let account = pod.spec.serviceAccountName.isEmpty ? "default" : pod.spec.serviceAccountName
    let head: Value = ["alg": "RS256", "kid": "model"]
    let issued = pod.metadata.creationTimestamp?.unixSeconds ?? 0
    let body: Value = [
      "aud": ["https://kubernetes.default.svc.cluster.local"], "exp": .int(issued + 31_536_000),
      "iat": .int(issued), "iss": "https://kubernetes.default.svc.cluster.local",
      "kubernetes.io": [
        "namespace": .string(pod.namespace),
        "pod": ["name": .string(pod.name), "uid": .string(pod.uid)],
        "serviceaccount": ["name": .string(account)],
      ], "sub": .string("system:serviceaccount:\(pod.namespace):\(account)"),
    ]
    return [head.json(escapingHTML: false), body.json(escapingHTML: false), "model"]
      .map(encoded).joined(separator: ".")
  }

  /// Base64 for URLs, without padding (RFC 7515).
  private static func encoded(_ text: String) -> String {
    Base64.encoded(text.utf8).replacing("+", with: "-").replacing("/", with: "_").replacing(
      "=", with: "")
  }
}
