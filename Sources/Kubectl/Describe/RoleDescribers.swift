import Cluster
import Tree

/// Roles and ClusterRoles: a line for every resource, verbs put together.
struct RoleDescriber: KindDescriber {
  let kinds = ["Role.rbac.authorization.k8s.io", "ClusterRole.rbac.authorization.k8s.io"]
  let showsEvents = false

  private struct Line {
    var resource: String
    var url: String
    var names: [String]
    var verbs: [String]
  }

  func describe(
    _ tree: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    page.field("Name", tree.name)
    page.labelsAndAnnotations(tree)
    page.line("PolicyRule:")
    page.line("Resources\tNon-Resource URLs\tResource Names\tVerbs", level: 1)
    page.line("---------\t-----------------\t--------------\t-----", level: 1)
    var lines: [Line] = []
    for rule in tree.items("rules") {
      for line in Self.lines(of: rule) {
        if let place = lines.firstIndex(where: {
          $0.resource == line.resource && $0.url == line.url && $0.names == line.names
        }) {
          for verb in line.verbs where !lines[place].verbs.contains(verb) {
            lines[place].verbs.append(verb)
          }
        } else {
          lines.append(line)
        }
      }
    }
    let sorted = lines.enumerated().sorted {
      let left = Self.key($0.element)
      let right = Self.key($1.element)
      return left == right ? $0.offset < $1.offset : left.precedes(right)
    }
    for (_, line) in sorted {
      page.line(
        "\(line.resource)\t[\(line.url)]\t[\(line.names.joined(separator: " "))]\t[\(line.verbs.joined(separator: " "))]",
        level: 1)
    }
  }

  private static func lines(of rule: Value) -> [Line] {
    let verbs = rule.texts("verbs")
    var lines: [Line] = []
    for group in rule.texts("apiGroups") {
      for resource in rule.texts("resources") {
        let parts = resource.split(separator: "/", maxSplits: 1)
        var title = String(parts.first ?? "")
        if !group.isEmpty { title += "." + group }
        if parts.count == 2 { title += "/" + parts[1] }
        let names = rule.texts("resourceNames")
        if names.isEmpty {
          lines.append(Line(resource: title, url: "", names: [], verbs: verbs))
        }
        for name in names {
          lines.append(Line(resource: title, url: "", names: [name], verbs: verbs))
        }
      }
    }
    for url in rule.texts("nonResourceURLs") {
      lines.append(Line(resource: "", url: url, names: [], verbs: verbs))
    }
    return lines
  }

  private static func key(_ line: Line) -> String {
    let parts = line.resource.split(separator: "/", maxSplits: 1).map(String.init)
    let name = parts.first.map { $0.prefix { $0 != "." } } ?? ""
    return "\(name)/\(line.resource) \(line.url) \(line.names.joined())"
  }
}

struct RoleBindingDescriber: KindDescriber {
  let kinds = [
    "RoleBinding.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io",
  ]
  let showsEvents = false

  func describe(
    _ tree: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    page.field("Name", tree.name)
    page.labelsAndAnnotations(tree)
    page.line("Role:")
    page.field("Kind", tree.text("roleRef", "kind"), level: 1)
    page.field("Name", tree.text("roleRef", "name"), level: 1)
    page.line("Subjects:")
    page.line("Kind\tName\tNamespace", level: 1)
    page.line("----\t----\t---------", level: 1)
    for subject in tree.items("subjects") {
      page.line(
        "\(subject.text("kind"))\t\(subject.text("name"))\t\(subject.text("namespace"))", level: 1)
    }
  }
}
