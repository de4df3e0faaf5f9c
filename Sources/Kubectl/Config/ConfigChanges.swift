import Cluster
import Resources
import Tree

/// `kubectl config delete-context`, `delete-cluster` and `delete-user`.
struct ConfigDeleteVerb: Verb {
  /// `context`, `cluster` or `user`.
  let noun: String
  var path: [String] { ["config", "delete-" + noun] }
  var arguments: String { "NAME [options]" }
  var summary: Text {
    Text("Delete the specified \(noun) from the kubeconfig.", "从 kubeconfig 中删除指定的条目。")
  }

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    guard flags.positional.count == 1, let name = flags.positional.first else {
      Help.print(path, &kubectl.system)
      return 0
    }
    var configuration = try Configuration.read(&kubectl.system, flags)
    let file = Configuration.file(flags)
    guard configuration.entry(noun, name) != nil else {
      throw kubectl.fail("cannot delete \(noun) \(name), not in \(file)")
    }
    if noun == "context", configuration.currentContext == name {
      kubectl.warn(
        "warning: this removed your active context, use \"kubectl config use-context\" to select a different one"
      )
    }
    configuration.set(noun, name, nil)
    configuration.write(&kubectl.system, flags)
    kubectl.print("deleted \(noun) \(name) from \(file)")
    return 0
  }
}

/// `kubectl config rename-context`.
struct ConfigRenameVerb: Verb {
  let path = ["config", "rename-context"]
  let arguments = "CONTEXT_NAME NEW_NAME [options]"
  let summary = Text("Rename a context from the kubeconfig file.", "重命名 kubeconfig 中的上下文。")

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    guard flags.positional.count == 2 else {
      Help.print(path, &kubectl.system)
      return 0
    }
    let (old, new) = (flags.positional[0], flags.positional[1])
    var configuration = try Configuration.read(&kubectl.system, flags)
    let file = Configuration.file(flags)
    guard let context = configuration.entry("context", old) else {
      throw kubectl.fail("cannot rename the context \(goQuoted(old)), it's not in \(file)")
    }
    if configuration.entry("context", new) != nil {
      throw kubectl.fail(
        "cannot rename the context \(goQuoted(old)), the context \(goQuoted(new)) already exists in \(file)"
      )
    }
    configuration.set("context", old, nil)
    configuration.set("context", new, context)
    if configuration.currentContext == old {
      configuration.tree["current-context"] = .string(new)
    }
    configuration.write(&kubectl.system, flags)
    kubectl.print("Context \(goQuoted(old)) renamed to \(goQuoted(new)).")
    return 0
  }
}

/// `kubectl config set-cluster` and `set-credentials`: fields of an entry from flags.
struct ConfigEntryVerb: Verb {
  let path: [String]
  let noun: String
  let title: String
  let summary: Text
  /// Flags and the fields that they set.
  private let fields: [(flag: String, field: String)]

  var arguments: String { "NAME [options]" }
  var flags: [FlagSpec] { [FlagSpec("embed-certs", nil, .bool), FlagSpec("proxy-url")] }

  static let cluster = ConfigEntryVerb(
    path: ["config", "set-cluster"], noun: "cluster", title: "Cluster",
    summary: Text("Set a cluster entry in kubeconfig.", "设置 kubeconfig 中的集群。"),
    fields: [
      ("server", "server"), ("certificate-authority", "certificate-authority"),
      ("insecure-skip-tls-verify", "insecure-skip-tls-verify"),
      ("tls-server-name", "tls-server-name"), ("proxy-url", "proxy-url"),
    ])

  static let user = ConfigEntryVerb(
    path: ["config", "set-credentials"], noun: "user", title: "User",
    summary: Text("Set a user entry in kubeconfig.", "设置 kubeconfig 中的用户。"),
    fields: [
      ("token", "token"), ("username", "username"), ("password", "password"),
      ("client-certificate", "client-certificate"), ("client-key", "client-key"),
    ])

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    guard flags.positional.count == 1, let name = flags.positional.first else {
      Help.print(path, &kubectl.system)
      throw kubectl.fail("Unexpected args: [\(flags.positional.joined(separator: " "))]")
    }
    var configuration = try Configuration.read(&kubectl.system, flags)
    var entry = configuration.entry(noun, name) ?? .emptyObject
    for (flag, field) in fields where flags.isSet(flag) {
      let text = flags.string(flag)
      entry[field] = FlagText.bool(text).map { .bool($0) } ?? .string(text)
    }
    configuration.set(noun, name, entry)
    configuration.write(&kubectl.system, flags)
    kubectl.print("\(title) \(goQuoted(name)) set.")
    return 0
  }
}

/// `kubectl config set` and `unset`: one field by its path.
struct ConfigPropertyVerb: Verb {
  let sets: Bool
  var path: [String] { ["config", sets ? "set" : "unset"] }
  var arguments: String { sets ? "PROPERTY_NAME PROPERTY_VALUE [options]" : "PROPERTY_NAME" }
  let flags = [FlagSpec("set-raw-bytes", nil, .bool)]
  var summary: Text {
    sets
      ? Text("Set an individual value in a kubeconfig file.", "设置 kubeconfig 中的单个值。")
      : Text("Unset an individual value in a kubeconfig file.", "删除 kubeconfig 中的单个值。")
  }

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    let words = flags.positional
    guard words.count == (sets ? 2 : 1) else {
      Help.print(path, &kubectl.system)
      throw kubectl.fail("Unexpected args: [\(words.joined(separator: " "))]")
    }
    var configuration = try Configuration.read(&kubectl.system, flags)
    let value = sets ? FlagText.bool(words[1]).map { .bool($0) } ?? .string(words[1]) : Value?.none
    let parts = words[0].split(separator: ".").map(String.init)
    switch (parts.first, parts.count) {
    case ("current-context", 1): configuration.tree["current-context"] = value ?? ""
    case ("clusters", 2...), ("contexts", 2...), ("users", 2...):
      let noun = String(parts[0].dropLast())
      var entry = configuration.entry(noun, parts[1])
      if parts.count == 2 {
        entry = nil
      } else {
        var changed = entry ?? .emptyObject
        changed.set(parts.dropFirst(2), to: value)
        entry = changed
      }
      configuration.set(noun, parts[1], entry)
    default: throw kubectl.fail("unable to parse \(words[0]) after [] at api.Config")
    }
    configuration.write(&kubectl.system, flags)
    kubectl.print("Property \(goQuoted(words[0])) \(sets ? "set" : "unset").")
    return 0
  }
}
