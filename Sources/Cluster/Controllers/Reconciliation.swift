import Resources
import Simulation
import Tree

/// One look of a controller at one key: what it sees, and what it wants done about it.
package struct Reconciliation: Sendable {
  package let controller: ControllerName
  package let key: ObjectKey
  package let cache: ClusterCache
  package let now: Instant
  package private(set) var requests: [Request] = []
  package private(set) var events: [EventDraft] = []
  /// Events that wait for the answer to a request, by the request's place.
  package private(set) var promised: [(request: Int, event: EventDraft)] = []
  package private(set) var later: [Milliseconds] = []
  package private(set) var notes: [Note] = []

  init(_ controller: ControllerName, _ key: ObjectKey, _ cache: ClusterCache, _ now: Instant) {
    self.controller = controller
    self.key = key
    self.cache = cache
    self.now = now
  }

  private mutating func send(_ request: consuming Request) {
    request.user = .controllerManager
    request.manager = "kube-controller-manager"
    requests.append(request)
  }

  package mutating func create<K: Kind>(_ object: Object<K>) {
    var request = Request(.create, Catalog.index(of: K.self), namespace: object.namespace)
    request.body = .record(object)
    send(request)
  }

  package mutating func update<K: Kind>(_ object: Object<K>, subresource: String = "") {
    var request = Request(
      .update, Catalog.index(of: K.self), namespace: object.namespace, name: object.name)
    request.body = .record(object)
    request.subresource = subresource
    send(request)
  }

  package mutating func delete(
    _ record: any Record, kind: Int, propagation: Propagation? = nil, gracePeriod: Int64? = nil
  ) {
    var request = Request(.delete, kind, namespace: record.namespace, name: record.name)
    request.preconditionUID = record.uid
    request.propagation = propagation
    request.gracePeriod = gracePeriod
    send(request)
  }

  package mutating func patch(
    _ record: any Record, kind: Int, _ patch: Value, type: PatchType = .strategic,
    subresource: String = ""
  ) {
    var request = Request(.patch, kind, namespace: record.namespace, name: record.name)
    request.body = .tree(patch)
    request.patchType = type
    request.subresource = subresource
    send(request)
  }

  /// Leaves an event about an object.
  package mutating func event(
    _ object: any Record, _ reason: String, _ message: String, isWarning: Bool = false
  ) {
    events.append(
      EventDraft(
        object: object, reason: reason, message: message, isWarning: isWarning))
  }

  /// Leaves an event once the newest request has been carried out; none where it is refused.
  package mutating func promise(_ object: any Record, _ reason: String, _ message: String) {
    let draft = EventDraft(
      object: object, reason: reason, message: message, isWarning: false)
    promised.append((requests.count - 1, draft))
  }

  /// Looks at the key again after a while.
  package mutating func again(after delay: Milliseconds) { later.append(delay) }

  mutating func note(_ note: Note) { notes.append(note) }

  package mutating func note(_ english: String, _ chinese: String) {
    notes.append(Note(key, Text(english, chinese)))
  }
}

/// An event before the recorder has counted it.
package struct EventDraft: Sendable {
  /// What it is about, and which part of that.
  package let object: any Record
  package var fieldPath = ""
  package let reason: String
  package let message: String
  package let isWarning: Bool
}
