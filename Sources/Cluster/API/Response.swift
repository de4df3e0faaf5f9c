import Resources
import Tree

/// What the API server answers.
package struct Response: Sendable {
  package enum Body: Sendable {
    case record(any Record)
    // Apart: an answer is passed on by several hands, and most are one object.
    indirect case list(ObjectList)
    indirect case table(ObjectTable)
    indirect case tree(Value)
    indirect case failure(Status)
    /// The watch has begun; its events follow.
    case watching(WatchID)
  }

  package var body: Body
  /// Texts of `Warning` headers, in order.
  package var warnings: [String] = []
  /// Whether a write made a new object.
  package var isCreated = false

  package init(_ body: Body, warnings: [String] = []) {
    self.body = body
    self.warnings = warnings
  }

  package var record: (any Record)? { if case .record(let record) = body { record } else { nil } }
  package var failure: Status? { if case .failure(let status) = body { status } else { nil } }
  package var code: Int { failure?.code ?? (isCreated ? 201 : 200) }
}

/// The objects of one kind, in etcd's order, and the revision that the list shows.
package struct ObjectList: Sendable {
  package let kind: Int
  package let resource: Resource
  package let records: [any Record]
  package let resourceVersion: String

  package init(kind: Int, resource: Resource, records: [any Record], resourceVersion: String) {
    self.kind = kind
    self.resource = resource
    self.records = records
    self.resourceVersion = resourceVersion
  }
}

/// What the server prints for a kind (`metav1.Table`).
package struct ObjectTable: Sendable {
  package struct Row: Sendable {
    package let cells: [String]
    package let record: any Record

    package init(cells: [String], record: any Record) {
      self.cells = cells
      self.record = record
    }
  }

  package let resource: Resource
  package let columns: [(name: String, priority: Int)]
  package let rows: [Row]
  package let resourceVersion: String
}

/// Names one watch of the API server.
package struct WatchID: Hashable, Sendable {
  package let number: Int
  package init(_ number: Int) { self.number = number }
}

/// What a watch tells.
package enum WatchEventType: String, Hashable, Sendable {
  case added = "ADDED"
  case modified = "MODIFIED"
  case deleted = "DELETED"
  case bookmark = "BOOKMARK"
  case error = "ERROR"
}
