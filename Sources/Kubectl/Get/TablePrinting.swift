import Cluster
import Resources
import Simulation
import Tree

/// How `get` lays out the tables that the server sends.
struct TablePrinting {
  var isWide: Bool
  var showsNamespace: Bool
  var showsKind: Bool
  var showsLabels: Bool
  var labelColumns: [String]
  var showsHeaders: Bool
  var showsEvent: Bool
  private let sortedBy: String?
  private let ignoresNotFound: Bool

  init(_ flags: ParsedFlags, _ format: OutputFormat, _ listing: Listing) {
    isWide = if case .standard(let wide) = format { wide } else { false }
    showsNamespace = flags.bool("all-namespaces")
    showsKind = flags.bool("show-kind") || listing.hasSeveralKindsFound
    showsLabels = flags.bool("show-labels")
    labelColumns = flags.list("label-columns")
    showsHeaders = !flags.bool("no-headers")
    showsEvent = flags.bool("output-watch-events")
    ignoresNotFound = flags.bool("ignore-not-found")
    sortedBy = flags.string("sort-by").isEmpty ? nil : flags.string("sort-by")
  }

  /// Prints the parts, those of one kind in a row as one table, with an empty line between kinds.
  func print(_ listing: Listing, _ kubectl: inout Session) throws(Halt) {
    var groups:
      [(resource: Resource, columns: [(name: String, priority: Int)], rows: [ObjectTable.Row])] = []
    var lastKind: Int?
    let tables = listing.parts.compactMap(\.table)
    if let sortedBy, tables.count > 1 { try Sorting(sortedBy).refuse() }
    for part in listing.parts {
      guard let table = part.table else { continue }
      let rows = rows(of: table)
      if lastKind == part.kind {
        groups[groups.count - 1].rows += rows
      } else {
        groups.append((part.resource, table.columns, rows))
      }
      lastKind = part.kind
    }
    var hasWritten = false
    for group in groups where !group.rows.isEmpty {
      if hasWritten, showsHeaders { kubectl.print("") }
      var lines = showsHeaders ? [headers(group.columns, group.resource)] : []
      lines += group.rows.map { line($0, group.columns, group.resource) }
      kubectl.write(TableWriter.text(lines))
      hasWritten = true
    }
    if !hasWritten, !ignoresNotFound, listing.isWhole {
      let isNamespaced = !showsNamespace && listing.parts.allSatisfy { $0.resource.isNamespaced }
      kubectl.warn(
        isNamespaced
          ? "No resources found in \(kubectl.namespace) namespace." : "No resources found")
    }
  }

  /// Rows in the order asked for.
  ///
  /// What goes wrong with the order of a single table kubectl drops, and the table with it; one row it never sorts.
  private func rows(of table: ObjectTable) -> [ObjectTable.Row] {
    guard let sortedBy, table.rows.count > 1 else { return table.rows }
    do throws(Halt) { return try Sorting(sortedBy).sorted(table.rows) } catch { return [] }
  }

  func headers(_ columns: [(name: String, priority: Int)], _ resource: Resource) -> [String] {
    var cells = columns.filter { isWide || $0.priority == 0 }.map { $0.name.uppercased() }
    if showsNamespace, resource.isNamespaced { cells.insert("NAMESPACE", at: 0) }
    if showsEvent { cells.insert("EVENT", at: 0) }
    cells += labelColumns.map { label in
      (label.split(separator: "/").last.map(String.init) ?? label).uppercased()
    }
    return showsLabels ? cells + ["LABELS"] : cells
  }

  func line(
    _ row: ObjectTable.Row, _ columns: [(name: String, priority: Int)], _ resource: Resource,
    event: String = ""
  ) -> [String] {
    var cells: [String] = []
    for (place, column) in columns.enumerated() where isWide || column.priority == 0 {
      cells.append(row.cells.indices.contains(place) ? Self.oneLine(row.cells[place]) : "")
    }
    if showsKind, !cells.isEmpty { cells[0] = "\(resource.qualifiedKind)/\(cells[0])" }
    if showsNamespace, resource.isNamespaced { cells.insert(row.record.namespace, at: 0) }
    if showsEvent { cells.insert(event, at: 0) }
    let labels = row.record.metadata.labels
    cells += labelColumns.map { labels[$0] ?? "" }
    return showsLabels ? cells + [LabelText.text(labels)] : cells
  }

  /// A cell ends where its text breaks.
  private static func oneLine(_ text: String) -> String {
    guard let end = text.firstIndex(where: { $0.isNewline }) else { return text }
    return text[..<end] + "..."
  }
}

/// Labels as kubectl writes them in one cell.
enum LabelText {
  static func text(_ labels: StringMap) -> String {
    let pairs = labels.map { "\($0.key)=\($0.value)" }
    return pairs.isEmpty ? "<none>" : pairs.joined(separator: ",")
  }
}
