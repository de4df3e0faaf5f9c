import Cluster
import Resources
import Simulation

/// `crash PROCESS@HOST`: SIGKILL; what supervises it decides what follows.
struct CrashVerb: ConsoleVerb {
  let names = ["crash"]
  let summary = Text("kill a process with SIGKILL", "用 SIGKILL 杀死进程")
  let usage = Text(
    "crash PROCESS@HOST\nSIGKILL: whatever supervises the process (systemd, nothing) decides what follows.",
    "crash PROCESS@HOST\nSIGKILL：之后如何由监管它的程序（systemd，或没有）决定。")

  func run(_ arguments: [String], _ console: inout Console) -> Outcome {
    console.breakProcess(arguments, self, 1) { .crash($0, host: $1) }
  }
}

/// `hang PROCESS@HOST`: SIGSTOP, until start.
struct HangVerb: ConsoleVerb {
  let names = ["hang"]
  let summary = Text("stop a process with SIGSTOP, until start", "用 SIGSTOP 挂起进程，直到 start")
  let usage = Text(
    "hang PROCESS@HOST\nSIGSTOP: the process stays where it is and does nothing until start.",
    "hang PROCESS@HOST\nSIGSTOP：进程保持原状，直到 start 之前什么也不做。")

  func run(_ arguments: [String], _ console: inout Console) -> Outcome {
    console.breakProcess(arguments, self, 1) { .hang($0, host: $1) }
  }
}

/// `slow PROCESS@HOST [SECONDS]`: every answer that much later, until start.
struct SlowVerb: ConsoleVerb {
  let names = ["slow"]
  let summary = Text("make every answer of a process late", "让进程的每个应答都变慢")
  let usage = Text(
    "slow PROCESS@HOST [SECONDS]\nEvery answer of the process comes that much later (1 s), until start.",
    "slow PROCESS@HOST [秒]\n进程的每个应答都晚这么久（默认 1 秒），直到 start。")

  func run(_ arguments: [String], _ console: inout Console) -> Outcome {
    var delay: Int64 = 1_000_000
    if arguments.count == 2 {
      guard let given = Console.microseconds(arguments[1]) else {
        return console.misused(self, Text("SECONDS is a number such as 0.5.", "秒数形如 0.5。"))
      }
      delay = given
    }
    return console.breakProcess(Array(arguments.prefix(1)), self, 1) { [delay] in
      .slow($0, host: $1, delay)
    }
  }
}

/// `unplug HOST`: its cable is out.
struct UnplugVerb: ConsoleVerb {
  let names = ["unplug"]
  let summary = Text("pull a machine's network cable", "拔掉一台机器的网线")
  let usage = Text(
    "unplug HOST\nNo frame comes or goes until plug.", "unplug HOST\n在 plug 之前没有帧进出。")

  func run(_ arguments: [String], _ console: inout Console) -> Outcome {
    console.breakMachines(arguments, self, 1...1) { .unplug($0[0]) }
  }
}

/// `plug HOST`: its cable is in again.
struct PlugVerb: ConsoleVerb {
  let names = ["plug"]
  let summary = Text("put a machine's network cable back", "插回一台机器的网线")
  let usage = Text("plug HOST\nThe cable is in again.", "plug HOST\n网线重新插上。")

  func run(_ arguments: [String], _ console: inout Console) -> Outcome {
    console.breakMachines(arguments, self, 1...1) { .plug($0[0]) }
  }
}

/// `partition HOST…`: these reach each other and nobody else.
struct PartitionVerb: ConsoleVerb {
  let names = ["partition"]
  let summary = Text("wall machines off from the others", "把一些机器与其他机器隔开")
  let usage = Text(
    "partition HOST…\nThese machines reach each other and nobody else, until heal.",
    "partition HOST…\n在 heal 之前，这些机器只能互相通信。")

  func run(_ arguments: [String], _ console: inout Console) -> Outcome {
    console.breakMachines(arguments, self, 1...5_000) { .partition($0) }
  }
}

