import Cluster
import Tree

/// Roles and ClusterRoles: a line for every resource, verbs put together.
struct RoleDescriber: KindDescriber {
  let kinds = ["Role.rbac.authorization.k8s.io", "ClusterRole.rbac.authorization.k8s.io"]
  let showsEvents = false

  func describe(
    _ tree: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    page.field("Name", tree.name)
    page.labelsAndAnnotations(tree)
    page.line("PolicyRule:")
    page.line("Resources\tNon-Resource URLs\tResource Names\tVerbs", level: 1)
    page.line("---------\t-----------------\t--------------\t-----", level: 1)
    for line in PolicyLine.lines(of: tree.items("rules")) {
      page.line(line.cells.joined(separator: "\t"), level: 1)
    }
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
