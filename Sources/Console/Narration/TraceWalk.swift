import Machines
import Resources
import Wire

/// A trace that is walked through, with the picture of the machines on its way.
struct TraceWalk: Sendable {
  private let trace: Trace
  /// The hops that are shown: a question to everybody only where the packet itself also comes by.
  private var steps: [Trace.Step] = []
  private let title: String
  private(set) var position = 0
  /// The machines of the nodes on the way, each with its devices from the pod down to the wire.
  private var columns: [(machine: String, places: [(host: String, device: String)])] = []

  init(_ trace: Trace, _ fabric: Fabric, title: String) {
    self.trace = trace
    self.title = title
    var way: Set<String> = []
    for step in trace.steps where !step.isResolution { way.insert(step.frame.place) }
    steps = trace.steps.filter { way.isEmpty || way.contains($0.frame.place) }
    for step in steps {
      let space = fabric.space(step.frame.interface.namespace)
      let machine = fabric.machines[space.machine.index].name
      // A switch is the line between the nodes.
      if space.devices.contains(where: { $0?.name == "eth0" }) {
        add(step.frame.host, step.frame.device, to: machine)
      }
    }
    for index in columns.indices.dropFirst() { columns[index].places.reverse() }
  }

  var isEmpty: Bool { steps.isEmpty }

  private mutating func add(_ host: String, _ device: String, to machine: String) {
    let column = columns.firstIndex { $0.machine == machine } ?? columns.count
    if column == columns.count { columns.append((machine, [])) }
    if !columns[column].places.contains(where: { $0.host == host && $0.device == device }) {
      columns[column].places.append((host, device))
    }
  }

  /// One hop on; false at the end.
  mutating func goOn() -> Bool {
    guard position < steps.count - 1 else { return false }
    position += 1
    return true
  }

  /// One hop back; false at the beginning.
  mutating func goBack() -> Bool {
    guard position > 0 else { return false }
    position -= 1
    return true
  }

  // MARK: Pages

  func page(_ language: Language, isAccessible: Bool) -> String {
    let step = steps[position]
    let frame = step.frame
    var text = headline(frame, language)
    text += isAccessible ? "" : picture(frame)
    for hop in frame.hops { text += "  " + HopText.sentence(hop, language) + "\n" }
    var printer = Tcpdump()
    for earlier in steps[..<position] {
      _ = printer.line(earlier.frame.bytes, link: earlier.frame.link)
    }
    text += "  " + printer.line(frame.bytes, link: frame.link) + "\n"
    text += changes(step, language)
    text += trace.marked(step) + "\n"
    if position == steps.count - 1 { text += ending(language) }
    return text
  }

  private func headline(_ frame: FrameObservation, _ language: Language) -> String {
    let count = steps.count
    let isIn = frame.direction == .incoming
    return Text(
      "\(title), hop \(position + 1) of \(count): the packet \(isIn ? "comes in at" : "leaves by") \(frame.device) of \(frame.host)\n",
      "\(title)，第 \(position + 1) 跳，共 \(count) 跳：数据包\(isIn ? "进入" : "离开") \(frame.host) 的 \(frame.device)\n"
    )[language]
  }

  private func changes(_ step: Trace.Step, _ language: Language) -> String {
    guard !step.changed.isEmpty else { return "" }
    let fields = step.changed.map { change in
      let layer = step.dissection.layers[change.layer]
      return "\(layer.name) \(layer.fields[change.field].name) \(layer.fields[change.field].value)"
    }
    return Text("  changed: ", "  改变：")[language] + fields.joined(separator: ", ") + "\n"
  }

  private func ending(_ language: Language) -> String {
    var text = ""
    for drop in trace.drops {
      text += Text("  dropped: \(drop.reason)\n", "  丢弃：\(drop.reason)\n")[language]
    }
    text +=
      trace.isAnswered
      ? Text("The way ends here: it was answered.\n", "路径到此结束：已收到应答。\n")[language]
      : Text("The way ends here: nobody answered.\n", "路径到此结束：没有应答。\n")[language]
    return text
  }

  /// The devices of each machine one above the other, the one in question in brackets.
  private func picture(_ frame: FrameObservation) -> String {
    let height = columns.map(\.places.count).max() ?? 0
    var text = ""
    for row in 0..<height {
      var line = ""
      for (index, column) in columns.enumerated() {
        // The wire is at the bottom.
        let place = row - (height - column.places.count)
        line = fitted(line, index * 30)
        guard place >= 0 else { continue }
        let (host, device) = column.places[place]
        let isHere = host == frame.host && device == frame.device
        line += isHere ? "  [\(host)/\(device)]" : "   \(host)/\(device)"
      }
      text += line + "\n"
    }
    guard columns.count > 1 else { return text }
    var wire = "   +"
    while wire.utf8.count < (columns.count - 1) * 30 + 3 { wire += "-" }
    return text + wire + "+\n"
  }

  private func fitted(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.utf8.count))
  }
}

extension Console {
  /// Takes Enter, `next` and `back` while a packet is followed; anything else leaves it.
  mutating func walk(_ words: [String]) -> Bool {
    guard var walk = traceWalk else { return false }
    let isMoved: Bool
    switch words {
    case [], ["next"], ["n"]: isMoved = walk.goOn()
    case ["back"], ["b"]: isMoved = walk.goBack()
    default:
      traceWalk = nil
      return false
    }
    guard isMoved else {
      let atEnd = words != ["back"] && words != ["b"]
      if atEnd { traceWalk = nil }
      say(
        Outcome(
          out: atEnd
            ? Text("The trace is over.\n", "跟踪结束。\n")[language]
            : Text("This is the first hop.\n", "这是第一跳。\n")[language]))
      return true
    }
    traceWalk = walk
    say(Outcome(out: walk.page(language, isAccessible: isAccessible)))
    return true
  }
}
