import Cluster
import Machines
import Resources
import Wire

/// `trace FROM TO`: a packet hop by hop.
struct TraceVerb: ConsoleVerb {
  let names = ["trace"]
  let summary = Text("follow a packet hop by hop", "逐跳跟踪一个数据包")
  let usage = Text(
    "trace [--bytes] [--size=BYTES] FROM TO | trace --list FROM TO [WORD…]\nSends a probe in a copy of the world and stops at every hop. TO is a pod, an address, a Service or a URL. Enter or next goes on, back goes back, any other line leaves. --list gives every frame in a line, or those with all the words (* for any letters). --size sends a ping with so much data and DF set.",
    "trace [--bytes] [--size=字节数] FROM TO | trace --list FROM TO [词…]\n在世界的副本中发出探测包，并在每一跳停下。TO 是 Pod、地址、Service 或 URL。回车或 next 前进，back 后退，输入其他行则离开。--list 每帧列出一行，给出词时只列出含有全部词的帧（* 表示任意字符）。--size 发出带这么多数据、设置 DF 的 ping。"
  )

  func run(_ arguments: [String], _ console: inout Console) -> Outcome {
    var arguments = arguments.map { $0.filter { $0 != "'" && $0 != "\"" } }
    let options = arguments.prefix { $0.hasPrefix("--") }
    arguments.removeFirst(options.count)
    let isList = options.contains("--list")
    let isBytes = options.contains("--bytes")
    let size = options.first { $0.hasPrefix("--size=") }.flatMap { Int($0.dropFirst(7)) }
    let isKnown = options.allSatisfy { option in
      ["--list", "--bytes"].contains(option) || size != nil && option.hasPrefix("--size=")
    }
    guard isKnown, (0...60_000).contains(size ?? 0) else {
      return console.misused(
        self,
        Text("The options are --list, --bytes, --size=BYTES.", "选项有 --list、--bytes、--size=字节数。"))
    }
    guard isList ? arguments.count >= 2 : arguments.count == 2 else {
      return console.misused(self, Text("trace takes two places.", "trace 需要两个位置。"))
    }
    let found = console.world.hosts(named: arguments[0])
    guard found.count == 1 else {
      let names = found.joined(separator: ", ")
      return .refused(
        found.isEmpty
          ? Text(
            "There is no machine or pod named \(arguments[0]).", "没有名为 \(arguments[0]) 的机器或 Pod。")[
              console.language]
          : Text(
            "\(arguments[0]) is more than one thing: \(names)", "\(arguments[0]) 有多个含义：\(names)")[
              console.language], exit: 1)
    }
    let name = found[0].hasPrefix("node/") ? String(found[0].dropFirst(5)) : found[0]
    var world = console.world
    world.materialiseNetwork()
    guard let network = world.network, let from = network.fabric.namespace(named: name)
    else {
      return .refused(
        Text("\(name) is on no network.", "\(name) 不在网络上。")[console.language], exit: 1)
    }
    guard let target = TraceTarget(arguments[1], world) else {
      return .refused(
        Text(
          "\(arguments[1]) is no pod, address, Service or URL here.",
          "\(arguments[1]) 不是这里的 Pod、地址、Service 或 URL。")[console.language], exit: 1)
    }
    let trace = Trace.run(
      network.fabric, at: console.world.now, from: from, to: target.address,
      size.map { .sized($0) } ?? target.probe)
    let walk = TraceWalk(trace, network.fabric, title: "\(arguments[0]) -> \(arguments[1])")
    guard !walk.isEmpty else {
      return Outcome(
        out: Text("No frame leaves \(name).\n", "没有帧离开 \(name)。\n")[console.language]
          + trace.outcome, exit: 1)
    }
    if isList { return Self.list(walk, Array(arguments.dropFirst(2)), console) }
    console.traceWalk = walk
    console.showsTraceBytes = isBytes
    let way = Text(
      "(Enter goes on, back goes back, any other line leaves the trace)\n",
      "（回车前进，back 后退，输入其他行离开跟踪）\n")[console.language]
    return Outcome(out: console.page(of: walk) + way)
  }
}

extension TraceVerb {
  fileprivate static func list(
    _ walk: TraceWalk, _ words: [String], _ console: Console
  ) -> Outcome {
    let (rows, ending) = walk.list(words, console.language)
    guard !rows.isEmpty else {
      return Outcome(
        err: Text("No frame has all of these words.\n", "没有哪一帧含有全部这些词。\n")[console.language])
    }
    return Outcome(out: rows.map { $0 + "\n" }.joined() + ending)
  }
}

/// What a trace is sent to.
struct TraceTarget {
  let address: IPv4Address
  let probe: Trace.Probe

  init?(_ text: String, _ world: World) {
    var name = text
    var port: UInt16?
    if let scheme = ["http://", "https://"].first(where: { text.hasPrefix($0) }) {
      name = String(text.dropFirst(scheme.count).prefix { $0 != "/" })
      port = scheme == "http://" ? 80 : 443
    }
    if let colon = name.lastIndex(of: ":") {
      guard let given = UInt16(name[name.index(after: colon)...]) else { return nil }
      port = given
      name = String(name[..<colon])
    }
    guard let found = Self.address(of: name, world) else { return nil }
    address = found.address
    probe = (port ?? found.port).map { .connect($0) } ?? .ping
  }

  private static func address(
    of name: String, _ world: World
  ) -> (address: IPv4Address, port: UInt16?)? {
    if let address = IPv4Address(parsing: name) { return (address, nil) }
    if let service = world.serviceAddress(name), let address = IPv4Address(parsing: service.address)
    {
      return (address, UInt16(exactly: service.port))
    }
    guard let fabric = world.network?.fabric, let first = world.hosts(named: name).first else {
      return nil
    }
    let host = first.hasPrefix("node/") ? String(first.dropFirst(5)) : first
    guard let space = fabric.namespace(named: host) else { return nil }
    let devices = fabric.space(space).devices
    let own = devices.compactMap { $0 }.first { $0.name == "eth0" }?.primaryAddress
    return own.map { ($0, nil) }
  }
}
