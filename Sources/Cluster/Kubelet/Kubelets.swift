import Resources
import Simulation
import Store
import Tree

/// The kubelets of all nodes, each found by its node's name.
package struct Kubelets: Sendable {
  /// Each behind one reference: the first change after a copy of the world copies a page of these.
  private var all = PagedArray<Shared<Kubelet>>()
  private var places = QuickTable<TextKey, Int>()

  package init() {}

  package subscript(node: String) -> Kubelet? { places[TextKey(node)].map { all[$0].wrappedValue } }
  package var names: [String] { all.map(\.wrappedValue.node) }

  mutating func add(_ kubelet: Kubelet) {
    places[TextKey(kubelet.node)] = all.count
    all.append(Shared(wrappedValue: kubelet))
  }

  mutating func receive(
    _ response: Response, _ ticket: Ticket, node: String, _ effects: inout Effects
  ) {
    guard let place = places[TextKey(node)] else { return }
    all[place].wrappedValue.receive(response, ticket, &effects)
  }

  mutating func receive(_ notice: WatchNotice, node: String, _ effects: inout Effects) {
    guard let place = places[TextKey(node)] else { return }
    all[place].wrappedValue.receive(notice, &effects)
  }

  mutating func wake(
    _ wake: Wake, node: String, _ registry: ImageRegistry, _ effects: inout Effects
  ) {
    guard let place = places[TextKey(node)] else { return }
    all[place].wrappedValue.wake(wake, registry, &effects)
  }

  /// What the runtime does while its kubelet is down.
  mutating func miss(_ wake: Wake, node: String, _ effects: inout Effects) {
    guard let place = places[TextKey(node)] else { return }
    all[place].wrappedValue.miss(wake, &effects)
  }
}
