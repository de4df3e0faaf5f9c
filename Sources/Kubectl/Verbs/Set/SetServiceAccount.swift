import Cluster
import Resources
import Tree

/// `kubectl set serviceaccount`.
struct SetServiceAccount: Verb {
  let path = ["set", "serviceaccount"]
  let aliases = ["sa"]
  let summary = Text("Change the account of a pod template.", "更改 Pod 模板的服务账号。")
  let arguments = "(-f FILENAME | TYPE NAME) SERVICE_ACCOUNT"
  let flags = FlagSpec.setting

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    var words = flags.positional
    guard let account = words.popLast() else { throw kubectl.fail("serviceaccount is required") }
    var (targets, problems) = try kubectl.settable(words, flags)
    problems += try kubectl.alter(
      targets, flags, operation: "serviceaccount updated",
      refusal: "failed to patch ServiceAccountName "
    ) { tree, target in
      guard let spec = PodTemplatePlace.spec(target.resource) else {
        return PodTemplatePlace.refusal(target, flags)
      }
      var wanted = tree
      // The older name of the field is the server's to keep.
      let members =
        flags.bool("local") ? ["serviceAccountName"] : ["serviceAccountName", "serviceAccount"]
      for member in members { wanted.set((spec + [member])[...], to: .string(account)) }
      return .changed(wanted)
    }
    if let halt = Problem.halt(problems) { throw halt }
    return 0
  }
}
