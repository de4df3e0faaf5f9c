import Cluster
import Resources
import Tree

/// `kubectl describe`: what an object is, what became of it, and its events.
struct DescribeVerb: Verb {
  let path = ["describe"]
  let arguments = "(-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME) [options]"
  let summary = Text(
    "Show details of a resource or group of resources.", "显示一个或一组资源的详情。")
  let flags =
    [
      FlagSpec.allNamespaces, FlagSpec.labelSelector,
      FlagSpec("chunk-size", nil, .int, default: "500"),
      FlagSpec(
        "show-events", nil, .bool, default: "true", help: Text("Show events.", "显示事件。")),
    ] + FlagSpec.files

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    if flags.positional.isEmpty, flags.list("filename").isEmpty, !flags.isSet("kustomize") {
      throw kubectl.fail(
        "You must specify the type of resource to describe. Use \"kubectl api-resources\" for a complete list of supported resources."
      )
    }
    var listing = try Listing(flags, &kubectl)
    try listing.fetch(asTable: false, &kubectl)
    var trees: [Value] = listing.parts.flatMap { $0.records.map(\.tree) }
    if trees.isEmpty, listing.isSingle, let part = listing.parts.first,
      flags.positional.count == 2
    {
      trees = try matching(part, &kubectl)
      if !trees.isEmpty {
        for tree in trees {
          kubectl.write(try text(tree, flags, &kubectl))
          kubectl.print("")
        }
        return 0
      }
    }
    for (place, tree) in trees.enumerated() {
      if place > 0 { kubectl.write("\n\n") }
      kubectl.write(try text(tree, flags, &kubectl))
    }
    if trees.isEmpty, listing.isWhole {
      kubectl.warn(
        flags.bool("all-namespaces")
          ? "No resources found"
          : "No resources found in \(kubectl.namespace) namespace.")
    }
    if let halt = listing.halt { throw halt }
    return 0
  }

  /// A name that is not found may be the beginning of others.
  private func matching(
    _ part: Listing.Part, _ kubectl: inout Session
  ) throws(Halt) -> [Value] {
    let wish = Request(.list, part.kind, namespace: part.request.namespace)
    guard case .list(let list) = try kubectl.request(wish).body else { return [] }
    return list.records.filter { $0.name.hasPrefix(part.request.name) }.map(\.tree)
  }

  private func text(
    _ tree: Value, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> String {
    let version = tree.text("apiVersion")
    let group = version.contains("/") ? String(version.prefix { $0 != "/" }) : ""
    let describer = KindDescribers.describer(tree.text("kind"), group: group)
    var page = Description(now: kubectl.system.now().unixSeconds)
    try describer.describe(tree, &page, &kubectl)
    if describer.showsEvents, flags.bool("show-events") {
      var events = try kubectl.events(about: tree)
      if tree.text("kind") == "Node" {
        events += try kubectl.events(about: tree, uid: tree.name)
      }
      page.events(events)
    }
    return page.text
  }
}
