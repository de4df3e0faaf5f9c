import Cluster
import Resources
import Tree

/// The entries of a ConfigMap or Secret, from literals and files.
struct KeyedSources {
  /// `ConfigMap` or `Secret`, for messages.
  let kind: String
  let name: String
  private(set) var entries: [(key: String, text: String)] = []

  init(_ kind: String, _ name: String) {
    self.kind = kind
    self.name = name
  }

  static let flags = [
    FlagSpec(
      "from-file", nil, .stringList, help: Text("A file, or KEY=FILE.", "文件，或 键=文件。")),
    FlagSpec("from-literal", nil, .stringArray, help: Text("KEY=VALUE.", "键=值。")),
    FlagSpec(
      "from-env-file", nil, .stringList,
      help: Text("A file of lines KEY=VALUE.", "由 键=值 行组成的文件。")),
  ]

  mutating func read(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) {
    let files = flags.list("from-file")
    let literals = flags.list("from-literal")
    let environments = flags.list("from-env-file")
    if !environments.isEmpty, !files.isEmpty || !literals.isEmpty {
      throw kubectl.fail("from-env-file cannot be combined with from-file or from-literal")
    }
    if kind == "ConfigMap" {
      for file in files { try addFile(file, &kubectl) }
      for literal in literals { try addLiteral(literal, kubectl) }
    } else {
      for literal in literals { try addLiteral(literal, kubectl) }
      for file in files { try addFile(file, &kubectl) }
    }
    for file in environments { try addEnvironment(file, &kubectl) }
  }

  private mutating func addLiteral(_ source: String, _ kubectl: Session) throws(Halt) {
    guard let equals = source.firstIndex(of: "="), equals != source.startIndex else {
      throw kubectl.fail("invalid literal source \(source), expected key=value")
    }
    let text = String(source[source.index(after: equals)...])
    try add(String(source[..<equals]), text, kubectl)
  }

  private mutating func addFile(_ source: String, _ kubectl: inout Session) throws(Halt) {
    let parts = source.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
    var key = parts[0]
    var file = parts[0]
    if parts.count > 2 {
      throw kubectl.fail("key names or file paths cannot contain '='")
    } else if parts.count == 2 {
      file = parts[1]
      if key.isEmpty { throw kubectl.fail("key name for file path \(file) missing") }
      if file.isEmpty { throw kubectl.fail("file path for key name \(key) missing") }
      if try isFolder(file, &kubectl) {
        throw kubectl.fail("cannot give a key name for a directory path")
      }
    } else if try isFolder(file, &kubectl) {
      return try addFolder(file, &kubectl)
    } else {
      key = file.split(separator: "/").last.map(String.init) ?? file
    }
    try add(key, try text(of: file, &kubectl), kubectl)
  }

  private func isFolder(_ path: String, _ kubectl: inout Session) throws(Halt) -> Bool {
    switch try kubectl.system.find(path) {
    case .folder, .missing("is a directory"): true
    default: false
    }
  }

  /// Every file of a folder whose name can be a key.
  private mutating func addFolder(_ folder: String, _ kubectl: inout Session) throws(Halt) {
    for (name, isFolder) in try kubectl.system.entries(in: folder)
    where !isFolder && NameRules.configMapKey(name).isEmpty {
      let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
      try add(name, try text(of: path, &kubectl), kubectl)
    }
  }

  private func text(of file: String, _ kubectl: inout Session) throws(Halt) -> String {
    do throws(Halt) { return try kubectl.system.readFile(file) } catch {
      guard case .exit = error else { throw error }
      throw kubectl.fail("error reading \(file): no such file or directory")
    }
  }

  private mutating func addEnvironment(_ file: String, _ kubectl: inout Session) throws(Halt) {
    for line in try text(of: file, &kubectl).split(whereSeparator: \.isNewline) {
      let text = line.drop { $0.isWhitespace }
      if text.isEmpty || text.hasPrefix("#") { continue }
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let key = String(parts[0])
      let problems = NameRules.envVarName(key)
      if !problems.isEmpty {
        throw kubectl.fail(
          "\(goQuoted(key)) is not a valid key name: \(problems.joined(separator: ";"))")
      }
      // A name alone takes its value from kubectl's own environment, which is empty here.
      try add(key, parts.count > 1 ? String(parts[1]) : "", kubectl)
    }
  }

  private mutating func add(_ key: String, _ text: String, _ kubectl: Session) throws(Halt) {
    let problems = NameRules.configMapKey(key)
    if !problems.isEmpty {
      let list = problems.joined(separator: ",")
      throw kubectl.fail(
        kind == "ConfigMap"
          ? "\(goQuoted(key)) is not a valid key name for a ConfigMap: \(list)"
          : "\(goQuoted(key)) is not valid key name for a Secret \(list)")
    }
    if entries.contains(where: { $0.key == key }) {
      throw kubectl.fail(
        kind == "ConfigMap"
          ? "cannot add key \(goQuoted(key)), another key by that name already exists in Data for ConfigMap \(goQuoted(name))"
          : "cannot add key \(key), another key by that name already exists")
    }
    entries.append((key, text))
  }
}
