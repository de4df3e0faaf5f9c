import Simulation
import Wire

/// traceroute 2.1 (Dmitry Butskoy) with its default UDP method.
struct Traceroute {
  static let tool = HostTool("traceroute") { host throws(Interruption) in
    var trace = Traceroute()
    return try trace.run(&host)
  }

  private struct Probe {
    let socket: SocketID
    let hop: Int
    let sent: Instant
    var answer: (from: IPv4Address, mark: String, time: Int64, isFinal: Bool)?
    var isDone = false
  }

  private var target = IPv4Address.any
  private var first = 1
  private var last = 30
  private var queries = 3
  private var simultaneous = 16
  private var wait: Int64 = 5_000_000
  private var isNumeric = false
  /// ICMP echo requests (`-I`), all from one socket and told apart by their sequence.
  private var usesEcho = false
  private var echoSocket: SocketID?
  private var identifier: UInt16 = 0
  private var size = 60
  private var options = SocketOptions()
  private var probes: [Probe] = []

  private mutating func run(_ host: inout HostSystem) throws(Interruption) -> Int32 {
    let given = Options(host.arguments.dropFirst(), "46dFInrTUf:m:N:p:q:s:i:t:w:z:")
    if let problem = given.problem {
      let word = problem.split(separator: "'").dropFirst().first.map(String.init) ?? ""
      throw host.fail(
        problem.hasPrefix("invalid")
          ? "Bad option `-\(word)' (argc 1)"
          : "Option `-\(word)' (argc 1) requires an argument", status: 2)
    }
    guard let name = given.operands.first else {
      throw host.fail(
        "Usage:\n  traceroute [ -46dFITnreAUDV ] [ -f first_ttl ] [ -m max_ttl ] host [ packetlen ]",
        status: 0)
    }
    usesEcho = given.has("I")
    isNumeric = given.has("n")
    first = given.number("f") ?? 1
    last = given.number("m") ?? 30
    queries = given.number("q") ?? 3
    simultaneous = max(1, given.number("N") ?? 16)
    wait = given.microseconds("w") ?? 5_000_000
    options.discovery = given.has("F") ? .require : .never
    options.reportsErrors = true
    if given.operands.count > 1, let length = Int(given.operands[1]) { size = max(28, length) }
    guard (1...255).contains(first), (first...255).contains(last) else {
      throw host.fail("first hop out of range", status: 2)
    }
    guard (1...10).contains(queries) else {
      throw host.fail("no more than 10 probes per hop", status: 2)
    }
    guard let address = try host.resolve(name) else {
      throw host.fail(
        "\(name): \(host.nameProblem)\nCannot handle \"host\" cmdline arg `\(name)' on position 1 (argc \(host.arguments.count - 1))",
        status: 2)
    }
    target = address
    host.print(
      "traceroute to \(name) (\(address)), \(last) hops max, \(size) byte packets", terminator: "")
    try loop(&host)
    host.print("")
    return 0
  }

  private mutating func loop(_ host: inout HostSystem) throws(Interruption) {
    let total = (last - first + 1) * queries
    var printed = 0
    var isOver = false
    while printed < total, !isOver {
      var outstanding = probes.filter { !$0.isDone }.count
      let finalHop = probes.first { $0.answer?.isFinal == true }?.hop
      while outstanding < simultaneous, probes.count < total {
        let hop = first + probes.count / queries
        if let finalHop, hop > finalHop { break }
        try send(hop, &host)
        outstanding += 1
      }
      try collect(&host)
      while printed < probes.count, probes[printed].isDone {
        show(printed, &host)
        printed += 1
        if printed % queries == 0,
          probes[(printed - queries)..<printed].contains(where: { $0.answer?.isFinal == true })
        {
          isOver = true
          break
        }
      }
    }
  }

  private mutating func send(_ hop: Int, _ host: inout HostSystem) throws(Interruption) {
    options.timeToLive = UInt8(hop)
    if usesEcho { return try sendEcho(hop, &host) }
    let socket = try host.socket(.udp, options)
    let port = UInt16(truncatingIfNeeded: 33_434 + probes.count)
    let payload = (0..<(size - 28)).map { UInt8(truncatingIfNeeded: 0x40 + ($0 & 0x3F)) }
    let now = try host.now()
    if let reason = try host.connect(socket, target, port) {
      throw host.fail("\nconnect: \(reason.text)", status: 1)
    }
    let answer = try host.send(socket, payload, to: target, port)
    probes.append(Probe(socket: socket, hop: hop, sent: now))
    if case .failure(let reason, _) = answer {
      throw host.fail("\nsend: \(reason.text)", status: 1)
    }
  }

