import HashTreeCollections
import Resources
import Simulation
import Tree

/// The nodes as the scheduler counts them: what each has, and what the pods on it ask for.
package struct NodeSnapshot: Sendable {
  /// One node with the sums over its pods.
  package struct Entry: Sendable {
    package var node: Object<Node>
    package var cpu: Int64 = 0
    package var memory: Int64 = 0
    package var pods = 0
  }

  package private(set) var entries = PagedArray<Entry?>()
  private var places = TreeDictionary<String, Int>()
  /// By pod: where it is counted.
  private var placed = TreeDictionary<ObjectKey, String>()
  private var asked = TreeDictionary<ObjectKey, PodRequest>()

  package init() {}

  mutating func set(_ node: Object<Node>) {
    if let place = places[node.name] {
      entries[place]?.node = node
    } else {
      places[node.name] = entries.count
      entries.append(Entry(node: node))
    }
  }

  mutating func remove(_ node: Object<Node>) {
    if let place = places.removeValue(forKey: node.name) { entries[place] = nil }
  }

  /// Counts a pod on a node; a pod that is counted there already is not counted again.
  mutating func addPod(_ pod: Object<Pod>, to node: String) {
    if placed[pod.key] == node { return }
    if placed[pod.key] != nil { forget(pod.key) }
    guard let place = places[node] else { return }
    let request = PodRequest(pod.body.spec)
    placed[pod.key] = node
    asked[pod.key] = request
    entries[place]?.cpu += request.cpu
    entries[place]?.memory += request.memory
    entries[place]?.pods += 1
  }

  /// Gives back whether the pod was counted anywhere.
  mutating func removePod(_ pod: Object<Pod>) -> Bool {
    let isCounted = placed[pod.key] != nil
    forget(pod.key)
    return isCounted
  }

  mutating func forget(_ key: ObjectKey) {
    guard let node = placed.removeValue(forKey: key), let request = asked.removeValue(forKey: key),
      let place = places[node]
    else { return }
    entries[place]?.cpu -= request.cpu
    entries[place]?.memory -= request.memory
    entries[place]?.pods -= 1
  }
}

/// What a pod asks for, as the scheduler sums it up: containers together, or the greediest init container.
package struct PodRequest: Hashable, Sendable {
  /// Thousandths of a core.
  package var cpu: Int64 = 0
  /// Bytes.
  package var memory: Int64 = 0

  package init(_ spec: PodSpec) {
    for container in spec.containers {
      cpu += container.resources.requests["cpu"]?.milliValue ?? 0
      memory += container.resources.requests["memory"]?.value ?? 0
    }
    for container in spec.initContainers {
      cpu = max(cpu, container.resources.requests["cpu"]?.milliValue ?? 0)
      memory = max(memory, container.resources.requests["memory"]?.value ?? 0)
    }
  }
}
