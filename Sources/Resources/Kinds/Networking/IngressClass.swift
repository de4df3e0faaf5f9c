import Simulation
import Tree

/// Names the controller that serves Ingresses of a class.
public struct IngressClass: Kind {
  public var spec = IngressClassSpec()
  public var rest = Fields()
  public init() {}

  public static let resource = Resource(
    "networking.k8s.io", "v1", "IngressClass", plural: "ingressclasses", namespaced: false)

  public static let schema = Schema<IngressClass>(
    "IngressClass",
    Text("Names the controller that serves Ingresses of a class.", "指明由哪个控制器服务该类的 Ingress。")
  ) {
    $0.field("spec", \.spec, "Controller and settings.", "控制器与设置。", always: true)
  }

  public static let defaultAnnotation = "ingressclass.kubernetes.io/is-default-class"

  public static let columns: [Column<IngressClass>] = [
    .name,
    Column("Controller") { object, _ in object.spec.controller },
    Column("Parameters") { object, _ in
      let parameters = object.spec.parameters
      guard parameters.object != nil else { return "<none>" }
      let group = parameters["apiGroup"]?.string.map { "." + $0 } ?? ""
      return (parameters["kind"]?.string ?? "") + group + "/" + (parameters["name"]?.string ?? "")
    },
    .age,
  ]

  public mutating func setDefaults(_ metadata: inout Metadata) {
    if spec.parameters.object != nil, spec.parameters["scope"] == nil {
      spec.parameters["scope"] = "Cluster"
    }
  }

  public func specDiffers(from old: IngressClass) -> Bool { spec != old.spec }

  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    if spec.controller.isEmpty {
      errors.required("spec.controller")
    } else if !spec.controller.contains("/") {
      errors.invalid(
        "spec.controller", string: spec.controller,
        "must be a domain-prefixed path (such as \"acme.io/foo\")")
    }
    guard spec.parameters.object != nil else { return }
    for name in ["kind", "name"] where (spec.parameters[name]?.string ?? "").isEmpty {
      errors.required("spec.parameters." + name)
    }
  }

  public func validateUpdate(
    from old: IngressClass, _ metadata: Metadata, _ errors: inout FieldErrors
  ) {
    if spec.controller != old.spec.controller {
      errors.invalid("spec.controller", string: spec.controller, "field is immutable")
    }
  }
}

/// The controller of a class of Ingresses.
public struct IngressClassSpec: Modeled {
  public var controller = ""
  public var parameters: Value = .null
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<IngressClassSpec>("IngressClassSpec") {
    $0.field("controller", \.controller, "Name of the controller.", "控制器的名称。")
    $0.field("parameters", \.parameters, "An object with its settings.", "含其设置的对象。")
  }
}
