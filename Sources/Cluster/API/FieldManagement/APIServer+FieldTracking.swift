import Resources
import Simulation
import Store
import Tree

extension APIServer {
  /// Whether a request's fields are tracked at once: programs' are, components' typed records are not.
  ///
  /// What components have written is folded in when a program next writes the object.
  func isTracked(_ request: Request) -> Bool {
    guard case .process = request.client, case .tree = request.body else { return false }
    return request.subresource.isEmpty || request.subresource == "status"
      || request.subresource == "scale"
  }

  /// The new version with the entries of `managedFields` that this write makes.
  func tracked(
    _ new: any Record, old: (any Record)?, _ request: Request, _ moment: Moment
  ) -> any Record {
    guard isTracked(request), request.patchType != .apply || request.verb != .patch else {
      return new
    }
    let type = types[request.kind]
    let place = FieldPlace.root(of: type)
    var metadata = new.metadata
    var managers = FieldManagers(metadata)
    if let old { managers = folded(managers, old, type, moment) }
    let before = old.map(\.tree) ?? blank(type)
    let comparison = FieldComparison(from: before, to: new.tree, place)
      .without(ManagedPaths.ignored(request, type.resource))
    let manager = FieldManagers.Manager(
      name: request.manager, isApply: false, apiVersion: type.resource.apiVersion,
      subresource: request.subresource)
    let own = managers.index(of: manager).map { managers.all[$0].fields } ?? FieldSet()
    let fields = own.subtracting(comparison.removed).union(comparison.written)
    managers.record(manager, fields, comparison, at: Time(moment.now))
    metadata.managedFields = managers.entries
    return new.replacingMetadata(metadata)
  }

  /// The object of a kind before anybody has written a field: what Go shows of an empty struct.
  private func blank(_ type: any KindType) -> Value {
    (try? type.decode(.emptyObject))?.tree ?? .emptyObject
  }

  /// Adds the fields that components have written since: nobody else manages them.
  func folded(
    _ managers: FieldManagers, _ record: any Record, _ type: any KindType, _ moment: Moment
  ) -> FieldManagers {
    var result = managers
    let place = FieldPlace.root(of: type)
    let live = FieldComparison(from: blank(type), to: record.tree, place).written
      .without(ManagedPaths.identity)
    let free = live.subtracting(managers.fields())
    let component = ManagedPaths.component(record)
    func add(_ fields: FieldSet, subresource: String) {
      guard !fields.isEmpty else { return }
      var manager = FieldManagers.Manager(
        name: component, isApply: false, apiVersion: record.resource.apiVersion,
        subresource: subresource)
      manager.time = record.metadata.creationTimestamp ?? Time(moment.now)
      if let place = result.index(of: manager) {
        result.all[place].fields = result.all[place].fields.union(fields)
      } else {
        manager.fields = fields
        result.all.append(manager)
      }
    }
    var status = FieldSet()
    status["f:status"] = free["f:status"]?.withoutSelf
    add(status, subresource: record.resource.hasStatus ? "status" : "")
    var rest = free
    rest["f:status"] = nil
    if !managers.isEmpty {
      // Defaults belong to nobody; of what is left, components write only these.
      var metadata = FieldSet()
      for name in ["f:annotations", "f:labels", "f:finalizers", "f:ownerReferences"] {
        metadata[name] = free["f:metadata"]?[name]
      }
      rest = FieldSet()
      rest["f:metadata"] = metadata
    }
    add(rest, subresource: "")
    return result
  }
}

/// Paths that stand outside of what managers own.
enum ManagedPaths {
  static let identity: [[String]] =
    [["f:apiVersion"], ["f:kind"]]
    + [
      "name", "namespace", "creationTimestamp", "selfLink", "uid", "generation", "managedFields",
      "resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds",
    ].map { ["f:metadata", FieldStep.field($0)] }

  /// Identity, and the half of the object that a request cannot write (`GetResetFields`).
  static func ignored(_ request: Request, _ resource: Resource) -> [[String]] {
    guard resource.hasStatus else { return identity }
    return identity + (request.subresource == "status" ? [["f:spec"]] : [["f:status"]])
  }

  /// The component that writes objects of a kind.
  static func component(_ record: any Record) -> String {
    switch record.resource.groupResource {
    case "nodes", "leases.coordination.k8s.io": "kubelet"
    case "pods" where record.metadata.controller == nil: "kubelet"
    case "namespaces" where record.name.hasPrefix("kube-"),
      "services" where record.name == "kubernetes":
      "kube-apiserver"
    default: "kube-controller-manager"
    }
  }
}

extension FieldSet {
  /// The set without the place itself, but with what lies below.
  var withoutSelf: FieldSet {
    var set = self
    set.isMember = false
    return set
  }

  func without(_ paths: [[String]]) -> FieldSet {
    var set = withoutSelf
    if var metadata = set["f:metadata"] {
      metadata.isMember = false
      set["f:metadata"] = metadata
    }
    for path in paths { set.removeAll(below: path[...]) }
    return set
  }
}

extension FieldComparison {
  func without(_ paths: [[String]]) -> FieldComparison {
    var result = FieldComparison()
    result.added = added.without(paths)
    result.modified = modified.without(paths)
    result.removed = removed.without(paths)
    return result
  }
}
