import HashTreeCollections
import Resources
import Simulation

/// Which pods each selector of a namespace chooses: kept up to date pod by pod, for Services and disruption budgets.
package struct SelectorIndex: Sendable {
  private struct Entry: Sendable {
    let selector: Selector
    /// Chosen pods; a slot each, in the order of their coming.
    var slots = TreeDictionary<ObjectKey, Int>()
    var rows = PagedArray<ObjectKey?>()

    mutating func set(_ pod: ObjectKey, isChosen: Bool) {
      if let slot = slots[pod] {
        guard !isChosen else { return }
        rows[slot] = nil
        slots[pod] = nil
      } else if isChosen {
        slots[pod] = rows.count
        rows.append(pod)
      }
    }
  }

  private var entries = TreeDictionary<ObjectKey, Entry>()
  /// By namespace: who selects there.
  private var owners = TreeDictionary<String, [ObjectKey]>()

  init() {}

  /// Takes in an object with a selector; nil when it is gone or selects nobody.
  mutating func set(_ owner: ObjectKey, _ selector: Selector?, _ cache: ClusterCache) {
    guard let selector else {
      entries[owner] = nil
      owners[owner.namespace]?.removeAll { $0 == owner }
      return
    }
    if let known = entries[owner], known.selector == selector { return }
    if entries[owner] == nil { owners[owner.namespace, default: []].append(owner) }
    var entry = Entry(selector: selector)
    for record in cache.table(Catalog.pods).records
    where record.namespace == owner.namespace && selector.matches(record.metadata.labels) {
      entry.set(record.key, isChosen: true)
    }
    entries[owner] = entry
  }

  /// Takes in a pod's change and gives back whose selectors choose it, before or after.
  mutating func observe(_ old: Object<Pod>?, _ new: Object<Pod>?) -> [ObjectKey] {
    guard !owners.isEmpty, let pod = new ?? old else { return [] }
    var found: [ObjectKey] = []
    for owner in owners[pod.namespace] ?? [] {
      guard var entry = entries[owner] else { continue }
      let before = old.map { entry.selector.matches($0.metadata.labels) } ?? false
      let after = new.map { entry.selector.matches($0.metadata.labels) } ?? false
      guard before || after else { continue }
      found.append(owner)
      if entry.slots[pod.key] == nil || !after {
        entries[owner] = nil
        entry.set(pod.key, isChosen: after)
        entries[owner] = entry
      }
    }
    return found
  }

  /// The pods that an object selects, in byte order of their names.
  func pods(of owner: ObjectKey, _ cache: ClusterCache) -> [Object<Pod>] {
    guard let entry = entries[owner] else { return [] }
    return entry.rows.compactMap { $0 }.sorted().compactMap { cache.get(Pod.self, $0) }
  }
}
