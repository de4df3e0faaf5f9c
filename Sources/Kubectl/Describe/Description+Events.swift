import Cluster
import Resources
import Tree

extension Description {
  /// The table of events at the end, oldest first.
  mutating func events(_ events: [Value]) {
    if events.isEmpty { return line("Events:\t<none>") }
    flush()
    line("Events:")
    line("Type\tReason\tAge\tFrom\tMessage", level: 1)
    line("----\t------\t----\t----\t-------", level: 1)
    for event in EventOrder.sorted(events) {
      let source = event.text("source", "component")
      let cells = [
        event.text("type"), event.text("reason"), interval(event),
        source.isEmpty ? event.text("reportingComponent") : source,
        trimmingGoSpace(event.text("message")),
      ]
      line(cells.joined(separator: "\t"), level: 1)
    }
  }

  func interval(_ event: Value) -> String {
    let eventTime = event.text("eventTime")
    let first = age(eventTime.isEmpty ? event.text("firstTimestamp") : eventTime)
    if event.has("series") {
      let last = age(event.text("series", "lastObservedTime"))
      return "\(last) (x\(event.int("series", "count")) over \(first))"
    }
    if event.int("count") > 1 {
      return "\(age(event.text("lastTimestamp"))) (x\(event.int("count")) over \(first))"
    }
    return first
  }
}

/// Events by the time when they were last seen.
enum EventOrder {
  static func sorted(_ events: [Value]) -> [Value] {
    let keyed = events.enumerated().map { (place: $0, time: time($1), event: $1) }
    return keyed.sorted { $0.time == $1.time ? $0.place < $1.place : $0.time < $1.time }
      .map(\.event)
  }

  static func time(_ event: Value) -> Int64 {
    for path in [["series", "lastObservedTime"], ["lastTimestamp"], ["eventTime"]] {
      if let text = event[path]?.string, let moment = try? Timestamp(parsing: text) {
        return moment.microseconds
      }
    }
    return 0
  }
}

extension Session {
  /// The events about an object; those about a kind of the whole cluster may lie anywhere.
  mutating func events(about tree: Value, uid: String? = nil) throws(Halt) -> [Value] {
    let namespace = tree.text("metadata", "namespace")
    var wish = Request(.list, Catalog.events, namespace: namespace)
    var terms = [
      "involvedObject.name=\(tree.name)",
      "involvedObject.namespace=\(namespace)",
    ]
    if tree.text("kind") != "Pod" { terms.append("involvedObject.kind=\(tree.text("kind"))") }
    terms.append("involvedObject.uid=\(uid ?? tree.text("metadata", "uid"))")
    wish.fieldSelector = terms.joined(separator: ",")
    guard case .list(let list) = try request(wish).body else { return [] }
    return list.records.map(\.tree)
  }

  /// The objects of a kind, whole; none where the server refuses or does not know it.
  mutating func objects(
    _ word: String, namespace: String, labels: String = "", fields: String = ""
  ) throws(Halt) -> [Value] {
    guard let kind = lookUpKind(word) else { return [] }
    var wish = Request(.list, kind, namespace: namespace)
    wish.labelSelector = labels
    wish.fieldSelector = fields
    guard case .list(let list) = try request(wish).body else { return [] }
    return list.records.map(\.tree)
  }

  /// One object, whole, or what the server says against it.
  mutating func object(
    _ word: String, namespace: String, name: String
  ) throws(Halt) -> (tree: Value?, problem: Status?) {
    guard let kind = lookUpKind(word) else { return (nil, nil) }
    let response = try request(Request(.get, kind, namespace: namespace, name: name))
    return (response.record?.tree, response.failure)
  }
}
