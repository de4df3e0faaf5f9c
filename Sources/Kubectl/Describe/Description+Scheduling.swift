import Tree

extension Description {
  mutating func tolerations(_ tolerations: [Value], level: Int = 0) {
    let sorted = tolerations.enumerated().sorted {
      let left = $0.element.text("key")
      let right = $1.element.text("key")
      return left == right ? $0.offset < $1.offset : left.precedes(right)
    }
    lines("Tolerations", sorted.map { Self.text($0.element) }, level: level)
  }

  private static func text(_ toleration: Value) -> String {
    var text = toleration.text("key")
    let value = toleration.text("value")
    let effect = toleration.text("effect")
    if !value.isEmpty { text += "=" + value }
    if !effect.isEmpty { text += ":" + effect }
    if toleration.text("operator") == "Exists", value.isEmpty {
      text += text.isEmpty ? "op=Exists" : " op=Exists"
    }
    if toleration.has("tolerationSeconds") {
      text += " for \(toleration.int("tolerationSeconds"))s"
    }
    return text
  }

  mutating func topologySpread(_ constraints: [Value], level: Int = 0) {
    if constraints.isEmpty { return }
    let sorted = constraints.enumerated().sorted {
      let left = $0.element.text("topologyKey")
      let right = $1.element.text("topologyKey")
      return left == right ? $0.offset < $1.offset : left.precedes(right)
    }
    let texts = sorted.map { _, constraint in
      var text =
        "\(constraint.text("topologyKey")):\(constraint.text("whenUnsatisfiable")) when max skew "
        + "\(constraint.int("maxSkew")) is exceeded"
      if let selector = constraint.at("labelSelector") {
        text += " for selector " + SelectorText.text(selector)
      }
      return text
    }
    lines("Topology Spread Constraints", texts, level: level)
  }

  mutating func podTemplate(_ template: Value?) {
    line("Pod Template:")
    guard let template else { return line("<unset>", level: 1) }
    labels(template.members("metadata", "labels"), level: 1)
    let notes = template.members("metadata", "annotations")
    if !notes.isEmpty { annotations(notes, level: 1) }
    optional("Service Account", template.text("spec", "serviceAccountName"), level: 1)
    let initial = template.items("spec", "initContainers")
    if !initial.isEmpty { containers("Init Containers", initial, [], of: nil) }
    containers("Containers", template.items("spec", "containers"), [], of: nil)
    volumes(template.items("spec", "volumes"), inTemplate: true)
    topologySpread(template.items("spec", "topologySpreadConstraints"), level: 1)
    optional("Priority Class Name", template.text("spec", "priorityClassName"), level: 1)
    labels(template.members("spec", "nodeSelector"), "Node-Selectors", level: 1)
    tolerations(template.items("spec", "tolerations"), level: 1)
  }
}

/// A set-based selector as `metav1.FormatLabelSelector`.
enum SelectorText {
  static func text(_ selector: Value) -> String {
    var terms = selector.members("matchLabels").map { ($0.key, "\($0.key)=\($0.value.goPrinted)") }
    for expression in selector.items("matchExpressions") {
      let key = expression.text("key")
      let values = expression.texts("values").sortedByBytes().joined(separator: ",")
      switch expression.text("operator") {
      case "In": terms.append((key, "\(key) in (\(values))"))
      case "NotIn": terms.append((key, "\(key) notin (\(values))"))
      case "Exists": terms.append((key, key))
      default: terms.append((key, "!" + key))
      }
    }
    if terms.isEmpty { return "<none>" }
    let sorted = terms.enumerated().sorted {
      $0.element.0 == $1.element.0
        ? $0.offset < $1.offset : $0.element.0.precedes($1.element.0)
    }
    return sorted.map(\.element.1).joined(separator: ",")
  }
}
