/// Lines that could well be typed: kubectl and the prompt's verbs by a small grammar.
struct LineGrammar {
  static let verbs = [
    "get", "describe", "create", "apply", "delete", "scale", "label", "annotate", "set image",
    "rollout status",
    "rollout undo", "rollout history", "rollout restart", "rollout pause", "logs", "exec",
    "explain", "patch", "wait", "run", "expose", "edit",
    "replace", "taint", "cordon", "uncordon", "drain", "autoscale", "events", "api-resources",
    "version", "config view", "diff",
  ]
  static let kinds = [
    "pods", "po", "deploy", "deployments.apps", "rs", "rc", "svc", "ns", "nodes", "cm", "secret",
    "sa", "events", "all", "foo", "pods,svc", "jobs",
  ]
  static let names = [
    "web", "web-1", "nginx", "node-1", "default", "nosuch", "Bad_Name", "", "a/b", "pod/web",
    "deploy/web",
  ]
  static let flags = [
    "-A", "-n kube-system", "-o yaml", "-o json", "-o wide", "-o name",
    "-o jsonpath={.items[*].metadata.name}", "-o nosuch", "-l app=web",
    "-l 'a in (b,c)'", "--replicas=3", "--replicas=-1", "--image=nginx:1.25", "--image=nginx:none",
    "--all", "--force", "--grace-period=0",
    "--now", "--dry-run=client", "--dry-run=server", "--show-labels", "--sort-by=.metadata.name",
    "--field-selector=status.phase=Running",
    "--timeout=1s", "--for=condition=Ready", "--overwrite", "a=b", "a-", "--",
    "-f manifests/pod.yaml", "-p '{\"spec\":{}}'", "--type=merge",
    "--cascade=orphan", "--port=80", "-w", "--no-headers", "--server-side", "--", "sh -c 'echo hi'",
  ]
  static let prompt = [
    "step", "step 5", "back", "back 3", "finish", "continue", "goto 10", "goto x", "mark here",
    "goto here", "branches", "branch main", "undo",
    "redo", "break pods", "break kube-scheduler", "break nosuch", "watch deploy/web .spec.replicas",
    "unbreak", "why", "why deploy/web .spec.replicas",
    "diff", "diff 3", "where", "inspect etcd", "inspect queue", "inspect kube-scheduler",
    "inspect node-1", "map", "map nosuch", "help", "help step",
    "stop kube-scheduler", "start kube-scheduler", "stop kubelet@node-1", "start kubelet@node-1",
    "sleep 1", "echo $(kubectl get pods -o name | head -1)",
  ]

  static func line(_ mutator: inout Mutator) -> String {
    if mutator.below(3) == 0 { return mutator.pick(prompt) }
    var words = ["kubectl", mutator.pick(verbs)]
    for _ in 0..<mutator.below(3) {
      words.append(mutator.pick(mutator.below(2) == 0 ? kinds : names))
    }
    for _ in 0..<mutator.below(4) { words.append(mutator.pick(flags)) }
    return words.joined(separator: " ")
  }
}
