import HashTreeCollections
import Simulation
import Tree

/// The workers of one kubelet by their pods' UIDs.
package struct PodWorkers: Sendable {
  private var places = TreeDictionary<TextKey, Int>()
  private var rows = PagedArray<PodWorker?>()
  /// Places whose pods are gone.
  private var free: [Int] = []

  package var isEmpty: Bool { places.isEmpty }
  /// In the order of their places, the same in every process.
  package var values: [PodWorker] { rows.compactMap { $0 } }

  package subscript(uid: String) -> PodWorker? { place(of: uid).flatMap { rows[$0] } }

  func place(of uid: String) -> Int? { places[TextKey(uid)] }

  /// Takes a worker out to be changed without being copied; its place stays its own until it is put back or forgotten.
  mutating func take(from place: Int) -> PodWorker? {
    var worker: PodWorker?
    swap(&worker, &rows[place])
    return worker
  }

  mutating func put(_ worker: consuming PodWorker, at place: Int) {
    rows[place] = consume worker
  }

  mutating func add(_ worker: consuming PodWorker, _ uid: String) {
    if let place = free.popLast() {
      rows[place] = consume worker
      places[TextKey(uid)] = place
    } else {
      places[TextKey(uid)] = rows.count
      rows.append(consume worker)
    }
  }

  mutating func forget(_ uid: String, _ place: Int) {
    places[TextKey(uid)] = nil
    free.append(place)
  }
}
