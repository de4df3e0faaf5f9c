import Cluster
import Resources
import Tree

/// `kubectl config view`.
struct ConfigViewVerb: Verb {
  let path = ["config", "view"]
  let summary = Text("Display merged kubeconfig settings.", "显示 kubeconfig 的内容。")
  let flags =
    [
      FlagSpec("flatten", nil, .bool), FlagSpec("merge", nil, .bool, default: "true"),
      FlagSpec("minify", nil, .bool, help: Text("Only the current context.", "仅当前上下文。")),
      FlagSpec("raw", nil, .bool),
    ] + FlagSpec.output

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    if !flags.positional.isEmpty {
      throw usageError("unexpected arguments: [\(flags.positional.joined(separator: " "))]")
    }
    var configuration = try Configuration.read(&kubectl.system, flags)
    if !flags.bool("raw") { configuration.redact() }
    if flags.bool("minify") { configuration.minify() }
    let format = try kubectl.outputFormat(flags)
    try kubectl.printObject(
      configuration.tree, format.isStandard ? .yaml : format, flags)
    return 0
  }
}

struct ConfigCurrentContextVerb: Verb {
  let path = ["config", "current-context"]
  let summary = Text("Display the current-context.", "显示当前上下文。")

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    let name = try Configuration.read(&kubectl.system, flags).currentContext
    if name.isEmpty { throw kubectl.fail("current-context is not set") }
    kubectl.print(name)
    return 0
  }
}

/// `kubectl config get-contexts`, `get-clusters`, `get-users`.
struct ConfigListVerb: Verb {
  let path: [String]
  let summary: Text
  var flags: [FlagSpec] {
    [FlagSpec("no-headers", nil, .bool), FlagSpec("output", "o", help: Text("name.", "name。"))]
  }

  static let contexts = ConfigListVerb(
    path: ["config", "get-contexts"],
    summary: Text("Describe one or many contexts.", "列出上下文。"))
  static let clusters = ConfigListVerb(
    path: ["config", "get-clusters"],
    summary: Text("Display clusters defined in the kubeconfig.", "列出 kubeconfig 中的集群。"))
  static let users = ConfigListVerb(
    path: ["config", "get-users"],
    summary: Text("Display users defined in the kubeconfig.", "列出 kubeconfig 中的用户。"))

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    let output = flags.string("output")
    if path[1] == "get-contexts", !["", "name", "wide"].contains(output) {
      throw kubectl.fail(
        "--output \(output) is not available in kubectl config get-contexts; resetting to default output format"
      )
    }
    let configuration = try Configuration.read(&kubectl.system, flags)
    guard path[1] == "get-contexts" else {
      let key = path[1] == "get-users" ? "users" : "clusters"
      kubectl.print("NAME")
      let names = (configuration.tree[key]?.array ?? []).compactMap { $0["name"]?.string }
      for name in names.sortedByBytes() { kubectl.print(name) }
      return 0
    }
    let known = (configuration.tree["contexts"]?.array ?? []).compactMap { $0["name"]?.string }
    let wanted = flags.positional.isEmpty ? known.sortedByBytes() : flags.positional
    var rows: [[String]] = []
    var problems: [Problem] = []
    for name in wanted {
      guard let context = configuration.context(name) else {
        problems.append(.message("context \(name) not found"))
        continue
      }
      if flags.string("output") == "name" {
        kubectl.print(name)
        continue
      }
      rows.append([
        name == configuration.currentContext ? "*" : "", name, context.text("cluster"),
        context.text("user"), context.text("namespace"),
      ])
    }
    if flags.string("output") != "name" {
      if !flags.bool("no-headers") {
        rows.insert(["CURRENT", "NAME", "CLUSTER", "AUTHINFO", "NAMESPACE"], at: 0)
      }
      kubectl.write(TableWriter.text(rows))
    }
    if let halt = Problem.halt(problems) { throw halt }
    return 0
  }
}

struct ConfigUseContextVerb: Verb {
  let path = ["config", "use-context"]
  let aliases = ["use"]
  let arguments = "CONTEXT_NAME [options]"
  let summary = Text("Set the current-context in a kubeconfig file.", "切换当前上下文。")

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    guard flags.positional.count == 1, let name = flags.positional.first else {
      Help.print(path, &kubectl.system)
      throw .exit(1, "error: Unexpected args: [\(flags.positional.joined(separator: " "))]")
    }
    var configuration = try Configuration.read(&kubectl.system, flags)
    guard configuration.context(name) != nil else {
      throw kubectl.fail("no context exists with the name: \(goQuoted(name))")
    }
    configuration.tree["current-context"] = .string(name)
    configuration.write(&kubectl.system, flags)
    kubectl.print("Switched to context \(goQuoted(name)).")
    return 0
  }
}

struct ConfigSetContextVerb: Verb {
  let path = ["config", "set-context"]
  let arguments = "[NAME | --current] [--cluster=CLUSTER] [--user=USER] [--namespace=NAMESPACE]"
  let summary = Text("Set a context entry in kubeconfig.", "设置 kubeconfig 中的一个上下文。")
  let flags = [FlagSpec("current", nil, .bool, help: Text("The current context.", "当前上下文。"))]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    var configuration = try Configuration.read(&kubectl.system, flags)
    if flags.positional.count > 1 {
      throw kubectl.fail("Unexpected args: [\(flags.positional.joined(separator: " "))]")
    }
    var name = flags.positional.first ?? ""
    if flags.bool("current") {
      if !name.isEmpty {
        throw kubectl.fail("you cannot specify both a context name and --current")
      }
      name = configuration.currentContext
      if name.isEmpty { throw kubectl.fail("no current context is set") }
    }
    if name.isEmpty {
      throw kubectl.fail("you must specify a non-empty context name or --current")
    }
    let isNew = configuration.context(name) == nil
    var context = configuration.context(name) ?? .emptyObject
    for key in ["cluster", "user", "namespace"] where flags.isSet(key) {
      let value = flags.string(key)
      context[key] = value.isEmpty ? nil : .string(value)
    }
    configuration.set("context", name, context)
    configuration.write(&kubectl.system, flags)
    kubectl.print("Context \(goQuoted(name)) \(isNew ? "created" : "modified").")
    return 0
  }
}