/// `heal`: every machine reaches every other again.
struct HealVerb: ConsoleVerb {
  let names = ["heal"]
  let summary = Text("take partitions away", "取消隔离")
  let usage = Text("heal\nEvery machine reaches every other again.", "heal\n所有机器重新互通。")

  func run(_ arguments: [String], _ console: inout Console) -> Outcome {
    console.breakMachines(arguments, self, 0...0) { _ in .heal }
  }
}

extension Console {
  /// `0.5` as microseconds.
  static func microseconds(_ text: String) -> Int64? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = Int64(parts[0]), (0...3_600).contains(whole) else {
      return nil
    }
    guard parts.count == 2 else { return whole * 1_000_000 }
    let digits = parts[1].prefix(6)
    guard !digits.isEmpty,
      let part = Int64(digits + String(repeating: "0", count: 6 - digits.count)),
      part >= 0
    else { return nil }
    return whole * 1_000_000 + part
  }

  private func split(_ text: String) -> (process: String, host: String)? {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false).map(String.init)
    return parts.count == 2 && !parts[0].isEmpty ? (parts[0], parts[1]) : nil
  }

  /// `stop` and `start` of a process of a machine, where the machine has one.
  func machineFault(_ text: String, down: Bool) -> MachineFault? {
    guard let (process, host) = split(text), world.hasUnit(process, on: host) else { return nil }
    return down ? .stop(process, host: host) : .start(process, host: host)
  }

  mutating func inject(_ fault: MachineFault, down: Bool) -> Outcome {
    timeline.inject(.machineFault(fault))
    if !isManual { activity = .settling(latest: world.now + Self.settlingTime) }
    return Outcome(out: Self.sentence(fault)[language] + "\n")
  }

  mutating func breakProcess(
    _ arguments: [String], _ verb: any ConsoleVerb, _ count: Int,
    _ fault: (String, String) -> MachineFault
  ) -> Outcome {
    guard arguments.count == count, let (process, host) = split(arguments[0]),
      world.hasUnit(process, on: host)
        || verb is CrashVerb && world.hasSystemContainer(running: process, on: host)
    else {
      let given = arguments.joined(separator: " ")
      if let name = arguments.first, component(name) != nil {
        let what = verb.names[0]
        return .refused(
          Text(
            "\(what) is not possible for \(name) yet; stop and start are.",
            "\(what) 尚不支持 \(name)；可用 stop 与 start。")[language])
      }
      return misused(
        verb, Text("\(given) is no process of a machine.", "\(given) 不是某台机器上的进程。"))
    }
    return inject(fault(process, host), down: true)
  }

  mutating func breakMachines(
    _ arguments: [String], _ verb: any ConsoleVerb, _ counts: ClosedRange<Int>,
    _ fault: ([String]) -> MachineFault
  ) -> Outcome {
    let unknown = arguments.first { !world.hasMachine($0) }
    guard counts.contains(arguments.count), unknown == nil else {
      let given = unknown ?? arguments.joined(separator: " ")
      return misused(verb, Text("\(given) is no machine.", "\(given) 不是机器。"))
    }
    return inject(fault(arguments), down: true)
  }

  private static func sentence(_ fault: MachineFault) -> Text {
    switch fault {
    case .stop(let name, let host): Text("\(name) on \(host) is stopped", "\(host) 上的 \(name) 已停止")
    case .start(let name, let host): Text("\(name) on \(host) is started", "\(host) 上的 \(name) 已启动")
    case .crash(let name, let host): Text("\(name) on \(host) is killed", "\(host) 上的 \(name) 已被杀死")
    case .hang(let name, let host): Text("\(name) on \(host) hangs", "\(host) 上的 \(name) 已挂起")
    case .slow(let name, let host, _): Text("\(name) on \(host) is slow", "\(host) 上的 \(name) 变慢了")
    case .unplug(let host): Text("\(host) is unplugged", "\(host) 的网线已拔掉")
    case .plug(let host): Text("\(host) is plugged in", "\(host) 的网线已插上")
    case .partition(let hosts):
      Text("\(hosts.joined(separator: ", ")): walled off", "\(hosts.joined(separator: "、"))：已隔离")
    case .heal: Text("every machine reaches every other", "所有机器重新互通")
    }
  }
}
