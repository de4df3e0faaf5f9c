import Resources
import Simulation
import Store
import Tree

/// The kubelets of all nodes, each found by its node's name.
package struct Kubelets: Sendable {
  private var all = PagedArray<Kubelet>()
  private var places = QuickTable<TextKey, Int>()

  package init() {}

  package subscript(node: String) -> Kubelet? { places[TextKey(node)].map { all[$0] } }
  package var names: [String] { all.map(\.node) }

  mutating func add(_ kubelet: Kubelet) {
    places[TextKey(kubelet.node)] = all.count
    all.append(kubelet)
  }

  mutating func receive(
    _ response: Response, _ ticket: Ticket, node: String, _ effects: inout Effects
  ) {
    guard let place = places[TextKey(node)] else { return }
    all[place].receive(response, ticket, &effects)
  }

  mutating func receive(_ notice: WatchNotice, node: String, _ effects: inout Effects) {
    guard let place = places[TextKey(node)] else { return }
    all[place].receive(notice, &effects)
  }

  mutating func wake(
    _ wake: Wake, node: String, _ registry: ImageRegistry, _ effects: inout Effects
  ) {
    guard let place = places[TextKey(node)] else { return }
    all[place].wake(wake, registry, &effects)
  }
}
