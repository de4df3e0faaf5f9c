import Cluster
import Resources
import Simulation
import Tree

/// `get --watch`: what there is, then a line or a document for every change.
struct GetWatch {
  var listing: Listing
  let format: OutputFormat
  let flags: ParsedFlags

  func run(_ kubectl: inout Session) throws(Halt) {
    guard listing.parts.count == 1, var part = listing.parts.first else {
      throw kubectl.fail(
        "you may only specify a single resource type: watch is only supported on individual resources and resource collections"
      )
    }
    let name = part.request.name
    if part.isNamed {
      let found = try kubectl.demand(part.request)
      _ = found
      part.request.verb = .list
      part.request.name = ""
      part.request.fieldSelector = "metadata.name=" + name
    }
    var request = part.request
    let answer = try kubectl.request(request)
    if let status = answer.failure {
      throw kubectl.fail(kubectl.enhanced(status, part.resource, listing.query))
    }
    guard case .list(let list) = answer.body else { throw kubectl.fail("nothing to watch") }
    var printer = try WatchPrinter(self, part, &kubectl)
    if !flags.bool("watch-only") {
      for record in list.records { try printer.print(record, "ADDED", &kubectl) }
      printer.flush(&kubectl)
    }
    request.verb = .watch
    request.resourceVersion = list.resourceVersion
    guard case .watching(let watch) = try kubectl.demand(request).body else { return }
    while let notice = try kubectl.system.nextEvent(watch) {
      try printer.print(notice.record, notice.type.rawValue, &kubectl)
      printer.flush(&kubectl)
    }
  }
}

/// Prints what a watch tells, one object at a time.
private struct WatchPrinter {
  private let layout: TablePrinting
  private let columns: [(name: String, priority: Int)]
  private let resource: Resource
  private let format: OutputFormat
  private let flags: ParsedFlags
  private var table = RememberedTable()
  private var rows: [[String]] = []
  private var hasPrinted = false

  init(_ watch: GetWatch, _ part: Listing.Part, _ kubectl: inout Session) throws(Halt) {
    layout = try TablePrinting(watch.flags, watch.format, watch.listing)
    columns = kubectl.kinds()[part.kind].columnNames
    resource = part.resource
    format = watch.format
    flags = watch.flags
  }

  mutating func print(
    _ record: any Record, _ event: String, _ kubectl: inout Session
  ) throws(Halt) {
    if format.isStandard {
      if !hasPrinted, layout.showsHeaders { rows.append(layout.headers(columns, resource)) }
      let row = ObjectTable.Row(cells: record.cells(kubectl.system.now()), record: record)
      rows.append(layout.line(row, columns, resource, event: event))
    } else {
      var tree = record.tree
      if flags.bool("output-watch-events") {
        tree = ["type": .string(event), "object": tree.withoutManagedFields]
      }
      if case .yaml = format, hasPrinted { kubectl.print("---") }
      try kubectl.printObject(tree, format, flags)
    }
    hasPrinted = true
  }

  mutating func flush(_ kubectl: inout Session) {
    kubectl.write(table.text(rows))
    rows = []
  }
}
