import Simulation
import Wire

extension Fabric {
  /// Begins a call; nil when the answer comes later, to `waiter`.
  package mutating func begin(
    _ call: HostCall, in here: NamespaceID, for waiter: Waiter
  ) -> HostAnswer? {
    wake(here)
    switch call {
    case .now: return .instant(moment)
    case .space: return .space(view(of: here))
    case .change(let change):
      if let reason = apply(change, in: here) { return .failure(reason, 0) }
      noteChange(in: here, by: waiter)
      return .done
    case .sleep(let microseconds):
      startWaiting(waiter, timeout: microseconds)
      return nil
    case .random(let bound): return .number(Int64(self[here].random.below(max(1, bound))))
    case .read(let path) where path.hasPrefix("/proc/sys/"):
      let name = String(path.dropFirst(10)).replacing("/", with: ".")
      return setting(name, here).map { .text($0 + "\n") } ?? .failure(.noEntry, 0)
    case .write(let path, let text) where path.hasPrefix("/proc/sys/"):
      let name = String(path.dropFirst(10)).replacing("/", with: ".")
      if let reason = set(name, text.trimmed, here) { return .failure(reason, 0) }
      noteChange(in: here, by: waiter)
      return .done
    case .read(let path):
      let own = self[here].files.first { $0.path == path }?.text
      return (own ?? file(path, on: self[here].machine)).map { .text($0) } ?? .failure(.noEntry, 0)
    case .write(let path, let text):
      machines[self[here].machine.index].files[path] = text
      return .done
    case .processes: return .list(processList(here))
    case .lookup(let address): return .route(routeAnswer(address, here))
    default: return socketCall(call, here, waiter)
    }
  }

  /// Mixes into the fingerprint who changed a namespace with which words.
  private mutating func noteChange(in here: NamespaceID, by waiter: Waiter) {
    guard case .process(let id) = waiter, let process = processes[id.number] else { return }
    for word in [self[here].name] + process.arguments + [process.input] {
      for byte in word.utf8 { changeDigest = (changeDigest ^ UInt64(byte)) &* 0x100_0000_01B3 }
      changeDigest = (changeDigest ^ 0xFF) &* 0x100_0000_01B3
    }
  }

  func routeAnswer(
    _ address: IPv4Address, _ here: NamespaceID
  ) -> Result<RouteAnswer, Errno> {
    lookup(address, in: here).map { decision in
      let learned = self[here].pathMTUs.first { $0.destination == address && $0.expires > now }
      return RouteAnswer(
        decision: decision, source: sourceAddress(decision, here),
        learned: learned.map {
          RouteAnswer.LearnedMTU(
            mtu: $0.mtu, seconds: ($0.expires.microseconds - now.microseconds) / 1_000_000)
        })
    }
  }
}
