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
  /// An event that was left, and how often.
  private struct Seen: Sendable {
    let key: Fingerprint
    let name: String
    var count: Int32
  }

  /// Events about one object with one reason.
  private struct Stream: Sendable {
    let key: Fingerprint
    var messages: [Fingerprint] = []
    var last: Instant
    var seen: [Seen] = []
  }

  /// One object that there were events about.
  private struct Subject: Sendable {
    var tokens: Int64 = 25
    var last: Instant
    var streams: [Stream] = []
  }

  /// Objects that are remembered, half of them at least (`maxLruCacheEntries`).
  private static let limit = 4096

  private let component: String
  private let host: String
  private var recent = TreeDictionary<Fingerprint, Subject>()
  private var older = TreeDictionary<Fingerprint, Subject>()
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
    let key = Fingerprint(component, draft.object)
    var subject = recent[key] ?? older[key] ?? Subject(last: now)
    guard takeToken(&subject, now) else { return nil }
    let request = record(draft, component, &subject, now)
    if recent.count >= Self.limit {
      older = recent
      recent = [:]
    }
    recent[key] = subject
    return request
  }

  private mutating func record(
    _ draft: EventDraft, _ component: String, _ subject: inout Subject, _ now: Instant
  ) -> Request {
    let kind = Fingerprint(draft.isWarning ? "Warning" : "Normal", draft.reason)
    let place = subject.streams.firstIndex { $0.key == kind } ?? subject.streams.count
    if place == subject.streams.count { subject.streams.append(Stream(key: kind, last: now)) }
    let message = aggregated(draft.message, &subject.streams[place], now)
    // An aggregate counts as one event, whatever the newest message says.
    let key = message == draft.message ? Fingerprint(message) : Fingerprint()
    if let index = subject.streams[place].seen.firstIndex(where: { $0.key == key }) {
      subject.streams[place].seen[index].count += 1
      return patch(subject.streams[place].seen[index], draft, message, now)
    }
    let name = newName(draft, now)
    let request = create(draft, name, message, component, now)
    if subject.streams[place].seen.count > 32 { subject.streams[place].seen.removeFirst() }
    subject.streams[place].seen.append(Seen(key: key, name: name, count: 1))
    return request
  }

  private func takeToken(_ subject: inout Subject, _ now: Instant) -> Bool {
    let interval: Int64 = 300_000
    let earned = (now - subject.last).count / interval
    if earned > 0 {
      subject.tokens = min(25, subject.tokens + earned)
      subject.last = subject.last + Milliseconds(earned * interval)
    }
    guard subject.tokens > 0 else { return false }
    subject.tokens -= 1
    return true
  }

  private func aggregated(_ message: String, _ stream: inout Stream, _ now: Instant) -> String {
    if now - stream.last > .seconds(600) { stream.messages = [] }
    stream.last = now
    let key = Fingerprint(message)
    if !stream.messages.contains(key) { stream.messages.append(key) }
    guard stream.messages.count > 10 else { return message }
    stream.messages.removeFirst()
    return "(combined from similar events): " + message
  }

  /// The object's name with the time in nanoseconds, made unlike any other by a count.
  private mutating func newName(_ draft: EventDraft, _ now: Instant) -> String {
    sequence += 1
    let stamp =
      UInt64(bitPattern: now.unixSeconds &* 1_000_000_000) &+ UInt64(now.microseconds % 1_000_000)
      &* 1000 &+ sequence
    return hexadecimal(stamp, after: draft.object.name)
  }

  private func patch(
    _ known: Seen, _ draft: EventDraft, _ message: String, _ now: Instant
  ) -> Request {
    var request = Request(
      .patch, Catalog.events, namespace: draft.object.eventNamespace, name: known.name)
    request.body = .tree([
      "count": .int(Int64(known.count)), "lastTimestamp": Time(now).tree,
      "message": .string(message),
    ])
    request.manager = component
    return request
  }

  private func create(
    _ draft: EventDraft, _ name: String, _ message: String, _ component: String, _ now: Instant
  ) -> Request {
    let metadata = Metadata(name: name, namespace: draft.object.eventNamespace)
    var request = Request(.create, Catalog.events, namespace: metadata.namespace)
    request.body = .record(
      Object(
        metadata,
        ClusterEvent(
          about: draft.object, reason: draft.reason, message: message,
          type: draft.isWarning ? "Warning" : "Normal", at: Time(now), from: component, host: host))
    )
    request.manager = component
    return request
  }
}

extension ObjectReference {
  /// Events about objects outside of namespaces live in `default`.
  var eventNamespace: String { namespace.isEmpty ? "default" : namespace }
}

/// Stands for texts where only their being alike matters: two sums of 64 bits, which do not collide in practice.
private struct Fingerprint: Hashable, Sendable {
  private var low: UInt64 = 0xCBF2_9CE4_8422_2325
  private var high: UInt64 = 0x6C62_272E_07BB_0142

  init(_ texts: String...) { for text in texts { mix(text) } }

  /// A component and the object that it speaks of.
  init(_ component: String, _ object: ObjectReference) {
    mix(component)
    mix(object.kind)
    mix(object.namespace)
    mix(object.name)
    mix(object.uid)
    mix(object.fieldPath)
  }

  private mutating func mix(_ text: String) { text.forEachWord { mix($0) } }

  func _rawHashValue(seed: Int) -> Int { Int(truncatingIfNeeded: low ^ high) ^ seed }

  private mutating func mix(_ word: UInt64) {
    low = (low ^ word) &* 0x9E37_79B9_7F4A_7C15
    low ^= low >> 32
    high = (high &+ word) &* 0xD134_2543_DE82_EF95
    high ^= high >> 29
  }
}
