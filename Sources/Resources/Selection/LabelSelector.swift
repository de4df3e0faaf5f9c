import Tree

/// A set-based selector as workloads hold it: every pair and every requirement must hold.
package struct LabelSelector: Modeled {
  package var matchLabels = StringMap()
  package var matchExpressions: [LabelSelectorRequirement] = []
  package var rest = Fields()

  package init() {}
  package init(matchLabels: StringMap) { self.matchLabels = matchLabels }

  package static let schema = Schema<LabelSelector>(
    "LabelSelector",
    Text("Chooses objects by their labels; all conditions must hold.", "按标签选择对象；所有条件须同时成立。")
  ) {
    $0.field(
      "matchLabels", \.matchLabels, "Labels that must have just these values.", "标签必须恰好等于这些值。")
    $0.field("matchExpressions", \.matchExpressions, "Conditions on labels.", "关于标签的条件。")
  }
}

/// One condition of a set-based selector.
package struct LabelSelectorRequirement: Modeled {
  package var key = ""
  package var `operator` = ""
  package var values: [String] = []
  package var rest = Fields()

  package init() {}

  package static let schema = Schema<LabelSelectorRequirement>("LabelSelectorRequirement") {
    $0.field(
      "key", \.key, "Label that the condition is about.", "条件所针对的标签键。", always: true, required: true
    )
    $0.field(
      "operator", \.operator, "In, NotIn, Exists or DoesNotExist.",
      "In、NotIn、Exists 或 DoesNotExist。",
      always: true, required: true, values: ["In", "NotIn", "Exists", "DoesNotExist"])
    $0.field("values", \.values, "Values for In and NotIn.", "用于 In 与 NotIn 的值。")
  }
}
