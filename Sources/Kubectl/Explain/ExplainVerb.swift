import Cluster
import Resources
import Tree

/// `kubectl explain`: the fields of a kind, from its schema table.
struct ExplainVerb: Verb {
  let path = ["explain"]
  let arguments = "TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] [options]"
  let summary = Text("Get documentation for a resource.", "查看资源字段的文档。")
  let flags = [
    FlagSpec("api-version", help: Text("The group and version.", "API 组与版本。")),
    FlagSpec("output", "o", default: "plaintext"),
    FlagSpec("recursive", nil, .bool, help: Text("Only the names, of all levels.", "列出各级字段名。")),
  ]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    guard let word = flags.positional.first else {
      throw kubectl.fail(
        "You must specify the type of resource to explain. Use \"kubectl api-resources\" for a complete list of supported resources."
      )
    }
    if flags.positional.count > 1 {
      throw kubectl.fail("We accept only this format: explain RESOURCE")
    }
    guard ["plaintext", "plaintext-openapiv2"].contains(flags.string("output")) else {
      throw kubectl.fail(
        "unrecognized format: \(flags.string("output"))")
    }
    if word.hasPrefix(".") {
      throw kubectl.fail("invalid jsonpath syntax, first node must be field node")
    }
    var found = find(word, &kubectl)
    let version = flags.string("api-version")
    if !version.isEmpty, let kind = found?.kind {
      let named = kubectl.resource(kind)
      let other = kubectl.kinds().firstIndex {
        $0.resource.plural == named.plural && $0.resource.apiVersion == version
      }
      guard let other else {
        throw kubectl.fail(
          "couldn't find resource for \"\(version.contains("/") ? version : "/" + version), Resource=\(named.plural)\""
        )
      }
      found?.kind = other
    }
    guard let found else {
      let name = word.split(separator: ".").first.map(String.init) ?? word
      throw .exit(1, "the server doesn't have a resource type \(goQuoted(name))")
    }
    let type = kubectl.kinds()[found.kind]
    let page = Explanation(type, kubectl.language, isRecursive: flags.bool("recursive"))
    guard let text = page.text(found.path) else {
      throw kubectl.fail("field \(goQuoted(found.path.last ?? "")) does not exist")
    }
    kubectl.write(text)
    return 0
  }

  /// A kind and a path below it; a kind's group may come before the path.
  private func find(
    _ word: String, _ kubectl: inout Session
  ) -> (kind: Int, path: [String])? {
    let parts = word.split(separator: ".", omittingEmptySubsequences: true).map(String.init)
    guard let first = parts.first, let kind = kubectl.lookUpKind(first) else { return nil }
    for count in stride(from: parts.count, to: 1, by: -1) {
      let head = parts.prefix(count).joined(separator: ".")
      if let kind = kubectl.lookUpKind(head) { return (kind, Array(parts.dropFirst(count))) }
    }
    return (kind, Array(parts.dropFirst()))
  }
}
