import Cluster
import Resources
import Simulation

/// `step [N]`: one event forward.
struct StepVerb: ConsoleVerb {
  let names = ["step", "s"]
  let summary = Text("one event forward", "前进一个事件")
  let usage = Text(
    "step [N]\nHandles the next event, or the next N. Forward over a line that was typed runs it again.",
    "step [N]\n处理下一个事件，或接下来的 N 个。前进经过输入过的命令时会重新运行它。")

  func run(_ arguments: [String], _ console: inout Console) -> Outcome {
    guard let count = console.count(arguments) else {
      return console.misused(
        self, Text("step takes a whole number from 1 to 100000.", "step 接受 1 到 100000 的整数。"))
    }
    var text = ""
    for number in 0..<count {
      guard let entry = console.stepVisibly() else {
        text += Text("Nothing more is due.", "没有待处理的事件了。")[console.language] + "\n"
        break
      }
      if count <= 20 || number >= count - 5 { text += console.line(for: entry) }
    }
    return Outcome(out: text)
  }
}

/// `back [N]`: one event back.
struct BackVerb: ConsoleVerb {
  let names = ["back", "b"]
  let summary = Text("one event back", "后退一个事件")
  let usage = Text(
    "back [N]\nUndoes the last event, or the last N. Nothing is lost: step goes forward again.",
    "back [N]\n撤回最近一个事件，或最近 N 个。不会丢失任何东西：step 可再次前进。")

  func run(_ arguments: [String], _ console: inout Console) -> Outcome {
    guard let count = console.count(arguments) else {
      return console.misused(
        self, Text("back takes a whole number from 1 to 100000.", "back 接受 1 到 100000 的整数。"))
    }
    let here = console.timeline.place
    guard here.events > console.timeline.start || here.injections > 0 else {
      return .refused(Text("This is the beginning.", "这里就是起点。")[console.language], exit: 1)
    }
    let visible = console.visibleTarget(back: count)
    return console.travel(to: console.timeline.place(ofEvent: visible), .event)
  }
}

/// `finish`: until this cascade is quiet.
struct FinishVerb: ConsoleVerb {
  let names = ["finish"]
  let summary = Text("run until this cascade is quiet", "运行到这串连锁反应平息")
  let usage = Text(
    "finish\nRuns until nothing is due but what repeats (leases, probes) or waits out a back-off; breakpoints do not stop it.",
    "finish\n运行到除重复事件（租约、探针）和退避等待之外没有待处理的事件为止；断点不会使其停下。")

  func run(_ arguments: [String], _ console: inout Console) -> Outcome {
    console.activity = .finishing(latest: console.world.now + Console.settlingTime)
    return Outcome()
  }
}

/// `continue`: to a breakpoint, a watchpoint, or settled.
struct ContinueVerb: ConsoleVerb {
  let names = ["continue", "c"]
  let summary = Text("run to a breakpoint, a watchpoint, or until settled", "运行到断点、观察点或平息为止")
  let usage = Text(
    "continue\nLets time run until a breakpoint or watchpoint stops it, or nothing more is due.",
    "continue\n让时间前进，直到断点或观察点使其停下，或没有待处理的事件。")

  func run(_ arguments: [String], _ console: inout Console) -> Outcome {
    console.activity = .settling(latest: console.world.now + Console.settlingTime)
    return Outcome()
  }
}

/// `goto EVENT|NAME`: to a place in time.
struct GotoVerb: ConsoleVerb {
  let names = ["goto"]
  let summary = Text("to an event or a mark", "转到某个事件或标记")
  let usage = Text(
    "goto EVENT|NAME\nGoes to just after an event (by its number), or to a mark.",
    "goto EVENT|NAME\n转到某个事件（按编号）之后，或某个标记。")

  func run(_ arguments: [String], _ console: inout Console) -> Outcome {
    guard let target = arguments.first, arguments.count == 1 else {
      return console.misused(
        self, Text("goto takes one event number or name.", "goto 接受一个事件编号或名称。"))
    }
    if let number = Int(target) {
      let range = console.timeline.start...console.timeline.branch.tip.events
      guard range.contains(number) else {
        return .refused(
          Text(
            "There is no event \(number) yet: this branch has \(range.lowerBound) to \(range.upperBound).",
            "没有事件 \(number)：本分支有 \(range.lowerBound) 到 \(range.upperBound)。")[console.language],
          exit: 1)
      }
      return console.travel(to: console.timeline.place(ofEvent: number), .whereabouts)
    } else if !console.timeline.go(toMark: target) {
      let known = console.timeline.marks.map(\.name).joined(separator: ", ")
      return .refused(
        Text(
          "There is no mark \(target). Marks: \(known.isEmpty ? "none" : known).",
          "没有标记 \(target)。现有标记：\(known.isEmpty ? "无" : known)。")[console.language], exit: 1)
    }
    return Outcome(out: console.whereText())
  }
}

extension Console {
  /// A count of events from the arguments; 1 when there is none, nil when it is no such number.
  func count(_ arguments: [String]) -> Int? {
    guard let first = arguments.first else { return 1 }
    guard arguments.count == 1, let number = Int(first), (1...100_000).contains(number) else {
      return nil
    }
    return number
  }

  /// One event, passing over what only repeats while something else is due.
  mutating func stepVisibly() -> JournalEntry? {
    while let entry = timeline.step(keeping: true) {
      if !entry.signal.isBackground || world.isSettled { return entry }
    }
    return nil
  }

  /// The number of the event that is `count` foreground events back.
  func visibleTarget(back count: Int) -> Int {
    var number = world.journal.count
    var left = count
    while left > 0, number > timeline.start {
      number -= 1
      if let entry = world.journal[number], entry.signal.isBackground, number > timeline.start,
        world.journal[number - 1].map({ !$0.signal.isBackground }) ?? false
      {
        continue
      }
      left -= 1
    }
    return max(number, timeline.start)
  }

  /// `#1234  2.003s  kube-scheduler …`.
  package func line(for entry: JournalEntry) -> String {
    let number = world.journal.number(of: entry.id).map { $0 + 1 } ?? 0
    return "#\(number)  \(clock(entry.at))  \(Narrator.sentence(entry, world, language))\n"
  }

  /// Model time since the start in seconds, to the tenth of a millisecond.
  package func clock(_ instant: Instant) -> String {
    let tenths = instant.microseconds / 100
    let fraction = String(tenths % 10_000 + 10_000).dropFirst()
    return "\(tenths / 10_000).\(fraction)s"
  }
}
