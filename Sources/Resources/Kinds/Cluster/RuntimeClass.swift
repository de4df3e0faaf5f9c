import Simulation
import Tree

/// Another way to run containers, such as in small virtual machines.
public struct RuntimeClass: Kind {
  public var handler = ""
  public var overhead: Value = .null
  public var scheduling: Value = .null
  public var rest = Fields()
  public init() {}
  public static let resource = Resource(
    "node.k8s.io", "v1", "RuntimeClass", plural: "runtimeclasses", namespaced: false)
  public static let schema = Schema<RuntimeClass>(
    "RuntimeClass", Text("Another way to run containers, by name.", "另一种运行容器的方式，以名称引用。")
  ) {
    $0.field(
      "handler", \.handler, "The name that the runtime knows it by.", "运行时所知的名称。", always: true,
      required: true)
    $0.field("overhead", \.overhead, "What it takes besides the containers.", "容器之外的额外开销。")
    $0.field("scheduling", \.scheduling, "The nodes that have it.", "支持它的节点。")
  }
  public static let columns: [Column<RuntimeClass>] = [
    .name, Column("Handler") { object, _ in object.handler }, .age,
  ]
  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    for problem in NameRules.dns1123Label(handler) {
      errors.invalid("handler", string: handler, problem)
    }
  }
  public func validateUpdate(
    from old: RuntimeClass, _ metadata: Metadata, _ errors: inout FieldErrors
  ) {
    if handler != old.handler {
      errors.invalid("handler", string: handler, "field is immutable")
    }
  }
}

/// Whether a part of the control plane is well; an old kind that newer clusters warn about.
public struct ComponentStatus: Kind {
  public var conditions: [Value] = []
  public var rest = Fields()
  public init() {}
  public static let resource = Resource(
    "", "v1", "ComponentStatus", plural: "componentstatuses", short: ["cs"], namespaced: false,
    verbs: ["get", "list"])
  public static var deprecationWarning: String? { "v1 ComponentStatus is deprecated in v1.19+" }
  public static let schema = Schema<ComponentStatus>(
    "ComponentStatus", Text("Whether a part of the control plane is well.", "控制平面的某个部分是否健康。")
  ) {
    $0.field("conditions", \.conditions, "Observations.", "观察结果。", merging: .byKey(["type"]))
  }
  public static let columns: [Column<ComponentStatus>] = [
    .name,
    Column("Status") { object, _ in
      object.conditions.first?["status"]?.string == "True" ? "Healthy" : "Unhealthy"
    },
    Column("Message") { object, _ in object.conditions.first?["message"]?.string ?? "" },
    Column("Error") { object, _ in object.conditions.first?["error"]?.string ?? "" },
  ]
}

/// Gives a pod its node; what the scheduler writes.
public struct Binding: Kind {
  public var target = ObjectReference()
  public var rest = Fields()
  public init() {}
  public static let resource = Resource("", "v1", "Binding", plural: "bindings", verbs: ["create"])
  public static let schema = Schema<Binding>(
    "Binding", Text("Gives a pod its node.", "把 Pod 绑定到节点。")
  ) {
    $0.field("target", \.target, "The node.", "目标节点。", always: true, required: true)
  }
}
