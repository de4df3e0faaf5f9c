import Cluster
import Resources
import Tree

/// `kubectl create priorityclass`.
struct CreatePriorityClass: Generator {
  let path = ["create", "priorityclass"]
  let aliases = ["pc"]
  let summary = Text("Create a PriorityClass.", "创建 PriorityClass。")
  let failure: String? = "failed to create priorityclass:"
  let isNamespaced = false
  let ownFlags = [
    FlagSpec("value", nil, .int, help: Text("The priority.", "优先级。")),
    FlagSpec(
      "global-default", nil, .bool,
      help: Text("For pods that name no class.", "用于未指定优先级类的 Pod。")),
    FlagSpec("description", help: Text("When to use it.", "使用说明。")),
    FlagSpec(
      "preemption-policy", default: "PreemptLowerPriority",
      help: Text("PreemptLowerPriority or Never.", "PreemptLowerPriority 或 Never。")),
  ]

  func object(
    _ name: String, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> Value {
    var tree = Value.object("scheduling.k8s.io/v1", "PriorityClass", name)
    tree["value"] = .int(Int64(flags.int("value")))
    if flags.bool("global-default") { tree["globalDefault"] = true }
    let description = flags.string("description")
    if !description.isEmpty { tree["description"] = .string(description) }
    tree["preemptionPolicy"] = .string(flags.string("preemption-policy"))
    return tree
  }
}
