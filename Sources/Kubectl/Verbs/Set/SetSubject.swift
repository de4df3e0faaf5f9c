import Cluster
import Resources
import Tree

/// `kubectl set subject`.
struct SetSubject: Verb {
  let path = ["set", "subject"]
  let summary = Text("Add subjects to a role binding.", "为角色绑定添加主体。")
  let arguments =
    "(-f FILENAME | TYPE NAME) [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]"
  let flags =
    FlagSpec.setting
    + [
      FlagSpec("user", nil, .stringArray), FlagSpec("group", nil, .stringArray),
      FlagSpec("serviceaccount", nil, .stringArray),
    ]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    var subjects: [Value] = []
    for (flag, kind) in [("user", "User"), ("group", "Group")] {
      for name in flags.list(flag) {
        subjects.append([
          "apiGroup": "rbac.authorization.k8s.io", "kind": .string(kind), "name": .string(name),
        ])
      }
    }
    for account in flags.list("serviceaccount") {
      subjects.append(try CreateRoleBinding.account(account, kubectl))
    }
    if flags.positional.isEmpty, !flags.hasFiles {
      throw kubectl.fail(TargetQuery.missing)
    }
    var (targets, problems) = try kubectl.settable(flags.positional, flags)
    if subjects.isEmpty {
      throw kubectl.fail("you must specify at least one value of user, group or serviceaccount")
    }
    let added = subjects
    problems += try kubectl.alter(
      targets, flags, operation: "subjects updated",
      refusal: "failed to patch subjects to rolebinding: "
    ) { tree, target in
      guard ["rolebindings", "clusterrolebindings"].contains(target.resource.plural) else {
        return .failed([
          .message("setting subjects is only supported for RoleBinding/ClusterRoleBinding")
        ])
      }
      var wanted = tree
      var all = tree["subjects"]?.array ?? []
      for subject in added where !all.contains(subject) { all.append(subject) }
      wanted["subjects"] = .array(all)
      return .changed(wanted)
    }
    if let halt = Problem.halt(problems) { throw halt }
    return 0
  }
}
