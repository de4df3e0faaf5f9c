import Tree

/// Lets a pod onto, or stay on, nodes with a taint.
public struct Toleration: Modeled {
  public var key = ""
  public var `operator` = ""
  public var value = ""
  public var effect = ""
  /// Seconds that a NoExecute taint is borne; nil for ever.
  public var tolerationSeconds: Int64?
  public var rest = Fields()

  public init() {}

  public init(
    key: String = "", operator: String = "", value: String = "", effect: String = "",
    seconds: Int64? = nil
  ) {
    self.key = key
    self.operator = `operator`
    self.value = value
    self.effect = effect
    tolerationSeconds = seconds
  }

  public static let schema = Schema<Toleration>(
    "Toleration", Text("Lets a pod onto nodes with a matching taint.", "允许 Pod 放到带有匹配污点的节点上。")
  ) {
    $0.field(
      "key", \.key, "Key of the taint; empty with Exists means every taint.",
      "污点的键；与 Exists 一起为空时表示所有污点。")
    $0.field(
      "operator", \.operator, "Exists or Equal.", "Exists 或 Equal。",
      values: ["Exists", "Equal"], default: "Equal")
    $0.field("value", \.value, "Value of the taint, for Equal.", "污点的值，用于 Equal。")
    $0.field(
      "effect", \.effect, "Effect of the taint; empty means every effect.", "污点的效果；为空表示所有效果。")
    $0.field(
      "tolerationSeconds", \.tolerationSeconds, "Seconds that a NoExecute taint is borne.",
      "容忍 NoExecute 污点的秒数。")
  }

  /// As `ToleratesTaint`.
  public func tolerates(_ taint: Taint) -> Bool {
    if !effect.isEmpty, effect != taint.effect { return false }
    if !key.isEmpty, key != taint.key { return false }
    switch `operator` {
    case "", "Equal": return value == taint.value
    case "Exists": return true
    default: return false
    }
  }
}

extension Sequence where Element == Toleration {
  /// Whether any of them tolerates the taint.
  public func tolerate(_ taint: Taint) -> Bool { contains { $0.tolerates(taint) } }
}
