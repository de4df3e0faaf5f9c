import Resources
import Tree

/// Who manages which fields of one object.
struct FieldManagers {
  /// One manager's fields, by one way of writing (`managedFields` has one entry for each).
  struct Manager: Hashable {
    var name: String
    var isApply: Bool
    var apiVersion: String
    var subresource = ""
    var time: Time?
    var fields = FieldSet()

    /// The same manager writing the same way; one that applies is the same in every version.
    func isSame(_ other: Manager) -> Bool {
      name == other.name && isApply == other.isApply && subresource == other.subresource
        && (isApply || apiVersion == other.apiVersion)
    }

    /// How a conflict names it.
    var text: String {
      let place = subresource.isEmpty ? "" : " with subresource \(quoted(subresource))"
      return quoted(name) + place + (isApply ? "" : " using \(apiVersion)")
    }
  }

  var all: [Manager]

  init(_ metadata: Metadata) {
    all = metadata.managedFields.map { entry in
      Manager(
        name: entry.manager, isApply: entry.operation == "Apply", apiVersion: entry.apiVersion,
        subresource: entry.subresource, time: entry.time,
        fields: FieldSet(fieldsV1: entry.fieldsV1))
    }
  }

  var isEmpty: Bool { all.isEmpty }

  func index(of manager: Manager) -> Int? { all.firstIndex { $0.isSame(manager) } }

  /// All that somebody manages, but for one manager.
  func fields(without manager: Manager? = nil) -> FieldSet {
    all.reduce(FieldSet()) { union, next in
      manager.map(next.isSame) ?? false ? union : union.union(next.fields)
    }
  }

  /// Whose fields a write by this manager would change.
  func conflicts(of manager: Manager, _ written: FieldSet) -> [(manager: Manager, fields: FieldSet)]
  {
    all.compactMap { other in
      if other.isSame(manager) { return nil }
      let shared = other.fields.intersection(written)
      return shared.isEmpty ? nil : (other, shared)
    }
  }

  /// Notes a write: others lose what it changed, all lose what is gone.
  mutating func record(
    _ manager: Manager, _ fields: FieldSet, _ change: FieldComparison, at time: Time
  ) {
    for index in all.indices where !all[index].isSame(manager) {
      all[index].fields = all[index].fields.subtracting(change.written).subtracting(change.removed)
    }
    if let place = index(of: manager) {
      if all[place].fields != fields || all[place].apiVersion != manager.apiVersion {
        all[place].time = time
      }
      all[place].fields = fields
      all[place].apiVersion = manager.apiVersion
    } else {
      var new = manager
      new.time = time
      new.fields = fields
      all.append(new)
    }
    all.removeAll { $0.fields.isEmpty }
  }

  /// The entries of `managedFields`: those that apply first, then by time and name.
  var entries: [ManagedFieldsEntry] {
    all.sorted { left, right in
      if left.isApply != right.isApply { return left.isApply }
      if left.time != right.time {
        return (left.time?.unixSeconds ?? 0) < (right.time?.unixSeconds ?? 0)
      }
      return left.name == right.name
        ? left.subresource.precedes(right.subresource) : left.name.precedes(right.name)
    }.map { manager in
      var entry = ManagedFieldsEntry()
      entry.manager = manager.name
      entry.operation = manager.isApply ? "Apply" : "Update"
      entry.apiVersion = manager.apiVersion
      entry.time = manager.time
      entry.fieldsType = "FieldsV1"
      entry.fieldsV1 = manager.fields.value
      entry.subresource = manager.subresource
      return entry
    }
  }
}
