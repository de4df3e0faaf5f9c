import Cluster
import Resources
import Tree

/// `kubectl set env`.
struct SetEnv: Verb {
  let path = ["set", "env"]
  let summary = Text("Change the environment variables of a pod template.", "更改 Pod 模板的环境变量。")
  let arguments = "RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N"
  let flags =
    FlagSpec.setting
    + [
      FlagSpec("containers", "c", default: "*", help: Text("Names, or *.", "容器名称，或 *。")),
      FlagSpec("env", "e", .stringArray), FlagSpec("from"), FlagSpec("prefix"),
      FlagSpec("keys", nil, .stringList), FlagSpec.overwriteByDefault,
      FlagSpec("list", nil, .bool, help: Text("Show the variables.", "显示环境变量。")),
      FlagSpec("resolve", nil, .bool),
    ]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    let words = try PairArguments(flags.positional + flags.list("env"), "environment", kubectl)
    if words.objects.isEmpty, !flags.hasFiles {
      throw kubectl.fail(
        "one or more resources must be specified as <resource> <name> or <resource>/<name>")
    }
    if !flags.list("keys").isEmpty, flags.string("from").isEmpty {
      throw kubectl.fail(
        "when specifying --keys, a configmap or secret must be provided with --from")
    }
    let copied = try variables(flags, &kubectl)
    var (targets, problems) = try kubectl.settable(words.objects, flags)
    if flags.bool("list") {
      for target in targets { try list(target, flags, &kubectl) }
    } else {
      for target in targets { warn(target, flags, &kubectl) }
      problems += try kubectl.alter(
        targets, flags, operation: "env updated",
        refusal: "failed to patch env update to pod template: "
      ) { tree, target in change(tree, target, words, copied, flags) }
    }
    if let halt = Problem.halt(problems) { throw halt }
    return 0
  }

  private func isChosen(_ name: String, _ flags: ParsedFlags) -> Bool {
    let pattern = flags.string("containers")
    if pattern.hasSuffix("*") { return name.hasPrefix(pattern.dropLast()) }
    return name == pattern
  }

  private func change(
    _ tree: Value, _ target: Target, _ words: PairArguments, _ copied: [Value],
    _ flags: ParsedFlags
  ) -> Alteration {
    guard let spec = PodTemplatePlace.spec(target.resource) else {
      return PodTemplatePlace.refusal(target, flags)
    }
    var clashes: [Problem] = []
    var wanted = tree
    _ = wanted.changeContainers(spec, where: { isChosen($0, flags) }) { container in
      var variables = container["env"]?.array ?? []
      let new =
        copied + words.assigned.map { ["name": .string($0.key), "value": .string($0.value)] }
      for variable in new {
        if let place = variables.firstIndex(where: { $0["name"] == variable["name"] }) {
          if !flags.bool("overwrite"), variables[place] != variable {
            let name = variable["name"]?.string ?? ""
            clashes.append(
              .message(
                "\(target.objectName) '\(name)' already has a value (\(variables[place]["value"]?.string ?? "")), and --overwrite is false"
              ))
          }
          variables[place] = variable
        } else {
          variables.append(variable)
        }
      }
      variables.removeAll { words.removed.contains($0["name"]?.string ?? "") }
      container["env"] = variables.isEmpty ? nil : .array(variables)
    }
    return clashes.isEmpty ? .changed(wanted) : .failed(clashes)
  }

  /// The variables that `--from` takes over from a ConfigMap or Secret.
  private func variables(
    _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> [Value] {
    let source = flags.string("from")
    if source.isEmpty { return [] }
    let parts = source.split(separator: "/").map(String.init)
    if parts.count == 1 { _ = try kubectl.kind(named: parts[0]) }
    guard parts.count == 2 else {
      throw kubectl.fail("there is no need to specify a resource type as a separate argument")
    }
    let kind = try kubectl.kind(named: parts[0])
    let resource = kubectl.resource(kind)
    let reference: String
    switch resource.groupResource {
    case "configmaps": reference = "configMapKeyRef"
    case "secrets": reference = "secretKeyRef"
    default: throw kubectl.fail("unsupported resource specified in --from")
    }
    let get = Request(.get, kind, namespace: kubectl.namespace, name: parts[1])
    let data = try kubectl.demand(get).tree?["data"]?.object ?? Fields()
    let wanted = flags.list("keys")
    let chosen = data.names.filter { wanted.isEmpty || wanted.contains($0) }
    var found: [Value] = []
    for key in chosen {
      let name = String(
        key.uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
      if name != key { kubectl.warn("Warning: key \(key) transferred to \(name)") }
      found.append([
        "name": .string(flags.string("prefix") + name),
        "valueFrom": [reference: ["key": .string(key), "name": .string(parts[1])]],
      ])
    }
    return found
  }

  private func warn(_ target: Target, _ flags: ParsedFlags, _ kubectl: inout Session) {
    guard let spec = PodTemplatePlace.spec(target.resource),
      let tree = target.record?.tree ?? target.tree
    else { return }
    let names = ["initContainers", "containers"].flatMap { tree[spec + [$0]]?.array ?? [] }
      .map { $0["name"]?.string ?? "" }
    if names.contains(where: { isChosen($0, flags) }) { return }
    kubectl.warn(
      "Warning: \(target.resource.kind)/\(target.name) does not have any containers matching \(goQuoted(flags.string("containers")))"
    )
  }

  /// The value that a reference stands for; nil where it cannot be had.
  private func resolved(
    _ variable: Value, _ target: Target, _ kubectl: inout Session
  ) throws(Halt) -> String? {
    let name = variable["name"]?.string ?? ""
    for (reference, plural) in [("configMapKeyRef", "configmaps"), ("secretKeyRef", "secrets")] {
      guard let wanted = variable["valueFrom"]?[reference],
        let kind = kubectl.lookUpKind(plural)
      else { continue }
      let get = Request(
        .get, kind, namespace: target.namespace, name: wanted["name"]?.string ?? "")
      let data = try kubectl.demand(get).tree?["data"]?[wanted["key"]?.string ?? ""]?.string
      let plain =
        plural == "secrets"
        ? data.flatMap { Base64.decoded($0) }.map { String(decoding: $0, as: UTF8.self) } : data
      return plain.map { "\(name)=\($0)" }
    }
    return nil
  }

  private func list(
    _ target: Target, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) {
    guard let spec = PodTemplatePlace.spec(target.resource),
      let tree = target.record?.tree ?? target.tree
    else {
      return
    }
    for part in ["initContainers", "containers"] {
      for container in tree[spec + [part]]?.array ?? [] {
        let name = container["name"]?.string ?? ""
        if !isChosen(name, flags) { continue }
        kubectl.print("# \(target.resource.kind) \(target.name), container \(name)")
        for variable in container["env"]?.array ?? [] {
          let isAsked = flags.bool("resolve") && variable["valueFrom"] != nil
          let found = isAsked ? try resolved(variable, target, &kubectl) : nil
          kubectl.print(found ?? EnvironmentText.line(variable))
        }
      }
    }
  }
}

/// One variable of a container as `set env --list` shows it.
enum EnvironmentText {
  static func line(_ variable: Value) -> String {
    let name = variable["name"]?.string ?? ""
    guard let source = variable["valueFrom"] else {
      return "\(name)=\(variable["value"]?.string ?? "")"
    }
    if let key = source["configMapKeyRef"] {
      return
        "# \(name) from configmap \(key["name"]?.string ?? ""), key \(key["key"]?.string ?? "")"
    }
    if let key = source["secretKeyRef"] {
      return "# \(name) from secret \(key["name"]?.string ?? ""), key \(key["key"]?.string ?? "")"
    }
    if let field = source["fieldRef"] {
      return "# \(name) from field path \(field["fieldPath"]?.string ?? "")"
    }
    let resource = source["resourceFieldRef"]
    return "# \(name) from resource \(resource?["resource"]?.string ?? "")"
  }
}

extension FlagSpec {
  static let overwriteByDefault = FlagSpec("overwrite", nil, .bool, default: "true")
}
