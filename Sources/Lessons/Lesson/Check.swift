import Cluster
import Console
import Resources
import Tree

/// A condition on the state of a world.
package indirect enum Check: Sendable {
  /// What a value is compared with.
  package enum Comparison: Hashable, Sendable {
    case equals(String)
    case atLeast(Int)
    case atMost(Int)
    case contains(String)
    case exists(Bool)
  }

  /// A field of an object, or the object itself.
  case object(String, path: String?, Comparison)
  /// How many objects of a kind a selector finds, by owner where that is given (`rs/web`, or `none`).
  case count(kind: String, namespace: String, selector: String, owner: String?, Comparison)
  /// What a command prints.
  case output(String, Comparison)
  /// How many lines a command prints.
  case lines(String, Comparison)
  /// The last line that was typed, with `*` for any letters.
  case typed(String)
  /// The exit status of the last line.
  case failed(Bool)
  case not([Check])
  case any([Check])
}

extension Check {
  /// What a check needs besides the world.
  package struct Scene: Sendable {
    package var console: Console
    package var lastLine = ""
    package var lastExit: Int32 = 0

    package init(_ console: Console, lastLine: String = "", lastExit: Int32 = 0) {
      self.console = console
      self.lastLine = lastLine
      self.lastExit = lastExit
    }

    /// What a line would print, on a copy of the world.
    package func output(of line: String) -> (text: String, out: String, exit: Int32) {
      var copy = console
      copy.isTerminal = false
      copy.clearStops()
      copy.isManual = true
      let outcome = copy.run(line) { (nil, "error: the path \"\($0)\" does not exist") }
      return (outcome.out + outcome.err, outcome.out, outcome.exit)
    }
  }

  package func holds(in scene: Scene) -> Bool {
    switch self {
    case .object(let name, let path, let comparison):
      guard let tree = scene.console.tree(of: name) else { return comparison.holds(for: nil) }
      guard let path else { return comparison.holds(for: name) }
      return comparison.holds(for: tree.value(at: path)?.brief)
    case .count(let kind, let namespace, let selector, let owner, let comparison):
      let found = scene.console.count(kind, namespace, selector, owner)
      return comparison.holds(for: found.map(String.init))
    case .output(let line, let comparison):
      return comparison.holds(for: scene.output(of: line).text.trimmed)
    case .lines(let line, let comparison):
      return comparison.holds(for: String(scene.output(of: line).out.lineCount))
    case .typed(let pattern): return scene.lastLine.squeezed.isLike(pattern)
    case .failed(let flag): return (scene.lastExit != 0) == flag
    case .not(let checks): return !checks.allHold(in: scene)
    case .any(let checks): return checks.contains { $0.holds(in: scene) }
    }
  }
}

extension [Check] {
  package func allHold(in scene: Check.Scene) -> Bool { allSatisfy { $0.holds(in: scene) } }
}

extension Check.Comparison {
  func holds(for value: String?) -> Bool {
    switch self {
    case .exists(let flag): (value != nil) == flag
    case .equals(let text): value == text
    case .contains(let text): value?.contains(text) ?? false
    case .atLeast(let number): value.flatMap { Int($0) }.map { $0 >= number } ?? false
    case .atMost(let number): value.flatMap { Int($0) }.map { $0 <= number } ?? false
    }
  }
}

extension Console {
  /// The object behind `pod/web` or `dev:pod/web` as a tree.
  func tree(of name: String) -> Value? {
    guard let found = object(name) else { return nil }
    return world.api.store.get(found.kind, found.key)?.tree
  }

  /// How many objects a selector finds that are not being deleted; nil where kind or selector mean nothing.
  func count(_ kind: String, _ namespace: String, _ selector: String, _ owner: String?) -> Int? {
    guard let index = self.kind(kind), let selector = try? Selector(parsing: selector) else {
      return nil
    }
    let isNamespaced = world.api.type(index).resource.isNamespaced
    let records = world.api.store.tables[index].sorted(namespace: isNamespaced ? namespace : nil)
    return records.filter { record in
      guard !record.metadata.isBeingDeleted, selector.matches(record.metadata.labels) else {
        return false
      }
      guard let owner else { return true }
      guard let reference = record.metadata.controller else { return owner == "none" }
      guard let of = object(owner), let kind = self.kind(reference.kind) else { return false }
      return of.kind == kind && of.key.name == reference.name
    }.count
  }
}

extension String {
  var trimmed: String {
    var text = self[...]
    while let last = text.last, last.isWhitespace { text.removeLast() }
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    return String(text)
  }

  /// The text with one blank where there were several.
  var squeezed: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }

  var lineCount: Int { split(separator: "\n").count { !$0.allSatisfy(\.isWhitespace) } }
}
