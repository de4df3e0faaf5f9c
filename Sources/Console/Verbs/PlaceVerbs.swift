import Resources
import Simulation

/// `mark NAME`: names this place in time.
struct MarkVerb: ConsoleVerb {
  let names = ["mark"]
  let summary = Text("name this place in time", "为此刻命名")
  let usage = Text("mark NAME\nNames this place in time, for goto.", "mark NAME\n为此刻命名，供 goto 使用。")

  func run(_ arguments: [String], _ console: inout Console) -> Outcome {
    guard let name = arguments.first, arguments.count == 1, Int(name) == nil else {
      return console.misused(
        self, Text("mark takes one name that is not a number.", "mark 接受一个非数字的名称。"))
    }
    console.timeline.mark(name)
    return Outcome(
      out: Text("marked \(name): ", "已标记 \(name)：")[console.language] + console.whereText())
  }
}

/// `branches`: the courses of events that there are.
struct BranchesVerb: ConsoleVerb {
  let names = ["branches"]
  let summary = Text("the courses of events so far", "至今的各条时间线")
  let usage = Text(
    "branches\nLists the branches: a line typed in the past starts one, and the old future stays.",
    "branches\n列出分支：在过去输入命令会开始新的分支，原来的未来会保留。")

  func run(_ arguments: [String], _ console: inout Console) -> Outcome {
    var text = ""
    for (index, branch) in console.timeline.branches.enumerated() {
      let mark = index == console.timeline.current ? "*" : " "
      let last = branch.injections.last { $0.injection.isTypedLine }?.injection.line
      text +=
        "\(mark) \(branch.name)  "
        + Text("to event \(branch.tip.events)", "到事件 \(branch.tip.events)")[console.language]
      text += last.map { "  $ \($0)" } ?? ""
      text += "\n"
    }
    return Outcome(out: text)
  }
}

/// `branch NAME`: to the end of another branch.
struct BranchVerb: ConsoleVerb {
  let names = ["branch"]
  let summary = Text("to another course of events", "转到另一条时间线")
  let usage = Text(
    "branch NAME\nGoes to where another branch has got to.", "branch NAME\n转到另一分支的末端。")

  func run(_ arguments: [String], _ console: inout Console) -> Outcome {
    guard let name = arguments.first, arguments.count == 1 else {
      return console.misused(
        self, Text("branch takes one name; branches lists them.", "branch 接受一个名称；branches 可列出。"))
    }
    guard let index = console.timeline.branches.firstIndex(where: { $0.name == name }) else {
      return .refused(
        Text("There is no branch \(name); branches lists them.", "没有分支 \(name)；branches 可列出。")[
          console.language], exit: 1)
    }
    if index != console.timeline.current { console.timeline.visit(index) }
    return Outcome(out: console.whereText())
  }
}

/// `undo`: takes back the last typed line, whole.
struct UndoVerb: ConsoleVerb {
  let names = ["undo"]
  let summary = Text("take back the last typed line, whole", "整个撤销最近输入的一行")
  let usage = Text(
    "undo\nGoes to just before the last line that was typed. redo goes forward again.",
    "undo\n回到最近输入的一行之前。redo 可再次前进。")

  func run(_ arguments: [String], _ console: inout Console) -> Outcome {
    let here = console.timeline.place
    guard let last = console.timeline.lines.last(where: { $0.before < here }) else {
      return .refused(Text("No line to undo.", "没有可撤销的命令。")[console.language], exit: 1)
    }
    console.undone.append(Console.Undone(branch: console.timeline.current, tip: here))
    console.timeline.go(to: last.before)
    return Outcome(out: Text("undone: \(last.text)\n", "已撤销：\(last.text)\n")[console.language])
  }
}

/// `redo`: the line that was undone, again.
struct RedoVerb: ConsoleVerb {
  let names = ["redo"]
  let summary = Text("do the undone line again", "重做撤销的一行")
  let usage = Text("redo\nGoes forward to where undo came from.", "redo\n前进到 undo 之前的位置。")

  func run(_ arguments: [String], _ console: inout Console) -> Outcome {
    guard let last = console.undone.popLast(), last.branch == console.timeline.current else {
      return .refused(Text("Nothing to redo.", "没有可重做的命令。")[console.language], exit: 1)
    }
    console.timeline.go(to: last.tip)
    return Outcome(out: console.whereText())
  }
}

/// `where`: the place in time, and what comes next.
struct WhereVerb: ConsoleVerb {
  let names = ["where"]
  let summary = Text("the place in time and what comes next", "当前所处的时刻与接下来的事件")
  let usage = Text(
    "where\nShows the event, the clock, the branch, and what is due.", "where\n显示事件、时钟、分支与待处理的事件。")

  func run(_ arguments: [String], _ console: inout Console) -> Outcome {
    var text = console.whereText()
    if let entry = console.world.journal.last {
      text += Text("last   ", "上一个 ")[console.language] + console.line(for: entry)
    }
    let due = console.world.queue.foregroundCount
    text += Text("\(due) events are due", "待处理事件 \(due) 个")[console.language]
    if let next = console.world.queue.nextForegroundInstant {
      text +=
        Text(", the next at \(console.clock(next))", "，下一个在 \(console.clock(next))")[
          console.language]
    }
    return Outcome(out: text + "\n")
  }
}

extension Console {
  /// `event 1234, 12.0030s, branch main`.
  package func whereText() -> String {
    let name = timeline.branch.name
    let tip = timeline.branch.tip.events
    let past =
      timeline.isInPast
      ? Text(" (of \(tip) so far)", "（已知到 \(tip)）")[language] : ""
    return Text(
      "event \(world.journal.count)\(past), \(clock(world.now)), branch \(name)\n",
      "事件 \(world.journal.count)\(past)，\(clock(world.now))，分支 \(name)\n")[language]
  }
}
