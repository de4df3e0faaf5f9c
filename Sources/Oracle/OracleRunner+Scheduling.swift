import Cluster
import Resources
import Tree

extension OracleRunner {
  static let schedulingTables = [
    OracleTable("scheduler", share: 95) { oneCase, _ in
      guard let pod = object(oneCase["pod"], Pod.self) else { return "the pod cannot be read" }
      let nodes = objects(oneCase["nodes"], Node.self)
      let verdict = Scheduler.verdict(
        of: pod, nodes: nodes, pods: objects(oneCase["pods"], Pod.self))
      var differences = Differences()
      differences.expect(
        "feasible", Value.array(verdict.feasible.sortedByBytes().map { .string($0) }),
        is: oneCase["feasible"] ?? .null)
      differences.expect(
        "rejected", rejections(verdict, nodes), is: oneCase["rejected"] ?? .emptyObject)
      differences.expect("scores", scores(verdict), is: oneCase["scores"] ?? .emptyObject)
      if let message = oneCase["message"]?.string {
        differences.expect("message", verdict.message, is: message)
      }
      return differences.summary(of: ["seed": oneCase["seed"] ?? .null])
    }
  ]

  private static func object<K: Kind>(_ tree: Value?, _ kind: K.Type) -> Object<K>? {
    guard let tree, let metadata = try? Metadata(tree: tree["metadata"] ?? .emptyObject),
      let body = try? K(tree: tree)
    else { return nil }
    return Object(metadata, body)
  }

  private static func objects<K: Kind>(_ tree: Value?, _ kind: K.Type) -> [Object<K>] {
    (tree?.array ?? []).compactMap { object($0, kind) }
  }

  private static func rejections(_ verdict: Verdict, _ nodes: [Object<Node>]) -> Value {
    var tree = Value.emptyObject
    for node in nodes where !verdict.feasible.contains(node.name) {
      if let rejection = verdict.rejection(of: node.name) {
        tree[node.name] = self.tree(of: rejection)
      }
    }
    return tree
  }

  private static func tree(of rejection: Rejection) -> Value {
    [
      "plugin": .string(rejection.plugin), "code": .string(rejection.code.rawValue),
      "reasons": .array(rejection.reasons.map { .string($0) }),
    ]
  }

  private static func scores(_ verdict: Verdict) -> Value {
    var tree = Value.emptyObject
    for score in verdict.scores {
      let plugins = score.plugins.map { ($0.name, Value.int($0.points)) }
      tree[score.node] = ["plugins": .object(Fields(plugins)), "total": .int(score.total)]
    }
    return tree
  }
}
