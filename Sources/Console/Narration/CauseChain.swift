import Cluster
import Resources
import Simulation

// The chain of causes of an event, and what set it off.
extension Console {
  /// The events that led to one, the first cause first.
  package func causes(of id: EventID) -> [JournalEntry] {
    var entries: [JournalEntry] = []
    var next: EventID? = id
    while let here = next, let entry = world.journal[here] {
      entries.append(entry)
      next = entry.cause
    }
    return entries.reversed()
  }

  func chain(to id: EventID) -> String {
    var entries = causes(of: id)
    guard let first = entries.first else { return "" }
    var text = "  " + origin(of: first) + "\n"
    if let silence = silence(in: entries) {
      // What did not happen has no event: the timer that noticed it stands for the wait.
      entries.removeFirst(max(0, silence.place - 1))
      text = "  $ \(silence.line)\n"
      text +=
        Text(
          "  -> since then nothing has come from kubelet@\(silence.node)\n",
          "  -> 此后 kubelet@\(silence.node) 再无消息\n")[language]
    }
    return text + lines(for: entries)
  }

  /// What set a chain off: a typed line, a fault, the world's start, or an event that is no longer kept.
  package func origin(of entry: JournalEntry) -> String {
    if entry.cause != nil {
      return Text("(earlier events are no longer kept)", "（更早的事件已不再保留）")[language]
    }
    if let line = timeline.injection(behind: entry.id)?.line { return "$ " + line }
    if case .resume(let pid) = entry.signal.body, let process = world.process(pid) {
      return "$ " + process.line
    }
    return Text("the world's start", "世界的开始")[language]
  }

  /// The latest event of a chain that somebody's silence led to, and the line that silenced them.
  private func silence(in entries: [JournalEntry]) -> (place: Int, node: String, line: String)? {
    for place in entries.indices.reversed() {
      guard let node = entries[place].notes.lazy.compactMap(\.silentNode).first,
        let number = world.journal.number(of: entries[place].id)
      else { continue }
      let fault = timeline.injections(before: number).first { silences($0, node) }
      return fault?.line.map { (place, node, $0) }
    }
    return nil
  }

  /// Whether something keeps a node's kubelet from being heard.
  private func silences(_ injection: Injection, _ node: String) -> Bool {
    let server = world.controlPlaneNode
    return switch injection {
    case .fault(let component, true): component == .kubelet(node) || component == .apiServer
    case .machineFault(.unplug(let host)): host == node || host == server
    case .machineFault(.partition(let hosts)):
      hosts.contains(node) != hosts.contains(server ?? World.outsideName)
    default: false
    }
  }

  // MARK: In words

  /// Of alike events in a row, which timers that repeat are, only the first and the last.
  private func lines(for entries: [JournalEntry]) -> String {
    var text = ""
    var place = 0
    while place < entries.count {
      let said = Narrator.sentence(entries[place], world, language)
      let row = entries[place...].prefix { Narrator.sentence($0, world, language) == said }
      text += "  -> " + line(for: entries[place])
      if row.count > 3 {
        text +=
          Text(
            "     … \(row.count - 2) times more, up to\n", "     …… 又重复 \(row.count - 2) 次，直到\n")[
            language]
        text += "  -> " + line(for: entries[place + row.count - 1])
        place += row.count
      } else {
        place += 1
      }
    }
    return text
  }
}
