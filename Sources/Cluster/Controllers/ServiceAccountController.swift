import Resources
import Simulation
import Tree

/// Sees to it that every namespace has a ServiceAccount named default.
enum ServiceAccountController {
  static func reconcile(_ look: inout Reconciliation) {
    let namespace = look.key.namespace
    guard let found = look.cache.get(Namespace.self, ObjectKey("", namespace)),
      found.status.phase == "Active",
      look.cache.get(ServiceAccount.self, ObjectKey(namespace, "default")) == nil
    else { return }
    look.create(Object(Metadata(name: "default", namespace: namespace), ServiceAccount()))
  }
}

/// Puts the certificate of the API server's authority into every namespace, where pods mount it.
enum RootCAPublisher {
  static let name = "kube-root-ca.crt"

  static func reconcile(_ look: inout Reconciliation) {
    let namespace = look.key.namespace
    guard let found = look.cache.get(Namespace.self, ObjectKey("", namespace)),
      found.status.phase == "Active",
      look.cache.get(ConfigMap.self, ObjectKey(namespace, name)) == nil
    else { return }
    var metadata = Metadata(name: name, namespace: namespace)
    metadata.annotations["kubernetes.io/description"] =
      "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters."
    var map = ConfigMap()
    map.data["ca.crt"] =
      "-----BEGIN CERTIFICATE-----\n(the model speaks no TLS)\n-----END CERTIFICATE-----\n"
    look.create(Object(metadata, map))
  }
}
