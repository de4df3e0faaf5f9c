import Cluster
import Resources
import Tree

/// The texts of `--help`: short ones of our own, in the reader's language.
enum Help {
  static func print(_ path: [String], _ system: inout System) {
    let language = system.context.language
    if let verb = CommandTree.verb(path) {
      system.print(text(of: verb, language))
    } else {
      system.print(text(ofGroup: path, language))
    }
  }

  private static func text(of verb: any Verb, _ language: Language) -> String {
    let isEnglish = language == .english
    var lines = [verb.summary[language], ""]
    let below = Kubectl.verbs.filter {
      $0.path.count > verb.path.count && $0.path.starts(with: verb.path)
    }
    if !below.isEmpty {
      lines.append(isEnglish ? "Available Commands:" : "可用命令：")
      lines += columns(below.map { ($0.path.last ?? "", $0.summary[language]) }) + [""]
    }
    let flags = verb.flags.filter { $0.help != .none }
    if !flags.isEmpty {
      lines.append(isEnglish ? "Options:" : "选项：")
      lines += columns(flags.map { ($0.title, $0.help[language]) }) + [""]
    }
    lines += [
      isEnglish ? "Usage:" : "用法：", "  \(verb.title) \(verb.arguments)", "",
      isEnglish
        ? "Use \"kubectl options\" for a list of global command-line options (applies to all commands)."
        : "使用 \"kubectl options\" 查看适用于所有命令的全局选项。",
    ]
    return lines.joined(separator: "\n")
  }

  private static func text(ofGroup path: [String], _ language: Language) -> String {
    let isEnglish = language == .english
    var seen: [String] = []
    var rows: [(String, String)] = []
    for verb in Kubectl.verbs where verb.path.count > path.count && verb.path.starts(with: path) {
      let word = verb.path[path.count]
      if seen.contains(word) { continue }
      seen.append(word)
      let isLeaf = verb.path.count == path.count + 1
      rows.append((word, isLeaf ? verb.summary[language] : ""))
    }
    rows.sort { $0.0.precedes($1.0) }
    if let group = groups.first(where: { $0.path == path }) {
      return text(of: group, rows, language)
    }
    let title = (["kubectl"] + path).joined(separator: " ")
    return
      ([
        path.isEmpty
          ? (isEnglish
            ? "kubectl controls the Kubernetes cluster manager." : "kubectl 用于操作 Kubernetes 集群。")
          : title, "", isEnglish ? "Available Commands:" : "可用命令：",
      ] + columns(rows) + [
        "", isEnglish ? "Usage:" : "用法：", "  \(title) [flags] [options]", "",
        isEnglish
          ? "Use \"\(title) <command> --help\" for more information about a given command."
          : "使用 \"\(title) <命令> --help\" 查看某个命令的更多信息。",
      ]).joined(separator: "\n")
  }

  /// Words that only lead to commands and say what these have in common.
  private struct Group {
    let path: [String]
    let about: Text
    let arguments: String
  }

  private static let groups = [
    Group(
      path: ["create", "secret"],
      about: Text(
        """
        Create a secret with specified type.

         A docker-registry type secret is for accessing a container registry.

         A generic type secret indicate an Opaque secret type.

         A tls type secret holds TLS certificate and its associated key.
        """,
        """
        创建指定类型的 Secret。

         docker-registry 类型用于访问镜像仓库。

         generic 类型即 Opaque。

         tls 类型保存 TLS 证书及其私钥。
        """),
      arguments: "(docker-registry | generic | tls) [options]")
  ]

  private static func text(
    of group: Group, _ rows: [(String, String)], _ language: Language
  ) -> String {
    let isEnglish = language == .english
    let title = (["kubectl"] + group.path).joined(separator: " ")
    return
      ([group.about[language], "", isEnglish ? "Available Commands:" : "可用命令："] + columns(rows) + [
        "", isEnglish ? "Usage:" : "用法：", "  \(title) \(group.arguments)", "",
        isEnglish
          ? "Use \"\(title) <command> --help\" for more information about a given command."
          : "使用 \"\(title) <命令> --help\" 查看某个命令的更多信息。",
        isEnglish
          ? "Use \"kubectl options\" for a list of global command-line options (applies to all commands)."
          : "使用 \"kubectl options\" 查看适用于所有命令的全局选项。",
      ]).joined(separator: "\n")
  }

  private static func columns(_ rows: [(String, String)]) -> [String] {
    let width = rows.map(\.0.count).max() ?? 0
    return rows.map { name, text in
      let padding = String(repeating: " ", count: width - name.count + 2)
      return text.isEmpty ? "  \(name)" : "  \(name)\(padding)\(text)"
    }
  }
}
