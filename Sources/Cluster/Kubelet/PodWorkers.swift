import HashTreeCollections
import Simulation
import Tree

/// The workers of one kubelet by their pods' UIDs, each at a place where it is changed without being copied.
package struct PodWorkers: Sendable {
  private var places = TreeDictionary<TextKey, Int>()
  private var rows = PagedArray<PodWorker?>()
  /// Places whose pods are gone.
  private var free: [Int] = []

  package var isEmpty: Bool { places.isEmpty }
  /// In the order of their places, the same in every process.
  package var values: [PodWorker] { rows.compactMap { $0 } }

  package subscript(uid: String) -> PodWorker? {
    get { places[TextKey(uid)].flatMap { rows[$0] } }
    _modify {
      if let place = places[TextKey(uid)] {
        yield &rows[place]
        if rows[place] == nil { forget(uid, place) }
      } else {
        var new: PodWorker?
        yield &new
        if let new { add(new, uid) }
      }
    }
  }

  private mutating func add(_ worker: PodWorker, _ uid: String) {
    if let place = free.popLast() {
      rows[place] = worker
      places[TextKey(uid)] = place
    } else {
      places[TextKey(uid)] = rows.count
      rows.append(worker)
    }
  }

  private mutating func forget(_ uid: String, _ place: Int) {
    places[TextKey(uid)] = nil
    free.append(place)
  }
}
