import Resources
import Simulation
import Store
import Tree

/// A kind that came to discovery, or went.
package struct DiscoveryChange: Hashable, Sendable {
  package let kind: Int
  package let isServed: Bool
}

/// Kinds that definitions make: served as soon as the definition is there, withdrawn with it.
extension APIServer {
  /// What discovery showed after a number of changes: places are those of the store, kinds that are gone are empty.
  package func kinds(after changes: Int) -> [any KindType] {
    var kinds = Array(types.prefix(Catalog.builtIn.count))
    for change in discovery.prefix(changes) {
      if change.isServed {
        kinds.append(types[change.kind])
      } else {
        kinds[change.kind] = WithdrawnType(types[change.kind])
      }
    }
    return kinds
  }

  func isServed(_ kind: Int) -> Bool {
    kind < Catalog.builtIn.count || discovery.last { $0.kind == kind }?.isServed == true
  }

  func checkServed(_ request: Request) throws(Status) {
    if !isServed(request.kind), request.verb != .watch {
      throw Status(404, "NotFound", "the server could not find the requested resource")
    }
    let resource = types[request.kind].resource
    guard resource.has(subresource: request.subresource) else {
      throw Status(404, "NotFound", "the server could not find the requested resource")
    }
    // Nearly every kind knows all verbs, and this is asked of every request.
    if resource.verbs.count < Resource.allVerbs.count, request.subresource.isEmpty,
      isServed(request.kind), !resource.verbs.contains(request.verb.rawValue)
    {
      throw .methodNotAllowed(resource, request.verb)
    }
  }

  /// The place of the kind that a definition has made.
  private func place(of definition: DefinitionSpec) -> Int? {
    types.indices.last { kind in
      kind >= Catalog.builtIn.count && isServed(kind)
        && types[kind].resource.groupResource == definition.names.plural + "." + definition.group
    }
  }

  /// What the server does on its own when an object has come.
  mutating func kindCreated(_ record: any Record, _ moment: Moment) {
    guard let definition = record as? Object<CustomResourceDefinition> else { return }
    types.append(CustomType(CustomDefinition(definition.body.spec)))
    countsGenerations.append(true)
    let place = store.addKind()
    watches.addKind()
    discovery.append(DiscoveryChange(kind: place, isServed: true))
    establish(definition, moment)
  }

  /// What it does when an object has changed: a definition's schema may have.
  mutating func kindChanged(_ record: any Record, _ moment: Moment) {
    if let definition = record as? Object<CustomResourceDefinition> {
      guard let place = place(of: definition.body.spec) else { return }
      types[place] = CustomType(CustomDefinition(definition.body.spec))
      if definition.metadata.isBeingDeleted { empty(definition, place, moment) }
    }
  }

  /// What it does when an object has gone: with the last custom object its definition may go.
  mutating func kindDeleted(_ record: any Record, _ moment: Moment) {
    if let definition = record as? Object<CustomResourceDefinition> {
      guard let place = place(of: definition.body.spec) else { return }
      discovery.append(DiscoveryChange(kind: place, isServed: false))
    } else if record is CustomObject {
      let key = ObjectKey("", record.resource.groupResource)
      guard let definition = store.get(CustomResourceDefinition.self, key),
        definition.metadata.isBeingDeleted
      else { return }
      finish(definition, moment)
    }
  }

  /// Deletes every object of a kind whose definition is to go.
  private mutating func empty(
    _ definition: Object<CustomResourceDefinition>, _ place: Int, _ moment: Moment
  ) {
    for record in store.tables[place].sorted() where !record.metadata.isBeingDeleted {
      var request = Request(.delete, place, namespace: record.namespace, name: record.name)
      request.user = .component("kube-apiserver")
      _ = try? delete(request, moment)
    }
    finish(definition, moment)
  }

  /// Lets a definition go once none of its objects is left.
  private mutating func finish(
    _ definition: Object<CustomResourceDefinition>, _ moment: Moment
  ) {
    guard let place = place(of: definition.body.spec), store.tables[place].count == 0,
      let current = store.get(CustomResourceDefinition.self, definition.key)
    else { return }
    var metadata = current.metadata
    metadata.finalizers.removeAll { $0 == CustomResourceDefinition.finalizer }
    guard metadata != current.metadata else { return }
    _ = commit(Object(metadata, current.body), Catalog.definitions, moment)
  }

  private mutating func establish(
    _ definition: Object<CustomResourceDefinition>, _ moment: Moment
  ) {
    var body = definition.body
    let now = Time(moment.now)
    body.status.acceptedNames = body.spec.names
    body.status.storedVersions = body.spec.versions.filter(\.storage).map(\.name)
    body.status.conditions.set(
      StandardCondition("NamesAccepted", "True", "NoConflicts", "no conflicts found", at: now))
    body.status.conditions.set(
      StandardCondition(
        "Established", "True", "InitialNamesAccepted", "the initial names have been accepted",
        at: now))
    store.put(
      Object(definition.metadata, body), kind: Catalog.definitions, at: moment.now,
      cause: moment.cause)
  }
}
