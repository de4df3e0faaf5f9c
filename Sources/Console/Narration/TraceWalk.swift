import Machines
import Resources
import Typography
import Wire

/// A trace that is walked through, with the picture of the machines on its way.
package struct TraceWalk: Sendable {
  private let trace: Trace
  /// The hops that are shown: a question to everybody only where the packet itself also comes by, or at the end.
  private var steps: [Trace.Step] = []
  private var rows: [TraceRow] = []
  private let picture: TracePicture
  private let title: String
  package private(set) var position = 0

  init(_ trace: Trace, _ fabric: Fabric, title: String) {
    self.trace = trace
    self.title = title
    var way: Set<String> = []
    for step in trace.steps where !step.isResolution { way.insert(step.frame.place) }
    // A question that nobody answers is where the way ends.
    let last = trace.steps.lastIndex { !$0.isResolution } ?? -1
    for (place, step) in trace.steps.enumerated() {
      let isShown = way.contains(step.frame.place) || place > last
      if isShown { steps.append(step) }
      rows.append(TraceRow(step, number: isShown ? steps.count : nil))
    }
    picture = TracePicture(steps, fabric)
  }

  var isEmpty: Bool { steps.isEmpty }

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

  /// To the first hop from `start` on whose row has every word; false where there is none.
  package mutating func go(to words: [String], from start: Int) -> Bool {
    let found = rows.first { row in
      row.number.map { $0 > start } ?? false && row.has(words)
    }
    guard let number = found?.number else { return false }
    position = number - 1
    return true
  }

  // MARK: Pages

  package func page(
    _ language: Language, isAccessible: Bool, columns: Int, showsBytes: Bool = false
  ) -> String {
    let step = steps[position]
    let frame = step.frame
    var text = headline(frame, language)
    if !isAccessible {
      for line in picture.lines(at: frame.place, width: columns) { text += line + "\n" }
    }
    for hop in frame.hops {
      let sentence = HopText.decision(hop, at: frame.host, language)
      for line in sentence.wrapped(width: columns, indent: "  ", continuation: "      ") {
        text += line + "\n"
      }
    }
    text +=
      Text("  The packet now, \(frame.bytes.count) bytes:", "  现在的数据包，\(frame.bytes.count) 字节：")[
        language] + "\n"
    for line in TracePacket(step, isMarked: !isAccessible).lines(language) { text += "  \(line)\n" }
    if isAccessible { text += changes(step, language) }
    if showsBytes { text += trace.marked(step) + "\n" }
    if position == steps.count - 1 { text += ending(language) }
    return text
  }

  /// Every frame in a line, or those with all the words.
  func list(_ words: [String], _ language: Language) -> (rows: [String], ending: String) {
    let width = max(8, rows.map(\.place.displayWidth).max() ?? 0)
    let found = rows.filter { $0.has(words) }.map { $0.line(placeWidth: width) }
    guard words.isEmpty else { return (found, "") }
    return ([TraceRow.heading(placeWidth: width, language)] + found, ending(language))
  }

  private func headline(_ frame: FrameObservation, _ language: Language) -> String {
    let count = steps.count
    let isIn = frame.direction == .incoming
    return Text(
      "\(title), hop \(position + 1) of \(count): \(isIn ? "in at" : "out of") \(frame.device) of \(frame.host)\n",
      "\(title)，第 \(position + 1) 跳，共 \(count) 跳：\(isIn ? "进入" : "离开") \(frame.host) 的 \(frame.device)\n"
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
      let reason = DropText.reason(drop.reason, language)
      text += Text("  dropped: \(reason)\n", "  丢弃：\(reason)\n")[language]
    }
    text +=
      trace.isAnswered
      ? Text("The way ends here: it was answered.\n", "路径到此结束：已收到应答。\n")[language]
      : Text("The way ends here: nobody answered.\n", "路径到此结束：没有应答。\n")[language]
    return text
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
    say(Outcome(out: page(of: walk)))
    return true
  }

  package func page(of walk: TraceWalk) -> String {
    walk.page(
      language, isAccessible: isAccessible, columns: columns, showsBytes: showsTraceBytes)
  }
}
