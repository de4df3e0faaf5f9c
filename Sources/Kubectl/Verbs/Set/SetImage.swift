import Cluster
import Resources
import Tree

/// `kubectl set image`.
struct SetImage: Verb {
  let path = ["set", "image"]
  let summary = Text("Change the images of a pod template.", "更改 Pod 模板的镜像。")
  let arguments =
    "(-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N"
  let flags = FlagSpec.setting

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    let words = try PairArguments(flags.positional, "image", kubectl)
    if words.objects.isEmpty, !flags.hasFiles {
      throw kubectl.fail(TargetQuery.missing)
    }
    var (targets, problems) = try kubectl.settable(words.objects, flags)
    if words.assigned.isEmpty { throw kubectl.fail("at least one image update is required") }
    if words.assigned.count > 1, words.assigned.contains(where: { $0.key == "*" }) {
      throw kubectl.fail(
        "all containers are already specified by *, but saw more than one container_name=container_image pairs"
      )
    }
    problems += try kubectl.alter(
      targets, flags, operation: "image updated",
      refusal: "failed to patch image update to pod template: "
    ) { tree, target in
      guard let spec = PodTemplatePlace.spec(target.resource) else {
        return PodTemplatePlace.refusal(target, flags)
      }
      var wanted = tree
      var missing: [Problem] = []
      for (name, image) in words.assigned {
        let count = wanted.changeContainers(spec, where: { name == "*" || $0 == name }) {
          $0["image"] = .string(image)
        }
        if count == 0 {
          missing.append(.message("error: unable to find container named \(goQuoted(name))"))
        }
      }
      return .changed(wanted, missing)
    }
    if let halt = Problem.halt(problems) { throw halt }
    return 0
  }
}
