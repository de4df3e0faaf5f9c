import Resources
import Simulation
import Store
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
    let isWarning: Bool
    let reason: String
    var last: Instant
    var messages = ShortList<Fingerprint>()
    var seen = ShortList<Seen>()

    /// Counts an event; a name for it is made where it is new.
    mutating func note(_ draft: EventDraft, _ now: Instant, _ sequence: inout UInt64) -> Outcome {
      let message = Fingerprint(draft.message)
      let isAggregate = aggregates(message, now)
      // An aggregate counts as one event, whatever the newest message says.
      let key = isAggregate ? Fingerprint() : message
      if let place = seen.firstIndex(where: { $0.key == key }) {
        seen[place].count += 1
        return .again(name: seen[place].name, count: seen[place].count, isAggregate: isAggregate)
      }
      sequence += 1
      let name = EventRecorder.name(draft, now, sequence)
      if seen.count > 32 { seen.removeFirst() }
      seen.append(Seen(key: key, name: name, count: 1))
      return .first(name: name, isAggregate: isAggregate)
    }

    /// Whether there have been so many messages that they are told of as one.
    private mutating func aggregates(_ message: Fingerprint, _ now: Instant) -> Bool {
      if now - last > .seconds(600) { messages = ShortList() }
      last = now
      if messages.firstIndex(where: { $0 == message }) == nil { messages.append(message) }
      guard messages.count > 10 else { return false }
      messages.removeFirst()
      return true
    }
  }

  /// One object that there were events about.
  private struct Subject: Sendable {
    var tokens: Int64 = 25
    var last: Instant
    var streams: [Stream] = []

    mutating func note(_ draft: EventDraft, _ now: Instant, _ sequence: inout UInt64) -> Outcome {
      guard takeToken(now) else { return .swallowed }
      let known = streams.firstIndex {
        $0.reason == draft.reason && $0.isWarning == draft.isWarning
      }
      let place = known ?? streams.count
      if known == nil {
        streams.append(Stream(isWarning: draft.isWarning, reason: draft.reason, last: now))
      }
      return streams[place].note(draft, now, &sequence)
    }

    private mutating func takeToken(_ now: Instant) -> Bool {
      let interval: Int64 = 300_000
      let earned = (now - last).count / interval
      if earned > 0 {
        tokens = min(25, tokens + earned)
        last = last + Milliseconds(earned * interval)
      }
      guard tokens > 0 else { return false }
      tokens -= 1
      return true
    }
  }

  /// What becomes of an event.
  private enum Outcome {
    case swallowed
    case first(name: String, isAggregate: Bool)
    case again(name: String, count: Int32, isAggregate: Bool)
  }

  /// Objects that are remembered, half of them at least (`maxLruCacheEntries`).
  private static let limit = 4096

  private let component: String
  private let host: String
  private var recent = QuickTable<Fingerprint, Subject>()
  private var older = QuickTable<Fingerprint, Subject>()
  private var sequence: UInt64 = 0

  package init(component: String, host: String = "") {
    self.component = component
    self.host = host
  }

  /// Has an event recorded, unless the recorder swallows it.
  package mutating func record(
    _ draft: EventDraft, from source: String? = nil, _ effects: inout Effects
  ) {
    let now = effects.now
    let component = source ?? component
    let key = Fingerprint(component, draft.object, draft.fieldPath)
    if recent.count >= Self.limit, !recent.contains(key) {
      older = recent
      recent = QuickTable()
    }
    let known = older.isEmpty ? nil : older[key]
    // In place: the streams of a subject that was taken out would be copied when one is added.
    let outcome = recent[key, default: known ?? Subject(last: now)].note(draft, now, &sequence)
    switch outcome {
    case .swallowed: break
    case .first(let name, let isAggregate):
      effects.send(
        create(draft, name, message(draft, isAggregate), component, now), Ticket(0))
    case .again(let name, let count, let isAggregate):
      effects.send(patch(name, count, draft, message(draft, isAggregate), now), Ticket(0))
    }
  }

  private func message(_ draft: EventDraft, _ isAggregate: Bool) -> String {
    isAggregate ? "(combined from similar events): " + draft.message : draft.message
  }

  /// The object's name with the time in nanoseconds, made unlike any other by a count.
  private static func name(_ draft: EventDraft, _ now: Instant, _ sequence: UInt64) -> String {
    let stamp =
      UInt64(bitPattern: now.unixSeconds &* 1_000_000_000) &+ UInt64(now.microseconds % 1_000_000)
      &* 1000 &+ sequence
    return hexadecimal(stamp, after: draft.object.name)
  }

  private func patch(
    _ name: String, _ count: Int32, _ draft: EventDraft, _ message: String, _ now: Instant
  ) -> Request {
    var request = Request(
      .patch, Catalog.events, namespace: draft.object.eventNamespace, name: name)
    request.body = .tree([
      "count": .int(Int64(count)), "lastTimestamp": Time(now).tree,
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
          about: draft.object, fieldPath: draft.fieldPath, reason: draft.reason, message: message,
          type: draft.isWarning ? "Warning" : "Normal", at: Time(now), from: component, host: host))
    )
    request.manager = component
    return request
  }
}

extension Record {
  /// Events about objects outside of namespaces live in `default`.
  var eventNamespace: String { namespace.isEmpty ? "default" : namespace }
}

/// Stands for texts where only their being alike matters: two sums of 64 bits, which do not collide in practice.
private struct Fingerprint: Hashable, Sendable {
  private var low: UInt64 = 0xCBF2_9CE4_8422_2325
  private var high: UInt64 = 0x6C62_272E_07BB_0142

  init() {}

  init(_ text: String) { mix(text) }

  /// A component and the object, or the part of one, that it speaks of.
  init(_ component: String, _ object: any Record, _ fieldPath: String) {
    mix(component)
    let uid = object.uid
    if uid.isEmpty {
      mix(object.resource.kind)
      mix(object.namespace)
      mix(object.name)
    } else {
      mix(uid)
    }
    mix(fieldPath)
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
