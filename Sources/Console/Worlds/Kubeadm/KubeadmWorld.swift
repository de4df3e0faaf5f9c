import Cluster
import Manifest
import Resources
import Tree

/// A cluster as kubeadm v1.32 makes it: one control-plane node with static pods, two that joined, flannel applied.
enum KubeadmWorld {
  private static let socket: StringMap = [
    "kubeadm.alpha.kubernetes.io/cri-socket": "unix:///var/run/containerd/containerd.sock"
  ]
  private static let images = [
    "registry.k8s.io/kube-proxy:v1.32.13", "registry.k8s.io/pause:3.10",
    "ghcr.io/flannel-io/flannel:v0.26.7", "ghcr.io/flannel-io/flannel-cni-plugin:v1.6.2-flannel1",
  ]
  private static let controlPlaneImages = [
    "registry.k8s.io/etcd:3.5.16-0", "registry.k8s.io/kube-apiserver:v1.32.13",
    "registry.k8s.io/kube-controller-manager:v1.32.13", "registry.k8s.io/kube-scheduler:v1.32.13",
    "registry.k8s.io/coredns/coredns:v1.11.3",
  ]

  static func setup() -> WorldSetup {
    var setup = WorldSetup()
    setup.name = "kubeadm"
    setup.controlPlane = "control-plane"
    setup.age = 300
    setup.nodes = ["control-plane", "node-1", "node-2"].enumerated().map { number, name in
      var node = WorldSetup.NodeSetup(name)
      node.address = "192.168.56.\(10 + number)"
      node.annotations = socket
      node.images = ImageRegistry.preloaded + images
      return node
    }
    setup.nodes[0].images? += controlPlaneImages
    setup.nodes[0].labels = [
      "node-role.kubernetes.io/control-plane": "",
      "node.kubernetes.io/exclude-from-external-load-balancers": "",
    ]
    setup.nodes[0].taints = [
      Taint(key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule")
    ]
    setup.nodes[0].staticPods = list(controlPlane) + list(controllers)
    setup.objects = list(proxy) + list(flannel) + list(dns)
    return setup
  }

  /// The manifests of a text, which is a list.
  private static func list(_ text: String) -> [Value] {
    guard let document = try? StrictYAML.document(text), case .array(let items) = document.value
    else { preconditionFailure("a manifest of the world kubeadm cannot be read") }
    return items
  }
}
