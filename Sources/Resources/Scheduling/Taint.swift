import Tree

/// Keeps pods away from a node unless they tolerate it.
public struct Taint: Modeled {
  public var key = ""
  public var value = ""
  public var effect = ""
  public var timeAdded: Time?
  public var rest = Fields()

  public init() {}

  public init(key: String, value: String = "", effect: String) {
    self.key = key
    self.value = value
    self.effect = effect
  }

  public static let schema = Schema<Taint>(
    "Taint", Text("Keeps pods away from a node unless they tolerate it.", "除非 Pod 容忍该污点，否则不会放到节点上。")
  ) {
    $0.field("key", \.key, "Name of the taint.", "污点的键。", always: true, required: true)
    $0.field("value", \.value, "Its value.", "污点的值。")
    $0.field(
      "effect", \.effect, "NoSchedule, PreferNoSchedule or NoExecute.",
      "NoSchedule、PreferNoSchedule 或 NoExecute。", always: true, required: true,
      values: ["NoSchedule", "PreferNoSchedule", "NoExecute"])
    $0.field("timeAdded", \.timeAdded, "When a NoExecute taint was added.", "NoExecute 污点的添加时间。")
  }

  /// `key=value:effect`, as `kubectl describe node` prints it.
  public var text: String {
    (value.isEmpty ? key : key + "=" + value) + (effect.isEmpty ? "" : ":" + effect)
  }

  /// Whether both are one taint with perhaps another value.
  public func isSameTaint(as other: Taint) -> Bool { key == other.key && effect == other.effect }
}
