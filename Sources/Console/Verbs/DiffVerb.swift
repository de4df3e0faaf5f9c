import Cluster
import Resources
import Store
import Tree

/// `diff [EVENT]`: what changed since an event, field by field.
struct DiffVerb: ConsoleVerb {
  let names = ["diff"]
  let summary = Text("what the last event changed, or all since an event", "最近一个事件改变了什么，或自某事件以来的变化")
  let usage = Text(
    "diff [EVENT]\nShows the fields that the last event changed, or that changed since event EVENT.",
    "diff [EVENT]\n显示最近事件改变的字段，或自事件 EVENT 以来改变的字段。")

  func run(_ arguments: [String], _ console: inout Console) -> Outcome {
    let journal = console.world.journal
    var from = max(0, journal.count - 1)
    if let first = arguments.first {
      guard arguments.count == 1, let number = Int(first), (0...journal.count).contains(number)
      else {
        return console.misused(
          self,
          Text(
            "diff takes the number of an event up to \(journal.count).",
            "diff 接受不超过 \(journal.count) 的事件编号。"))
      }
      from = number
    }
    let revision = (from..<journal.count).lazy.compactMap { journal[$0]?.revisions.lowerBound }
      .first
    guard let revision, let changes = try? console.world.api.store.changes(since: revision - 1)
    else {
      return Outcome(out: Text("nothing changed\n", "没有变化\n")[console.language])
    }
    return Outcome(out: console.differences(Array(changes)))
  }
}

extension Console {
  /// Each object once, from its version before the changes to the one after.
  func differences(_ changes: [Change]) -> String {
    var spans: [(first: Change, last: Change)] = []
    for change in changes where change.kind != Catalog.leases {
      if let place = spans.firstIndex(where: {
        $0.first.kind == change.kind && $0.first.key == change.key
      }) {
        spans[place].last = change
      } else {
        spans.append((change, change))
      }
    }
    guard !spans.isEmpty else { return Text("nothing changed\n", "没有变化\n")[language] }
    var text = ""
    for span in spans {
      let name = Narrator.subject(span.last.record)
      switch (span.first.old, span.last.new) {
      case (nil, nil): continue
      case (nil, _): text += "+ \(name)\n"
      case (_, nil): text += "- \(name)\n"
      case (let old?, let new?):
        text += "~ \(name)\n"
        for line in TreeDifference.lines(old.tree, new.tree) { text += "    \(line)\n" }
      }
    }
    return text
  }
}

/// The places in which two trees differ.
package enum TreeDifference {
  package static func lines(_ old: Value, _ new: Value, at path: String = "") -> [String] {
    if old == new || path == ".metadata.resourceVersion" || path == ".metadata.managedFields" {
      return []
    }
    switch (old, new) {
    case (.object(let left), .object(let right)):
      let names = (left.names + right.names.filter { left[$0] == nil }).sortedByBytes()
      return names.flatMap { lines(left[$0] ?? .null, right[$0] ?? .null, at: path + "." + $0) }
    case (.array(let left), .array(let right)):
      return (0..<max(left.count, right.count)).flatMap { index in
        lines(
          index < left.count ? left[index] : .null, index < right.count ? right[index] : .null,
          at: "\(path)[\(index)]")
      }
    default: return ["\(path): \(old.isNull ? "-" : old.brief) -> \(new.isNull ? "-" : new.brief)"]
    }
  }
}
