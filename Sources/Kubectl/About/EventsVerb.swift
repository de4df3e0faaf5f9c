import Cluster
import Resources
import Tree

/// `kubectl events`: what components noted, oldest first.
struct EventsVerb: Verb {
  let path = ["events"]
  let arguments = "[--for TYPE/NAME] [--watch] [--types=Normal,Warning] [options]"
  let summary = Text("List events.", "列出事件。")
  let flags =
    [
      FlagSpec.allNamespaces, FlagSpec("chunk-size", nil, .int, default: "500"),
      FlagSpec("for", help: Text("Only events about TYPE/NAME.", "仅与 类别/名称 有关的事件。")),
      FlagSpec("no-headers", nil, .bool, help: Text("Leave out the headers.", "不显示表头。")),
      FlagSpec("types", nil, .stringList, help: Text("Normal or Warning.", "Normal 或 Warning。")),
      FlagSpec("watch", "w", .bool, help: Text("Go on and show new events.", "继续显示新事件。")),
    ] + FlagSpec.output

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    let types = flags.list("types")
    for type in types where !["normal", "warning"].contains(type.lowercased()) {
      throw kubectl.fail("valid --types are Normal or Warning")
    }
    var list = try request(flags, &kubectl)
    let format = try kubectl.outputFormat(flags)
    let response = try kubectl.demand(list)
    guard case .list(let found) = response.body else { return 1 }
    func isWanted(_ tree: Value) -> Bool {
      types.isEmpty || types.contains { $0.lowercased() == tree.text("type").lowercased() }
    }
    let trees = EventOrder.sorted(found.records.map(\.tree).filter(isWanted))
    var table = RememberedTable()
    if trees.isEmpty {
      if !flags.bool("watch") {
        kubectl.warn(
          flags.bool("all-namespaces")
            ? "No events found." : "No events found in \(kubectl.namespace) namespace.")
        return 0
      }
    } else if format.isStandard {
      var rows = flags.bool("no-headers") ? [] : [headers(flags)]
      rows += trees.map { row($0, flags, &kubectl) }
      kubectl.write(table.text(rows))
    } else {
      try kubectl.printObject(Session.list(of: trees), format, flags)
    }
    guard flags.bool("watch") else { return 0 }
    list.verb = .watch
    list.resourceVersion = found.resourceVersion
    guard case .watching(let watch) = try kubectl.demand(list).body else { return 0 }
    while let notice = try kubectl.system.nextEvent(watch) {
      guard notice.type != .deleted, isWanted(notice.record.tree) else { continue }
      if format.isStandard {
        kubectl.write(table.text([row(notice.record.tree, flags, &kubectl)]))
      } else {
        try kubectl.printObject(notice.record.tree, format, flags)
      }
    }
    return 0
  }

  private func request(
    _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> Request {
    var list = Request(
      .list, Catalog.events, namespace: flags.bool("all-namespaces") ? "" : kubectl.namespace)
    let about = flags.string("for")
    if about.isEmpty { return list }
    let parts = about.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw kubectl.fail("--for must be in resource/name form")
    }
    guard let kind = kubectl.lookUpKind(parts[0]) else {
      throw .failure("the server doesn't have a resource type \(goQuoted(parts[0]))")
    }
    let resource = kubectl.resource(kind)
    list.fieldSelector =
      "involvedObject.apiVersion=\(resource.apiVersion),involvedObject.kind=\(resource.kind),involvedObject.name=\(parts[1])"
    return list
  }

  private func headers(_ flags: ParsedFlags) -> [String] {
    (flags.bool("all-namespaces") ? ["NAMESPACE"] : [])
      + ["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"]
  }

  private func row(
    _ event: Value, _ flags: ParsedFlags, _ kubectl: inout Session
  ) -> [String] {
    let now = kubectl.system.now().unixSeconds
    let page = Description(now: now)
    let cells = [
      page.interval(event), event.text("type"), event.text("reason"),
      "\(event.text("involvedObject", "kind"))/\(event.text("involvedObject", "name"))",
      trimmingGoSpace(event.text("message")),
    ]
    return (flags.bool("all-namespaces") ? [event.text("metadata", "namespace")] : []) + cells
  }
}
