import Resources
import Simulation
import Store
import Tree

extension APIServer {
  func get(_ request: Request, _ moment: Moment) throws(Status) -> Response {
    let type = types[request.kind]
    if request.kind == Catalog.componentStatuses {
      guard let record = health.records.first(where: { $0.name == request.name }) else {
        throw Status(500, "", "Component not found: \(request.name)")
      }
      return shown([record], request, moment, single: true)
    }
    guard let record = store.get(request.kind, ObjectKey(request.namespace, request.name)) else {
      throw .notFound(type.resource, request.name)
    }
    if request.subresource == "scale" { return Response(.tree(try Scale.tree(of: record))) }
    return shown([record], request, moment, single: true)
  }

  func list(_ request: Request, _ moment: Moment) throws(Status) -> Response {
    let selection = try selection(of: request)
    if request.kind == Catalog.componentStatuses {
      return shown(health.records.filter(selection.matches), request, moment)
    }
    return shown(found(selection, request), request, moment)
  }

  /// What there is of a selection, in order; one that names its object costs no look at the others.
  private func found(_ selection: Selection, _ request: Request) -> [any Record] {
    let table = store.tables[request.kind]
    let isNamespaced = types[request.kind].resource.isNamespaced
    let name =
      selection.name.isEmpty
      ? selection.fields?.exactValue(of: "metadata.name") ?? "" : selection.name
    if !name.isEmpty, !isNamespaced || !request.namespace.isEmpty {
      let record = table[ObjectKey(isNamespaced ? request.namespace : "", name)]
      return record.map { selection.matches($0) ? [$0] : [] } ?? []
    }
    return table.sorted(
      namespace: request.namespace.isEmpty ? nil : request.namespace, where: selection.matches)
  }

  private func shown(
    _ records: [any Record], _ request: Request, _ moment: Moment, single: Bool = false
  ) -> Response {
    let type = types[request.kind]
    // What is not stored has no version.
    let version = request.kind == Catalog.componentStatuses ? "" : String(store.revision)
    if request.wantsTable {
      let rows = records.map { ObjectTable.Row(cells: $0.cells(moment.now), record: $0) }
      return Response(
        .table(
          ObjectTable(
            resource: type.resource, columns: type.columnNames, rows: rows, resourceVersion: version
          )))
    }
    if single, let record = records.first { return Response(.record(record)) }
    return Response(
      .list(
        ObjectList(
          kind: request.kind, resource: type.resource, records: records, resourceVersion: version)))
  }

  /// What the selectors of a request choose; the API server refuses fields that the kind cannot be chosen by.
  package func selection(of request: Request) throws(Status) -> Selection {
    let type = types[request.kind]
    var selection = Selection()
    if type.resource.isNamespaced { selection.namespace = request.namespace }
    selection.name = request.name
    if !request.labelSelector.isEmpty {
      do throws(SelectorError) {
        selection.labels = try Selector(parsing: request.labelSelector)
      } catch { throw .badRequest(error.description) }
    }
    if !request.fieldSelector.isEmpty {
      let fields: FieldSelector
      do throws(SelectorError) { fields = try FieldSelector(parsing: request.fieldSelector) } catch
      {
        throw .badRequest(error.description)
      }
      let known = ["metadata.name", "metadata.namespace"] + type.selectableFields
      for field in fields.terms.map(\.field) where !known.contains(field) {
        throw .badRequest("field label not supported: \(field)")
      }
      selection.fields = fields
    }
    return selection
  }

  mutating func watch(_ request: Request) throws(Status) -> Response {
    let selection = try selection(of: request)
    let id = watches.open(request.kind, request.client, selection)
    return Response(.watching(id))
  }

  /// What a new watch tells first: everything there is, or what came after the revision that it names.
  package func backlog(
    of request: Request
  ) throws(Status) -> [(type: WatchEventType, record: any Record, revision: Int64)] {
    let selection = try selection(of: request)
    guard let since = Int64(request.resourceVersion), since > 0 else {
      return found(selection, request).map { (.added, $0, store.revision) }
    }
    let watch = Watch(
      id: WatchID(0), kind: request.kind, client: request.client, selection: selection, node: nil)
    do throws(Compacted) {
      return try store.changes(since: since).compactMap { change in
        guard change.kind == request.kind, let type = watch.view(of: change) else { return nil }
        return (type, change.record, change.revision)
      }
    } catch {
      throw Status(410, "Expired", "too old resource version: \(error.asked) (\(error.oldest))")
    }
  }
}
