/// A program of the cluster that can send and be told things.
package enum Component: Hashable, Sendable {
  case apiServer
  case controllerManager
  case scheduler
  /// By node name.
  case kubelet(String)
  /// By node name.
  case flanneld(String)
  /// A command that somebody typed, by its number.
  case process(Int)

  /// Whether it runs of its own accord, unlike a command that somebody typed.
  package var isProgramOfCluster: Bool { if case .process = self { false } else { true } }

  /// The name that people know it by.
  package var name: String {
    switch self {
    case .apiServer: "kube-apiserver"
    case .controllerManager: "kube-controller-manager"
    case .scheduler: "kube-scheduler"
    case .kubelet(let node): "kubelet on \(node)"
    case .flanneld(let node): "flanneld on \(node)"
    case .process(let number): "process \(number)"
    }
  }
}
