import Simulation
import Tree

/// Bounds and defaults for what containers, pods and claims of a namespace may ask for.
public struct LimitRange: Kind {
  public var spec = LimitRangeSpec()
  public var rest = Fields()
  public init() {}

  public static let resource = Resource(
    "", "v1", "LimitRange", plural: "limitranges", short: ["limits"])

  public static let schema = Schema<LimitRange>(
    "LimitRange",
    Text(
      "Bounds and defaults for what containers, pods and claims of a namespace may ask for.",
      "规定命名空间中容器、Pod 与存储申领可请求的上下限和默认值。")
  ) {
    $0.field("spec", \.spec, "The bounds.", "限制。", always: true)
  }

  public static let columns: [Column<LimitRange>] = [.name, .createdAt]

  public mutating func setDefaults(_ metadata: inout Metadata) {
    for index in spec.limits.indices where spec.limits[index].type == "Container" {
      spec.limits[index].setContainerDefaults()
    }
  }

  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    for (index, limit) in spec.limits.enumerated() {
      let path = "spec.limits[\(index)]"
      if spec.limits[..<index].contains(where: { $0.type == limit.type }) {
        errors.duplicate("\(path).type", quoted(limit.type))
      }
      limit.validate(at: path, &errors)
    }
  }
}

/// The bounds of a LimitRange.
public struct LimitRangeSpec: Modeled {
  public var limits: [LimitRangeItem] = []
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<LimitRangeSpec>("LimitRangeSpec") {
    $0.field(
      "limits", \.limits, "Bounds, one entry a type.", "限制，每种类型一项。", always: true, required: true)
  }
}

/// The bounds for one type of object.
public struct LimitRangeItem: Modeled {
  public var type = ""
  public var max = NamedValues<Quantity>()
  public var min = NamedValues<Quantity>()
  public var `default` = NamedValues<Quantity>()
  public var defaultRequest = NamedValues<Quantity>()
  public var maxLimitRequestRatio = NamedValues<Quantity>()
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<LimitRangeItem>("LimitRangeItem") {
    $0.field(
      "type", \.type, "Container, Pod or PersistentVolumeClaim.",
      "Container、Pod 或 PersistentVolumeClaim。", always: true, required: true)
    $0.field("max", \.max, "The most that may be asked for.", "可请求的上限。")
    $0.field("min", \.min, "The least that must be asked for.", "须请求的下限。")
    $0.field("default", \.default, "Limits for containers that name none.", "未写明 limits 的容器所用的值。")
    $0.field(
      "defaultRequest", \.defaultRequest, "Requests for containers that name none.",
      "未写明 requests 的容器所用的值。")
    $0.field(
      "maxLimitRequestRatio", \.maxLimitRequestRatio,
      "How many times the request a limit may be.", "limits 至多可为 requests 的多少倍。")
  }

  fileprivate mutating func setContainerDefaults() {
    for (name, value) in max where self.default[name] == nil { self.default[name] = value }
    for (name, value) in self.default where defaultRequest[name] == nil {
      defaultRequest[name] = value
    }
    for (name, value) in min where defaultRequest[name] == nil { defaultRequest[name] = value }
  }

  fileprivate func validate(at path: String, _ errors: inout FieldErrors) {
    if type == "Pod" {
      if !self.default.isEmpty {
        errors.forbidden(path + ".default", "may not be specified when `type` is 'Pod'")
      }
      if !defaultRequest.isEmpty {
        errors.forbidden(path + ".defaultRequest", "may not be specified when `type` is 'Pod'")
      }
    }
    if type == "PersistentVolumeClaim", min["storage"] == nil, max["storage"] == nil {
      errors.required(
        path + ".limits",
        "either minimum or maximum storage value is required, but neither was provided")
    }
    func check(
      _ low: Quantity?, _ lowName: String, _ high: Quantity?, _ highName: String, _ name: String
    ) {
      guard let low, let high, high < low else { return }
      errors.invalid(
        "\(path).\(lowName)[\(name)]", string: low.text,
        "\(lowName) value \(low.text) is greater than \(highName) value \(high.text)")
    }
    var names = max.names
    for more in [min.names, self.default.names, defaultRequest.names] {
      names += more.filter { !names.contains($0) }
    }
    for name in names.sortedByBytes() {
      let entry = (
        self.min[name], self.max[name], self.default[name], self.defaultRequest[name]
      )
      check(entry.0, "min", entry.1, "max", name)
      check(entry.0, "min", entry.3, "defaultRequest", name)
      check(entry.3, "defaultRequest", entry.1, "max", name)
      check(entry.3, "defaultRequest", entry.2, "default", name)
      check(entry.0, "min", entry.2, "default", name)
      check(entry.2, "default", entry.1, "max", name)
    }
  }
}

extension Column {
  /// The CREATED AT column of kinds that print no age.
  public static var createdAt: Column {
    Column("Created At") { object, _ in
      object.metadata.creationTimestamp?.tree.string ?? "<unknown>"
    }
  }
}
