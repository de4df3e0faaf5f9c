import Cluster
import Resources
import Tree

/// `kubectl api-resources`: every kind that the server knows.
struct APIResourcesVerb: Verb {
  let path = ["api-resources"]
  let summary = Text("Print the supported API resources on the server.", "列出服务器支持的 API 资源。")
  let flags = [
    FlagSpec("api-group", help: Text("Only this group.", "仅此 API 组。")),
    FlagSpec("cached", nil, .bool),
    FlagSpec("categories", nil, .stringList, help: Text("Only these categories.", "仅这些分类。")),
    FlagSpec(
      "namespaced", nil, .bool, default: "true",
      help: Text("Only kinds with, or without, a namespace.", "仅（或排除）属于命名空间的类别。")),
    FlagSpec("no-headers", nil, .bool, help: Text("Leave out the headers.", "不显示表头。")),
    FlagSpec("output", "o", help: Text("wide or name.", "wide 或 name。")),
    FlagSpec("sort-by", help: Text("name or kind.", "name 或 kind。")),
    FlagSpec("verbs", nil, .stringList, help: Text("Only kinds with these verbs.", "仅支持这些动词的类别。")),
  ]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    if !flags.positional.isEmpty {
      throw usageError("unexpected arguments: [\(flags.positional.joined(separator: " "))]")
    }
    let output = flags.string("output")
    guard ["", "wide", "name"].contains(output) else {
      throw kubectl.fail("--output \(output) is not available")
    }
    guard ["", "name", "kind"].contains(flags.string("sort-by")) else {
      throw kubectl.fail("--sort-by accepts only name or kind")
    }
    let resources = chosen(flags, &kubectl)
    if output == "name" {
      for resource in resources { kubectl.print(resource.groupResource) }
      return 0
    }
    var rows: [[String]] = []
    if !flags.bool("no-headers") {
      rows.append(["NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND"])
      if output == "wide" { rows[0] += ["VERBS", "CATEGORIES"] }
    }
    for resource in resources {
      var row = [
        resource.plural, resource.shortNames.joined(separator: ","), resource.apiVersion,
        String(resource.isNamespaced), resource.kind,
      ]
      if output == "wide" {
        row += [
          resource.verbs.joined(separator: ","), resource.categories.joined(separator: ","),
        ]
      }
      rows.append(row)
    }
    kubectl.write(TableWriter.text(rows))
    return 0
  }

  private func chosen(_ flags: ParsedFlags, _ kubectl: inout Session) -> [Resource] {
    var resources =
      kubectl.kinds().map(\.resource).filter { !$0.kind.isEmpty } + [Catalog.newEvents]
    if flags.isSet("api-group") {
      resources.removeAll { $0.group != flags.string("api-group") }
    }
    if flags.isSet("namespaced") {
      resources.removeAll { $0.isNamespaced != flags.bool("namespaced") }
    }
    let verbs = flags.list("verbs")
    let categories = flags.list("categories")
    resources.removeAll { resource in
      !verbs.allSatisfy { resource.verbs.contains($0) }
        || !categories.allSatisfy { resource.categories.contains($0) }
    }
    let keys: [String] = resources.map { resource in
      switch flags.string("sort-by") {
      case "name": resource.plural
      case "kind": resource.kind
      default: resource.group + "\u{0}" + resource.plural
      }
    }
    let order = resources.indices.sorted {
      keys[$0] == keys[$1] ? $0 < $1 : keys[$0].precedes(keys[$1])
    }
    return order.map { resources[$0] }
  }
}

/// `kubectl api-versions`: the groups and versions of those kinds.
struct APIVersionsVerb: Verb {
  let path = ["api-versions"]
  let summary = Text(
    "Print the supported API versions on the server, in the form of \"group/version\".",
    "以 group/version 的形式列出服务器支持的 API 版本。")

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    if !flags.positional.isEmpty {
      throw usageError("unexpected arguments: [\(flags.positional.joined(separator: " "))]")
    }
    var versions: [String] = []
    for resource in kubectl.kinds().map(\.resource).filter({ !$0.kind.isEmpty }) + [
      Catalog.newEvents
    ]
    where !versions.contains(resource.apiVersion) {
      versions.append(resource.apiVersion)
    }
    for version in versions.sortedByBytes() { kubectl.print(version) }
    return 0
  }
}
