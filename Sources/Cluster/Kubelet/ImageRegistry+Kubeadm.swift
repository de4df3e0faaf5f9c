extension ImageRegistry {
  private static let healthy = ["/healthz": "ok", "/livez": "ok", "/readyz": "ok"]

  /// What a cluster of kubeadm runs for itself.
  package static let kubeadm: [Image] = [
    component("kube-apiserver", size: 28_670_542, port: 6443),
    component("kube-controller-manager", size: 26_259_392, port: 10257),
    component("kube-scheduler", size: 20_657_536, port: 10259),
    server(
      "registry.k8s.io/etcd", ["3.5.16-0", "3.5.21-0"], size: 57_680_541, command: "etcd",
      port: 2379, others: [2381: healthy]),
    server(
      "registry.k8s.io/kube-proxy", ["v1.32.13", "v1.32.0"], size: 30_907_858,
      command: "/usr/local/bin/kube-proxy", port: 10256, pages: healthy),
    server(
      "registry.k8s.io/coredns/coredns", ["v1.11.3"], size: 18_562_039, command: "/coredns",
      port: 53,
      others: [8080: ["/health": "OK"], 8181: ["/ready": "OK"], 9153: ["/metrics": ""]],
      greeting: [".:53", "CoreDNS-1.11.3", "linux/amd64, go1.21.11, a6338e9"]),
    server(
      "ghcr.io/flannel-io/flannel", ["v0.26.7"], size: 32_389_164, command: "/opt/bin/flanneld",
      port: 0),
    server(
      "ghcr.io/flannel-io/flannel-cni-plugin", ["v1.6.2-flannel1"], size: 4_856_838,
      command: "/bin/sh", port: 0),
  ]

  private static func component(_ name: String, size: Int64, port: Int32) -> Image {
    server(
      "registry.k8s.io/" + name, ["v1.32.13", "v1.32.0"], size: size, command: name, port: port,
      pages: healthy)
  }

  private static func server(
    _ repository: String, _ tags: [String], size: Int64, command: String, port: Int32,
    pages: [String: String] = [:], others: [Int32: [String: String]] = [:],
    greeting: [String] = []
  ) -> Image {
    var image = Image(
      repository, tags: tags, size: size, command: [command], port: port, pages: pages,
      greeting: greeting)
    image.others = others
    return image
  }
}
