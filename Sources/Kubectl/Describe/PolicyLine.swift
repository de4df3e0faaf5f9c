import Tree

/// One line of what rules allow: a resource or a path, with every verb for it.
struct PolicyLine {
  private var group = ""
  private var resource = ""
  private var url = ""
  private var name = ""
  private var verbs: [String]

  /// The lines of rules, verbs for the same thing put together, in the order of Go's text of a rule.
  static func lines(of rules: [Value]) -> [PolicyLine] {
    var found: [PolicyLine] = []
    for line in rules.flatMap(broken) {
      if let place = found.firstIndex(where: { $0.isSameThing(line) }) {
        for verb in line.verbs where !found[place].verbs.contains(verb) {
          found[place].verbs.append(verb)
        }
      } else {
        found.append(line)
      }
    }
    let keys = found.map(\.key)
    let order = found.indices.sorted {
      keys[$0] == keys[$1] ? $0 < $1 : keys[$0].precedes(keys[$1])
    }
    return order.map { found[$0] }
  }

  /// A rule in its smallest parts.
  private static func broken(_ rule: Value) -> [PolicyLine] {
    let verbs = rule.texts("verbs")
    var lines: [PolicyLine] = []
    for group in rule.texts("apiGroups") {
      for resource in rule.texts("resources") {
        let names = rule.texts("resourceNames")
        for name in names.isEmpty ? [""] : names {
          var line = PolicyLine(verbs: verbs)
          line.group = group
          line.resource = resource
          line.name = name
          lines.append(line)
        }
      }
    }
    for url in rule.texts("nonResourceURLs") {
      var line = PolicyLine(verbs: verbs)
      line.url = url
      lines.append(line)
    }
    return lines
  }

  private init(verbs: [String]) { self.verbs = verbs }

  private func isSameThing(_ other: PolicyLine) -> Bool {
    group == other.group && resource == other.resource && url == other.url && name == other.name
  }

  private var key: String {
    "\(verbs.joined(separator: " "))],APIGroups:[\(group)],Resources:[\(resource)],ResourceNames:[\(name)],NonResourceURLs:[\(url)],"
  }

  /// `pods.GROUP/log`, and the rest in brackets.
  var cells: [String] {
    let parts = resource.split(separator: "/", maxSplits: 1)
    var title = String(parts.first ?? "")
    if !group.isEmpty { title += "." + group }
    if parts.count == 2 { title += "/" + parts[1] }
    return [title, "[\(url)]", "[\(name)]", "[\(verbs.joined(separator: " "))]"]
  }
}
