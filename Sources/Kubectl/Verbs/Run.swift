import Cluster
import Resources
import Tree

/// `kubectl run`.
struct Run: Verb {
  let path = ["run"]
  let summary = Text("Run an image in a pod.", "在 Pod 中运行镜像。")
  let arguments =
    "NAME --image=image [--env=\"key=value\"] [--port=port] [--dry-run=server|client] [--overrides=inline-json] [--command] -- [COMMAND] [args...] [options]"
  let flags =
    [
      FlagSpec("image", help: Text("The image to run.", "要运行的镜像。")),
      FlagSpec("port", help: Text("Port that the container exposes.", "容器暴露的端口。")),
      FlagSpec("env", nil, .stringArray, help: Text("Variables NAME=VALUE.", "环境变量 名称=值。")),
      FlagSpec("labels", "l", help: Text("Labels of the pod.", "Pod 的标签。")),
      FlagSpec("annotations", nil, .stringArray, help: Text("Annotations.", "注解。")),
      FlagSpec(
        "command", nil, .bool,
        help: Text("What follows -- is the command, not its arguments.", "-- 之后是命令而非参数。")),
      FlagSpec(
        "restart", default: "Always",
        help: Text("Always, OnFailure or Never.", "Always、OnFailure 或 Never。")),
      FlagSpec(
        "expose", nil, .bool, help: Text("Also create a Service.", "同时创建 Service。")),
      FlagSpec(
        "overrides", help: Text("JSON to merge into the pod.", "合并到 Pod 中的 JSON。")),
      FlagSpec("override-type", default: "merge"),
      FlagSpec("image-pull-policy"), FlagSpec("privileged", nil, .bool),
      FlagSpec("rm", nil, .bool), FlagSpec("stdin", "i", .bool), FlagSpec("tty", "t", .bool),
      FlagSpec("attach", nil, .bool), FlagSpec("quiet", "q", .bool),
      FlagSpec("leave-stdin-open", nil, .bool), FlagSpec("grace-period", nil, .int, default: "-1"),
      FlagSpec("pod-running-timeout", nil, .duration, default: "1m0s"),
      FlagSpec("timeout", nil, .duration), FlagSpec("wait", nil, .bool),
      FlagSpec("cascade", default: "background", noOptionDefault: "background"),
      FlagSpec("force", nil, .bool), FlagSpec.saveConfig, FlagSpec.record,
    ] + FlagSpec.files + FlagSpec.writing

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    if !flags.isSet("image") { throw .failure("error: required flag(s) \"image\" not set") }
    guard let name = flags.beforeDash.first else { throw usageError("NAME is required for run") }
    let restart = try restartPolicy(flags)
    let dryRun = try kubectl.dryRun(flags)
    try check(flags, kubectl)
    _ = try DeletionOptions.propagation(flags, kubectl)
    let image = flags.string("image")
    if image.isEmpty { throw kubectl.fail("--image is required") }
    if let problem = ImageReference.problem(image) {
      throw kubectl.fail("Invalid image name \(goQuoted(image)): \(problem)")
    }
    let labels = try labels(flags, name, kubectl)
    let command = flags.afterDash ?? Array(flags.positional.dropFirst())
    var pod = try pod(name, image, labels, command, restart, flags, kubectl)
    pod = try overridden(pod, flags, kubectl)
    if kubectl.isNamespaceSet {
      pod.set("metadata", "namespace", to: .string(kubectl.namespace))
    }
    pod = ChangeCause.recorded(pod, flags, self)
    if dryRun != .client {
      if flags.bool("save-config") { pod = LastApplied.saved(pod, kubectl.kindType(of: pod)) }
      pod = try kubectl.create(pod, flags, failure: nil)
    }
    let isAttached = Self.attaches(flags) && dryRun == .none
    if flags.bool("expose") {
      var service = service(name, labels, flags)
      if kubectl.isNamespaceSet {
        service.set("metadata", "namespace", to: .string(kubectl.namespace))
      }
      if dryRun != .client { service = try kubectl.create(service, flags, failure: nil) }
      try kubectl.reportTyped(service, "created", flags)
      if case .yaml = try kubectl.outputFormat(flags) { kubectl.print("---\n---") }
    }
    if isAttached { return try stay(with: pod, flags, &kubectl) }
    try kubectl.reportTyped(pod, "created", flags)
    return 0
  }

  private func stay(
    with pod: Value, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> Int32 {
    let status: Int32
    do throws(Halt) { status = try attach(to: pod, flags, &kubectl) } catch {
      if case .exit = error, flags.bool("rm") { try remove(pod, flags, &kubectl) }
      throw error
    }
    if flags.bool("rm") { try remove(pod, flags, &kubectl) }
    return status
  }

  private func restartPolicy(_ flags: ParsedFlags) throws(Halt) -> String {
    let word = flags.string("restart")
    if word.isEmpty { return "Always" }
    guard ["Always", "OnFailure", "Never"].contains(word) else {
      throw usageError("invalid restart policy: \(word)")
    }
    return word
  }

  private func check(_ flags: ParsedFlags, _ kubectl: Session) throws(Halt) {
    let attaches = Self.attaches(flags)
    if flags.bool("rm"), !attaches {
      throw usageError("--rm should only be used for attached containers")
    }
    if flags.bool("tty"), !flags.bool("stdin") {
      throw usageError("-i/--stdin is required for containers with -t/--tty=true")
    }
    if attaches, flags.dryRun != .none {
      throw usageError(
        "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)"
      )
    }
    if flags.bool("expose"), flags.string("port").isEmpty {
      throw usageError("--port must be set when exposing a service")
    }
    if !["", "Always", "IfNotPresent", "Never"].contains(flags.string("image-pull-policy")) {
      throw usageError("invalid image pull policy: \(flags.string("image-pull-policy"))")
    }
    if flags.duration("pod-running-timeout").nanoseconds <= 0 {
      throw usageError("--pod-running-timeout must be higher than zero")
    }
  }

  private func labels(
    _ flags: ParsedFlags, _ name: String, _ kubectl: Session
  ) throws(Halt) -> Value {
    guard flags.isSet("labels"), !flags.string("labels").isEmpty else {
      return ["run": .string(name)]
    }
    var found = Fields()
    for pair in flags.string("labels").split(separator: ",", omittingEmptySubsequences: false) {
      let parts = pair.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw kubectl.fail("unexpected label spec: \(pair)")
      }
      let problems = NameRules.labelValue(parts[1])
      if !problems.isEmpty {
        throw kubectl.fail(
          "invalid label value: \(goQuoted(String(pair))): \(problems.joined(separator: ";"))")
      }
      found[parts[0]] = .string(parts[1])
    }
    return .object(found)
  }

  private func pod(
    _ name: String, _ image: String, _ labels: Value, _ command: [String], _ restart: String,
    _ flags: ParsedFlags, _ kubectl: Session
  ) throws(Halt) -> Value {
    var container: Value = ["image": .string(image), "name": .string(name), "resources": [:]]
    if !command.isEmpty {
      container[flags.bool("command") ? "command" : "args"] = .strings(command)
    }
    if !flags.string("image-pull-policy").isEmpty {
      container["imagePullPolicy"] = .string(flags.string("image-pull-policy"))
    }
    if flags.bool("stdin") {
      container["stdin"] = true
      if !flags.bool("leave-stdin-open") { container["stdinOnce"] = true }
    }
    if flags.bool("tty") { container["tty"] = true }
    if flags.bool("privileged") { container["securityContext"] = ["privileged": true] }
    var environment: [Value] = []
    for text in flags.list("env") {
      guard let equals = text.firstIndex(of: "="),
        NameRules.envVarName(String(text[..<equals])).isEmpty
      else { throw kubectl.fail("invalid env: \(text)") }
      var variable: Value = ["name": .string(String(text[..<equals]))]
      let value = String(text[text.index(after: equals)...])
      if !value.isEmpty { variable["value"] = .string(value) }
      environment.append(variable)
    }
    if !environment.isEmpty { container["env"] = .array(environment) }
    if !flags.string("port").isEmpty {
      guard let port = Int32(flags.string("port")) else {
        throw kubectl.fail(
          "strconv.Atoi: parsing \(goQuoted(flags.string("port"))): invalid syntax")
      }
      container["ports"] = [["containerPort": .int(Int64(port))]]
    }
    var tree = Value.object("v1", "Pod", name)
    tree.set("metadata", "labels", to: labels)
    let annotations = try annotations(flags, kubectl)
    if !annotations.isEmpty { tree.set("metadata", "annotations", to: .object(annotations)) }
    tree["spec"] = [
      "containers": [container], "dnsPolicy": "ClusterFirst", "restartPolicy": .string(restart),
    ]
    tree["status"] = [:]
    return tree
  }

  private func annotations(
    _ flags: ParsedFlags, _ kubectl: Session
  ) throws(Halt) -> Fields {
    var found = Fields()
    for text in flags.list("annotations") {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw kubectl.fail("invalid annotations format: \(text)")
      }
      found[String(parts[0])] = .string(String(parts[1]))
    }
    return found
  }

  private func overridden(
    _ pod: Value, _ flags: ParsedFlags, _ kubectl: Session
  ) throws(Halt) -> Value {
    let text = flags.string("overrides")
    if text.isEmpty { return pod }
    let patch: Value
    do throws(JSONError) { patch = try Value(json: text) } catch {
      throw kubectl.fail(
        flags.string("override-type") == "merge" ? "Invalid JSON Patch" : error.message)
    }
    switch flags.string("override-type") {
    case "merge":
      let merged = MergePatch.applied(patch, to: pod)
      let version = merged["apiVersion"]?.string ?? ""
      let kind = merged["kind"]?.string ?? ""
      if version != "v1" || kind != "Pod" {
        throw kubectl.fail(
          "no kind \(goQuoted(kind)) is registered for version \(goQuoted(version)) in scheme \"pkg/scheme/scheme.go:28\""
        )
      }
      return merged
    case "strategic":
      do throws(PatchError) {
        return try StrategicMerge.applied(patch, to: pod, shape: Typed<Pod>().mergeShape)
      } catch { throw kubectl.fail(error.description) }
    case "json":
      do throws(PatchError) { return try JSONPatch(patch).applied(to: pod) } catch {
        throw kubectl.fail("the overrides cannot be applied")
      }
    default:
      throw kubectl.fail("invalid override type: \(flags.string("override-type"))")
    }
  }

  private func service(_ name: String, _ labels: Value, _ flags: ParsedFlags) -> Value {
    let port = Value.int(Int64(flags.string("port")) ?? 0)
    var tree = Value.object("v1", "Service", name)
    tree["spec"] = [
      "ports": [["port": port, "protocol": "TCP", "targetPort": port]], "selector": labels,
    ]
    tree["status"] = ["loadBalancer": [:]]
    return tree
  }
}
