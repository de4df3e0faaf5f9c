import Cluster
import Resources
import Simulation
import Tree

/// Breakpoints and watchpoints: where time is to stop.
package struct Stops: Sendable {
  /// What a breakpoint waits for.
  package enum Break: Hashable, Sendable {
    case actor(String)
    case kind(Int)
    case object(kind: Int, ObjectKey)
    case event(Int)
  }

  /// A field whose change stops time.
  package struct Watchpoint: Hashable, Sendable {
    package let kind: Int
    package let key: ObjectKey
    package let path: String
  }

  package var breaks: [(text: String, stop: Break)] = []
  package var watches: [(text: String, watch: Watchpoint)] = []

  package var isEmpty: Bool { breaks.isEmpty && watches.isEmpty }

  /// The sentence that says why time stopped; nil when it goes on.
  func hit(by entry: JournalEntry, _ world: World, _ language: Language) -> String? {
    guard !isEmpty else { return nil }
    let changes = entry.revisions.compactMap { world.api.store.change($0) }
    for (text, stop) in breaks {
      let isHit =
        switch stop {
        case .actor(let name): Narrator.actors(of: entry).contains(name)
        case .kind(let kind): changes.contains { $0.kind == kind }
        case .object(let kind, let key): changes.contains { $0.kind == kind && $0.key == key }
        case .event(let number): world.journal.count >= number
        }
      if isHit {
        let place = Narrator.sentence(entry, world, language)
        return Text("Stopped at \(text): \(place)\n", "在 \(text) 处停下：\(place)\n")[language]
      }
    }
    for (text, watch) in watches {
      for change in changes where change.kind == watch.kind && change.key == watch.key {
        let old = change.old?.tree.value(at: watch.path)?.brief ?? "-"
        let new = change.new?.tree.value(at: watch.path)?.brief ?? "-"
        if old != new {
          return Text("Stopped: \(text) \(old) -> \(new)\n", "停下：\(text) \(old) -> \(new)\n")[
            language]
        }
      }
    }
    return nil
  }
}

extension Value {
  /// The value at a path such as `.spec.containers[0].image`; dots in names are written `\.`.
  package func value(at path: String) -> Value? {
    var here: Value? = self
    var name = ""
    var isEscaped = false
    func descend() {
      guard !name.isEmpty else { return }
      var key = name
      var indexes: [Int] = []
      while key.last == "]", let open = key.lastIndex(of: "[") {
        let inside = key[key.index(after: open)..<key.index(before: key.endIndex)]
        guard let number = Int(inside) else { break }
        indexes.insert(number, at: 0)
        key = String(key[..<open])
      }
      if !key.isEmpty { here = here?[key] }
      for index in indexes { here = here?[index] }
      name = ""
    }
    for character in path {
      if isEscaped {
        name.append(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "." {
        descend()
      } else {
        name.append(character)
      }
    }
    descend()
    return here
  }

  /// A scalar bare, anything else as JSON.
  package var brief: String {
    switch self {
    case .string(let text): text
    case .null: "null"
    case .bool(let flag): flag ? "true" : "false"
    case .int(let number): String(number)
    case .decimal(let text): text
    default: json(escapingHTML: false)
    }
  }
}
