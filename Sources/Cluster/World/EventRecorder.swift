import HashTreeCollections
import Resources
import Simulation
import Tree

/// Leaves events about objects as client-go's recorder does: alike ones are counted, floods are cut off.
///
/// After `k8s.io/client-go/tools/record/events_cache.go`: the same event again raises its count; more than ten
/// that differ in their message alone within ten minutes become one; and an object gets 25 at once, then one
/// every five minutes.
package struct EventRecorder: Sendable {
  private struct Seen: Sendable {
    let name: String
    var count: Int32
    let first: Instant
  }

  private struct Flood: Sendable {
    var messages: [String] = []
    var last: Instant
  }

  private struct Bucket: Sendable {
    var tokens: Int64
    var last: Instant
  }

  private let component: String
  private let host: String
  private var seen = TreeDictionary<String, Seen>()
  private var floods = TreeDictionary<String, Flood>()
  private var buckets = TreeDictionary<String, Bucket>()
  private var sequence: UInt64 = 0

  package init(component: String, host: String = "") {
    self.component = component
    self.host = host
  }

  /// The request that records an event; nil where the recorder swallows it.
  package mutating func record(
    _ draft: EventDraft, from source: String? = nil, at now: Instant
  ) -> Request? {
    let component = source ?? component
    let object = draft.object
    let about =
      "\(component)|\(host)|\(object.kind)|\(object.namespace)|\(object.name)|\(object.uid)|\(object.fieldPath)"
    guard takeToken(about, now) else { return nil }
    let kind = "\(about)|\(draft.isWarning)|\(draft.reason)"
    let message = aggregated(draft.message, kind, now)
    // An aggregate counts as one event, whatever the newest message says.
    let key = message == draft.message ? "\(kind)|\(draft.message)" : kind
    if var known = seen[key], let patched = patch(&known, draft, message, now) {
      seen[key] = known
      return patched
    }
    return create(key, draft, message, component, now)
  }

  private mutating func takeToken(_ key: String, _ now: Instant) -> Bool {
    let interval: Int64 = 300_000
    var bucket = buckets[key] ?? Bucket(tokens: 25, last: now)
    let earned = (now - bucket.last).count / interval
    if earned > 0 {
      bucket.tokens = min(25, bucket.tokens + earned)
      bucket.last = bucket.last + Milliseconds(earned * interval)
    }
    guard bucket.tokens > 0 else { return false }
    bucket.tokens -= 1
    buckets[key] = bucket
    return true
  }

  private mutating func aggregated(_ message: String, _ key: String, _ now: Instant) -> String {
    var flood = floods[key] ?? Flood(last: now)
    if now - flood.last > .seconds(600) { flood.messages = [] }
    flood.last = now
    if !flood.messages.contains(message) { flood.messages.append(message) }
    let isFlood = flood.messages.count > 10
    if isFlood { flood.messages.removeFirst() }
    floods[key] = flood
    return isFlood ? "(combined from similar events): " + message : message
  }

  private func patch(
    _ known: inout Seen, _ draft: EventDraft, _ message: String, _ now: Instant
  ) -> Request? {
    known.count += 1
    var request = Request(
      .patch, Catalog.events, namespace: draft.object.eventNamespace, name: known.name)
    request.body = .tree([
      "count": .int(Int64(known.count)), "lastTimestamp": Time(now).tree,
      "message": .string(message),
    ])
    request.manager = component
    return request
  }

  private mutating func create(
    _ key: String, _ draft: EventDraft, _ message: String, _ component: String, _ now: Instant
  ) -> Request {
    sequence += 1
    let stamp =
      UInt64(bitPattern: now.unixSeconds &* 1_000_000_000) &+ UInt64(now.microseconds % 1_000_000)
      &* 1000 &+ sequence
    let name = draft.object.name + "." + hexadecimal(stamp, digits: 16)
    seen[key] = Seen(name: name, count: 1, first: now)
    var event = ClusterEvent()
    event.involvedObject = draft.object
    event.reason = draft.reason
    event.message = message
    event.source.component = component
    event.source.host = host
    event.reportingComponent = component
    event.reportingInstance = host
    event.firstTimestamp = Time(now)
    event.lastTimestamp = Time(now)
    event.count = 1
    event.type = draft.isWarning ? "Warning" : "Normal"
    let metadata = Metadata(name: name, namespace: draft.object.eventNamespace)
    var request = Request(.create, Catalog.events, namespace: metadata.namespace)
    request.body = .record(Object(metadata, event))
    request.manager = component
    return request
  }
}

extension ObjectReference {
  /// Events about objects outside of namespaces live in `default`.
  var eventNamespace: String { namespace.isEmpty ? "default" : namespace }
}
