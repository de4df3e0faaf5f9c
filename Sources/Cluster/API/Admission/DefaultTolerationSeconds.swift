import Resources

/// Lets every pod bear a node that is not ready or unreachable for five minutes.
enum DefaultTolerationSeconds {
  static func admit(_ pod: inout Pod) {
    for key in ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"] {
      let isBorne = pod.spec.tolerations.contains {
        ($0.key == key || $0.key.isEmpty) && ($0.effect == "NoExecute" || $0.effect.isEmpty)
      }
      if !isBorne {
        pod.spec.tolerations.append(
          Toleration(key: key, operator: "Exists", effect: "NoExecute", seconds: 300))
      }
    }
  }
}
