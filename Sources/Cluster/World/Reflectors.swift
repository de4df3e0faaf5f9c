import HashTreeCollections
import Resources
import Simulation

extension Ticket {
  /// For the watch of a kind.
  static func watch(_ kind: Int) -> Ticket { Ticket(-16 - kind) }
  fileprivate var watchedKind: Int? { number <= -16 ? -16 - number : nil }
}

/// What keeps the caches of one program filled: watches, and tries at watches while the API server cannot be reached.
///
/// After `tools/cache/reflector.go` of client-go: 800 ms after the first failure, twice as long after each that follows,
/// 30 seconds at most; the jitter is left out.
struct Reflectors: Sendable {
  let component: Component
  let user: User
  /// How often in a row the watch of a kind could not be opened.
  private var failures = TreeDictionary<Int, Int>()

  init(_ component: Component, _ user: User) {
    self.component = component
    self.user = user
  }

  func watch(_ kind: Int, background: Bool = false, _ effects: inout Effects) {
    var request = Request(.watch, kind)
    request.user = user
    effects.send(request, .watch(kind), background: background)
  }

  /// Takes in what became of a watch; false for an answer to something else.
  mutating func receive(_ response: Response, _ ticket: Ticket, _ effects: inout Effects) -> Bool {
    guard let kind = ticket.watchedKind else { return false }
    guard let failure = response.failure, failure.code == 0 else {
      failures[kind] = nil
      return true
    }
    let count = failures[kind] ?? 0
    failures[kind] = count + 1
    let delay = Milliseconds(min(30_000, 800 << Int64(min(count, 6))))
    effects.wake(component, .reflect(kind: kind), after: delay, background: true)
    return true
  }
}
