import Cluster
import Resources
import Store

/// An event as a lesson names it: who does what to which object, and what a field becomes.
package struct EventPattern: Hashable, Sendable {
  package enum Deed: String, Sendable, CaseIterable { case creates, changes, deletes }

  /// As `break` takes it: `kube-scheduler`, `kubelet@node-1`.
  package var actor: String?
  package var deed: Deed?
  /// As kubectl takes it: `pod`, `rs`.
  package var kind: String?
  /// With `*` for any letters.
  package var name: String?
  package var path: String?
  /// What the field at `path` becomes; `-` where it goes.
  package var value: String?
  /// A part of the sentence that the actor notes in English.
  package var note: String?

  package init() {}

  package func matches(_ entry: JournalEntry, _ world: World) -> Bool {
    if let actor, !Narrator.actors(of: entry).contains(actor) { return false }
    if let note, !entry.notes.contains(where: { $0.text.english.contains(note) }) { return false }
    guard deed != nil || kind != nil || name != nil || path != nil else { return true }
    return entry.revisions.contains { revision in
      world.api.store.change(revision).map { matches($0, world) } ?? false
    }
  }

  private func matches(_ change: Change, _ world: World) -> Bool {
    if let deed, deed != EventPattern.deed(of: change) { return false }
    if let kind, !world.api.type(change.kind).resource.isCalled(kind) { return false }
    if let name, !change.key.name.isLike(name) { return false }
    guard let path else { return true }
    let old = change.old?.tree.value(at: path)?.brief ?? "-"
    let new = change.new?.tree.value(at: path)?.brief ?? "-"
    return old != new && (value == nil || value == new)
  }

  private static func deed(of change: Change) -> Deed {
    change.old == nil ? .creates : change.new == nil ? .deletes : .changes
  }
}

extension Resource {
  /// Whether kubectl would take a word for this kind.
  package func isCalled(_ word: String) -> Bool {
    let word = word.lowercased()
    return [plural, singular, groupResource].contains(word) || shortNames.contains(word)
  }
}

extension String {
  /// Whether the text fits a pattern in which `*` stands for any letters.
  package func isLike(_ pattern: String) -> Bool {
    let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
    guard parts.count > 1, let first = parts.first, let last = parts.last else {
      return self == pattern
    }
    guard hasPrefix(first) else { return false }
    var rest = dropFirst(first.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let found = rest.firstRange(of: part) else { return false }
      rest = rest[found.upperBound...]
    }
    return rest.hasSuffix(last)
  }
}
