import Cluster
import Resources
import Tree

/// `kubectl get`: objects as a table, or whole.
struct GetVerb: Verb {
  let path = ["get"]
  let arguments = "(TYPE [NAME | -l label] | TYPE/NAME ...) [options]"
  let summary = Text("Display one or many resources.", "显示一个或多个资源。")
  let flags =
    [
      FlagSpec.allNamespaces, FlagSpec.labelSelector, FlagSpec.fieldSelector,
      FlagSpec("chunk-size", nil, .int, default: "500"),
      FlagSpec(
        "ignore-not-found", nil, .bool,
        help: Text("A missing object is no error.", "对象不存在不算错误。")),
      FlagSpec(
        "label-columns", "L", .stringList,
        help: Text("Labels to show as columns.", "作为列显示的标签。")),
      FlagSpec("no-headers", nil, .bool, help: Text("Leave out the headers.", "不显示表头。")),
      FlagSpec(
        "output-watch-events", nil, .bool,
        help: Text("Show the kind of each watch event.", "显示监视事件的类型。")),
      FlagSpec("raw"),
      FlagSpec("server-print", nil, .bool, default: "true"),
      FlagSpec("show-kind", nil, .bool, help: Text("Show the kind before each name.", "在名称前显示类别。")),
      FlagSpec("show-labels", nil, .bool, help: Text("Show all labels.", "显示所有标签。")),
      FlagSpec("sort-by", help: Text("Sort by a JSONPath expression.", "按 JSONPath 表达式排序。")),
      FlagSpec("subresource", help: Text("status or scale.", "status 或 scale。")),
      FlagSpec("watch", "w", .bool, help: Text("Go on and show changes.", "继续显示后续变化。")),
      FlagSpec("watch-only", nil, .bool, help: Text("Show changes only.", "只显示后续变化。")),
    ] + FlagSpec.files + FlagSpec.output

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    if flags.isSet("raw") {
      if !flags.positional.isEmpty {
        throw kubectl.fail("arguments may not be passed when --raw is specified")
      }
      if flags.bool("watch") || flags.bool("watch-only") || !flags.string("selector").isEmpty {
        throw kubectl.fail(
          "--raw may not be specified with other flags that filter the server request or alter the output"
        )
      }
      if !flags.string("output").isEmpty {
        throw usageError("--raw and --output are mutually exclusive")
      }
      try RawPath(flags.string("raw")).print(&kubectl)
      return 0
    }
    try check(flags, &kubectl)
    if flags.positional.isEmpty, flags.list("filename").isEmpty, !flags.isSet("kustomize") {
      throw missingType(kubectl)
    }
    var listing = try Listing(flags, &kubectl)
    if !flags.string("subresource").isEmpty, !listing.parts.allSatisfy(\.isNamed) {
      throw kubectl.fail("subresource cannot be used when bulk resources are specified")
    }
    let format = try kubectl.outputFormat(flags, takesTables: true)
    if flags.bool("watch") || flags.bool("watch-only") {
      try GetWatch(listing: listing, format: format, flags: flags).run(&kubectl)
      return 0
    }
    try listing.fetch(asTable: format.isStandard, &kubectl)
    if format.isStandard {
      try TablePrinting(flags, format, listing).print(listing, &kubectl)
    } else {
      try listing.demandSingleFile()
      try printObjects(listing, format, flags, &kubectl)
    }
    if let halt = listing.halt { throw halt }
    return 0
  }

  private func check(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) {
    if flags.bool("output-watch-events"), !flags.bool("watch"), !flags.bool("watch-only") {
      throw kubectl.fail(
        "--output-watch-events option can only be used with --watch or --watch-only")
    }
    if flags.bool("show-labels"), !["", "wide"].contains(flags.string("output")) {
      throw kubectl.fail(
        "--show-labels option cannot be used with \(flags.string("output")) printer")
    }
  }

  private func missingType(_ kubectl: Session) -> Halt {
    .failure(
      """
      You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.

      error: Required resource not specified.
      Use "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).
      See 'kubectl get -h' for help and examples
      """)
  }

  /// Without the objects' trees, which would be made for their names alone.
  private func printNames(_ listing: Listing, _ kubectl: inout Session) {
    for part in listing.parts {
      if let tree = part.tree { kubectl.print(part.resource.qualifiedKind + "/" + tree.name) }
      for record in part.records where part.tree == nil {
        kubectl.print(part.resource.qualifiedKind + "/" + record.name)
      }
    }
  }

  /// Everything in one document: an object alone as itself, else a List.
  private func printObjects(
    _ listing: Listing, _ format: OutputFormat, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) {
    if format.isName, flags.string("sort-by").isEmpty {
      return printNames(listing, &kubectl)
    }
    var trees = listing.trees
    if !flags.string("sort-by").isEmpty, !listing.isSingle, !trees.isEmpty {
      trees = try Sorting(flags.string("sort-by")).sorted(trees)
    }
    if trees.isEmpty,
      flags.bool("ignore-not-found") || !listing.problems.isEmpty && listing.isSingle
    {
      return
    }
    if format.isName {
      for tree in trees { try kubectl.printObject(tree, format, flags) }
    } else if listing.isSingle, trees.count == 1 {
      try kubectl.printObject(trees[0], format, flags)
    } else {
      try kubectl.printObject(Session.list(of: trees), format, flags)
    }
  }
}
