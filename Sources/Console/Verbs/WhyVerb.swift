import Cluster
import Resources
import Simulation
import Store
import Tree

/// `why [OBJECT [PATH]]`: the chain of causes, back to a line typed or the world's start.
struct WhyVerb: ConsoleVerb {
  let names = ["why"]
  let summary = Text("why something happened: causes back to a typed line", "某事为何发生：追溯到输入的命令")
  let usage = Text(
    "why [OBJECT [PATH]]\nShows what led to the last event, to the last change of an object, or of one of its fields, e.g. why deploy/web .spec.replicas",
    "why [OBJECT [PATH]]\n显示导致最近事件、对象最近一次变化或其某个字段变化的原因，例如 why deploy/web .spec.replicas")

  func run(_ arguments: [String], _ console: inout Console) -> Outcome {
    if arguments.isEmpty {
      guard let entry = console.world.journal.last else {
        return Outcome(out: Text("Nothing has happened yet.\n", "尚未发生任何事。\n")[console.language])
      }
      return Outcome(out: console.chain(to: entry.id))
    }
    guard let object = console.object(in: arguments), object.rest.count <= 1 else {
      return console.misused(
        self,
        Text("why takes an object such as pod/web, and a path.", "why 接受一个对象（如 pod/web）和一个路径。"))
    }
    let path = object.rest.first.map { $0.hasPrefix(".") ? $0 : "." + $0 }
    guard let change = console.lastChange(of: object.kind, object.key, path) else {
      return console.neverSet(object.kind, object.key, object.name, path)
    }
    var text = console.explanation(of: change, path)
    if object.kind == Catalog.pods, path == nil,
      let verdict = console.world.scheduler.verdict(of: object.key)
    {
      text += VerdictText(verdict, console.language).text
    }
    return Outcome(out: text)
  }
}

extension Console {
  /// The newest change that set or changed the field; of the whole object where there is no path.
  package func lastChange(of kind: Int, _ key: ObjectKey, _ path: String?) -> Change? {
    let history = world.api.store.history
    for index in history.indices.reversed() {
      let change = history[index]
      guard change.kind == kind, change.key == key else { continue }
      guard let path else { return change }
      let old = change.old?.tree.value(at: path)
      let new = change.new?.tree.value(at: path)
      if old != new { return change }
    }
    return nil
  }

  /// The oldest revision that is kept, where there is something that no kept change has set.
  func oldestKept(for kind: Int, _ key: ObjectKey, _ path: String?) -> Int64? {
    let store = world.api.store
    guard store.history.startIndex > 0, let oldest = store.history.first,
      let record = store.get(kind, key), path.map({ record.tree.value(at: $0) != nil }) ?? true
    else { return nil }
    return oldest.revision
  }

  /// What is said where no kept change has set an object, or a field of it.
  func neverSet(_ kind: Int, _ key: ObjectKey, _ name: String, _ path: String?) -> Outcome {
    let what = name + (path.map { " " + $0 } ?? "")
    if let oldest = oldestKept(for: kind, key, path) {
      return .refused(
        Text(
          "\(what) was last set before revision \(oldest); what came before that is no longer kept.",
          "\(what) 最近一次设置早于修订版本 \(oldest)，更早的历史已不再保留。")[language], exit: 1)
    }
    return .refused(
      Text("\(what) has never been set here.", "\(what) 从未在此设置过。")[language], exit: 1)
  }

  func explanation(of change: Change, _ path: String?) -> String {
    var text = Narrator.subject(change.record)
    var details = ""
    if let path {
      text += " " + path
      let old = change.old?.tree.value(at: path)
      let new = change.new?.tree.value(at: path)
      if let old, let new, old.hasParts, new.hasParts {
        details = TreeDifference.lines(old, new).map { "    \(path)\($0)\n" }.joined()
      } else if let new, old == nil, new.hasParts {
        details = Self.block(new, mark: "+")
      } else if let old, new == nil, old.hasParts {
        details = Self.block(old, mark: "-")
      } else {
        let nothing = Text("nothing", "无")[language]
        text += ": \(old?.brief ?? nothing) -> \(new?.brief ?? nothing)"
      }
    }
    text +=
      Text(
        " at \(clock(change.at)), revision \(change.revision)\n",
        "，\(clock(change.at))，修订版本 \(change.revision)\n")[language] + details
    guard let cause = change.cause else {
      return text + "  " + Text("because the world began with it\n", "因为世界开始时就有\n")[language]
    }
    return text + chain(to: cause)
  }

  /// A value of several lines that came or went, marked as in a unified diff.
  private static func block(_ value: Value, mark: String) -> String {
    value.yaml().split(separator: "\n").map { "    \(mark) \($0)\n" }.joined()
  }
}

extension Value {
  /// Whether a change of it is better told part by part.
  fileprivate var hasParts: Bool {
    switch self {
    case .array, .object: true
    default: false
    }
  }
}