  private mutating func sendEcho(_ hop: Int, _ host: inout HostSystem) throws(Interruption) {
    let socket: SocketID
    if let echoSocket {
      socket = echoSocket
      _ = try host.call(.setOptions(socket, options))
    } else {
      socket = try host.socket(.icmp, options)
      identifier = UInt16(try host.random(below: 65_535) + 1)
      _ = try host.bind(socket, .any, identifier)
      echoSocket = socket
    }
    let payload = (0..<(size - 28)).map { UInt8(truncatingIfNeeded: 0x40 + ($0 & 0x3F)) }
    let message = ICMP.Message(
      type: ICMP.echoRequest, identifier: identifier,
      sequence: UInt16(truncatingIfNeeded: probes.count + 1), payload: payload)
    let now = try host.now()
    probes.append(Probe(socket: socket, hop: hop, sent: now))
    if case .failure(let reason, _) = try host.send(socket, message.bytes, to: target) {
      throw host.fail("\nsend: \(reason.text)", status: 1)
    }
  }

  private mutating func collectEcho(
    _ oldest: Int, _ left: Int64, _ host: inout HostSystem
  ) throws(Interruption) {
    guard let socket = echoSocket else { return }
    let index: Int
    switch try host.receive(socket, timeoutMicroseconds: left) {
    case .delivery(.notice(let notice)):
      index = Int(notice.quoted.rest & 0xFFFF) - 1
      guard probes.indices.contains(index), !probes[index].isDone else { return }
      let time = notice.at.microseconds - probes[index].sent.microseconds
      probes[index].answer = (
        notice.from, Self.mark(notice), time, notice.type == ICMP.unreachable
      )
    case .delivery(.datagram(let datagram)):
      guard let view = try? ICMP.View(datagram.bytes, 0..<datagram.bytes.count) else { return }
      index = Int(view.sequence) - 1
      guard probes.indices.contains(index), !probes[index].isDone else { return }
      let time = datagram.at.microseconds - probes[index].sent.microseconds
      probes[index].answer = (datagram.source, "", time, true)
    default: index = oldest
    }
    probes[index].isDone = true
  }

  /// Waits for the next answer, or until the oldest probe's time is over.
  private mutating func collect(_ host: inout HostSystem) throws(Interruption) {
    let waiting = probes.indices.filter { !probes[$0].isDone }
    guard let oldest = waiting.first else { return }
    let now = try host.now()
    let left = probes[oldest].sent.microseconds + wait - now.microseconds
    if usesEcho, left > 0 { return try collectEcho(oldest, left, &host) }
    guard left > 0 else { return try finish(oldest, &host) }
    guard
      case .socket(let ready) = try host.call(
        .select(waiting.map { probes[$0].socket }, timeout: left)),
      let index = waiting.first(where: { probes[$0].socket == ready })
    else { return try finish(oldest, &host) }
    let answer = try host.receive(ready, timeoutMicroseconds: 0)
    if case .delivery(.notice(let notice)) = answer {
      let time = notice.at.microseconds - probes[index].sent.microseconds
      let isFinal = notice.type == ICMP.unreachable
      probes[index].answer = (notice.from, Self.mark(notice), time, isFinal)
    } else if case .delivery(.datagram(let datagram)) = answer {
      let time = datagram.at.microseconds - probes[index].sent.microseconds
      probes[index].answer = (datagram.source, "", time, true)
    }
    try finish(index, &host)
  }

  private mutating func finish(_ index: Int, _ host: inout HostSystem) throws(Interruption) {
    probes[index].isDone = true
    if !usesEcho { try host.close(probes[index].socket) }
  }

  private func show(_ index: Int, _ host: inout HostSystem) {
    let place = index % queries
    let probe = probes[index]
    var text = place == 0 ? "\n\(leftPadded(String(probe.hop), 2)) " : ""
    guard let answer = probe.answer else {
      host.print(text + " *", terminator: "")
      return
    }
    let before =
      place == 0 ? nil : probes[(index - place)..<index].last { $0.answer != nil }?.answer
    if before?.from != answer.from {
      text += " " + (isNumeric ? "\(answer.from)" : "\(answer.from) (\(answer.from))")
    }
    text += "  \(thousandths(answer.time)) ms\(answer.mark)"
    host.print(text, terminator: "")
  }

  private static func mark(_ notice: ICMPNotice) -> String {
    guard notice.type == ICMP.unreachable else { return "" }
    switch notice.code {
    case 0: return " !N"
    case 1: return " !H"
    case 2: return " !P"
    case 3: return ""
    case 4: return " !F-\(notice.mtu)"
    case 13: return " !X"
    default: return " !<\(notice.code)>"
    }
  }
}
