import Cluster
import Resources
import Simulation

// The chain of causes of an event, and what set it off.
extension Console {
  /// The events that led to one as far as they are kept, the first cause first.
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
    let root = root(of: entries.first?.id ?? id)
    let forgotten = root.distance + (entries.isEmpty ? 1 : 0)
    var text = "  " + origin(of: root.id) + "\n"
    if forgotten > 0 {
      // In that past they are kept: it is run again.
      let number = world.journal.number(of: entries.first?.id ?? id).map { $0 + 1 } ?? 0
      text +=
        Text(
          "     … \(forgotten) events that are no longer kept: goto \(number), and why tells the last of them\n",
          "     …… \(forgotten) 个已不再保留的事件：goto \(number) 后再用 why 可查看其中最近的部分\n")[language]
    }
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

  /// The event that set off what led to one, and how many steps away it is.
  private func root(of event: EventID) -> (id: EventID, distance: Int) {
    var (id, distance) = (event, 0)
    while let cause = world.journal.cause(of: id) {
      id = cause
      distance += 1
    }
    return (id, distance)
  }

  /// What set a chain off: a typed line, a fault, or the world's start.
  package func origin(of id: EventID) -> String {
    if let line = timeline.injection(behind: id)?.line { return "$ " + line }
    if case .resume(let pid)? = world.journal[id]?.signal.body, let process = world.process(pid) {
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

  /// The most lines that a chain is told in, and how many of them are its beginning.
  private static let (mostLines, firstLines) = (60, 20)

  /// Of alike events in a row, which timers that repeat are, only the first and the last; of very long chains the
  /// beginning and the end.
  private func lines(for entries: [JournalEntry]) -> String {
    if entries.count > Self.mostLines {
      let last = entries.suffix(Self.mostLines - Self.firstLines)
      let count = entries.count - Self.mostLines
      return lines(for: Array(entries.prefix(Self.firstLines)))
        + Text("     … \(count) events more, and then\n", "     …… 再经过 \(count) 个事件，然后\n")[
          language] + lines(for: Array(last))
    }
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
