import Cluster
import Resources
import Tree

/// `kubectl options`: the flags that every command takes.
struct OptionsVerb: Verb {
  let path = ["options"]
  let summary = Text(
    "Print the list of flags inherited by all commands.", "列出所有命令共有的选项。")

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    kubectl.print(
      kubectl.language == .english
        ? "The following options can be passed to any command:\n" : "以下选项可用于任何命令：\n")
    for flag in FlagSpec.global where flag.name != "help" {
      let title = flag.short.map { "-\($0), --\(flag.name)" } ?? "--\(flag.name)"
      let value =
        flag.kind == .string
        ? "'\(flag.defaultValue)'" : flag.kind == .stringArray ? "[]" : flag.defaultValue
      kubectl.print("    \(title)=\(value)")
    }
    return 0
  }
}

/// `kubectl top`: needs a metrics server, which no world has.
struct TopVerb: Verb {
  let path: [String]
  let aliases: [String]
  let summary: Text
  let flags = [
    FlagSpec.allNamespaces, FlagSpec.labelSelector, FlagSpec.fieldSelector,
    FlagSpec("containers", nil, .bool), FlagSpec("no-headers", nil, .bool),
    FlagSpec("sort-by"), FlagSpec("sum", nil, .bool), FlagSpec("show-capacity", nil, .bool),
    FlagSpec("use-protocol-buffers", nil, .bool, default: "true"),
  ]

  static let node = TopVerb(
    path: ["top", "node"], aliases: ["nodes", "no"],
    summary: Text("Display resource (CPU/memory) usage of nodes.", "显示节点的资源用量。"))
  static let pod = TopVerb(
    path: ["top", "pod"], aliases: ["pods", "po"],
    summary: Text("Display resource (CPU/memory) usage of pods.", "显示 Pod 的资源用量。"))

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    let sort = flags.string("sort-by")
    if !sort.isEmpty, sort != "cpu", sort != "memory" {
      throw kubectl.fail("--sort-by accepts only cpu or memory")
    }
    _ = try kubectl.demand(Request(.get, Catalog.namespaces, name: "default"))
    throw kubectl.fail("Metrics API not available")
  }
}

/// `kubectl plugin list`: there are none.
struct PluginListVerb: Verb {
  let path = ["plugin", "list"]
  let summary = Text("List all visible plugin executables.", "列出可见的插件。")
  let flags = [FlagSpec("name-only", nil, .bool)]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    throw kubectl.fail("unable to find any kubectl plugins in your PATH")
  }
}

/// `kubectl alpha`: a group that is empty in this version.
struct AlphaVerb: Verb {
  let path = ["alpha"]
  let summary = Text("Commands for features in alpha.", "alpha 阶段功能的命令。")
  let flags: [FlagSpec] = []

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    kubectl.print("No alpha commands are available in this version of kubectl")
    return 0
  }
}

/// A command that this kubectl knows and does not have.
struct AbsentVerb: Verb {
  let path: [String]
  let reason: Text
  let summary: Text
  var flags: [FlagSpec] { [] }

  static let all: [AbsentVerb] = [
    AbsentVerb(
      path: ["completion"],
      reason: Text(
        "the prompt completes kubectl's words by itself: press Tab", "提示符自带补全：按 Tab 键即可"),
      summary: Text("Output shell completion code (not needed here).", "输出补全脚本（此处不需要）。")),
    AbsentVerb(
      path: ["cluster-info", "dump"],
      reason: Text("use describe, logs and events instead", "请改用 describe、logs 与 events"),
      summary: Text("Dump information for debugging (not available).", "转储调试信息（不支持）。")),
  ]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    let title = path.joined(separator: " ")
    throw .exit(
      2,
      kubectl.language == .english
        ? "error: kubectl \(title) is not available: \(reason.english)"
        : "error: kubectl \(title) 不可用：\(reason.chinese)")
  }
}
