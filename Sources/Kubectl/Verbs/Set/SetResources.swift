import Cluster
import Resources
import Tree

/// `kubectl set resources`.
struct SetResources: Verb {
  let path = ["set", "resources"]
  let summary = Text("Change what containers may use and ask for.", "更改容器的资源限制与请求。")
  let arguments = "(-f FILENAME | TYPE NAME)  ([--limits=LIMITS & --requests=REQUESTS]"
  let flags =
    FlagSpec.setting
    + [
      FlagSpec("containers", "c", default: "*", help: Text("Names, or *.", "容器名称，或 *。")),
      FlagSpec("limits", help: Text("cpu=…,memory=…", "cpu=…,memory=…")),
      FlagSpec("requests", help: Text("cpu=…,memory=…", "cpu=…,memory=…")),
    ]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    if flags.positional.isEmpty, !flags.hasFiles {
      throw kubectl.fail(TargetQuery.missing)
    }
    var (targets, problems) = try kubectl.settable(flags.positional, flags)
    if flags.string("limits").isEmpty, flags.string("requests").isEmpty {
      throw kubectl.fail(
        "you must specify an update to requests or limits (in the form of --requests/--limits)")
    }
    let limits = try amounts(flags.string("limits"), kubectl)
    let requests = try amounts(flags.string("requests"), kubectl)
    let pattern = flags.string("containers")
    problems += try kubectl.alter(
      targets, flags, operation: "resource requirements updated",
      refusal: "failed to patch resources update to pod template "
    ) { tree, target in
      guard let spec = PodTemplatePlace.spec(target.resource) else {
        return PodTemplatePlace.refusal(target, flags)
      }
      var wanted = tree
      let count = wanted.changeContainers(
        spec, includingInit: false, where: { pattern == "*" || $0 == pattern }
      ) { container in
        for (list, values) in [("limits", limits), ("requests", requests)] {
          for (name, value) in values { container.set("resources", list, name, to: value) }
        }
      }
      return count > 0
        ? .changed(wanted) : .failed([.message("error: unable to find container named \(pattern)")])
    }
    if let halt = Problem.halt(problems) { throw halt }
    return 0
  }

  private func amounts(_ text: String, _ kubectl: Session) throws(Halt) -> Fields {
    var found = Fields()
    for pair in text.split(separator: ",") {
      let parts = pair.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2 else {
        throw kubectl.fail("Invalid argument syntax \(pair), expected <resource>=<value>")
      }
      do throws(QuantityError) {
        found[parts[0]] = try Quantity(parsing: parts[1]).tree
      } catch { throw kubectl.fail(error.description) }
    }
    return found
  }
}
