import Simulation
import Wire

/// ping of iputils 20221126.
struct Ping {
  static let tool = HostTool("ping") { host throws(Interruption) in
    var ping = Ping()
    return try ping.run(&host)
  }

  private var target = IPv4Address.any
  private var size = 56
  private var count: Int?
  private var interval: Int64 = 1_000_000
  private var linger: Int64 = 10_000_000
  private var deadline: Int64?
  private var identifier: UInt16 = 0
  private var pattern: [UInt8]?
  private var isQuiet = false
  private var showsStamp = false
  private var showsMissing = false
  private var options = SocketOptions()

  private var sent = 0
  private var received = 0
  private var duplicates = 0
  private var errors = 0
  private var times: [Int64] = []
  private var seen: [UInt16] = []
  private var start = Instant.zero
  private var lastSent = Instant.zero
  private var stamps: [Instant] = []
  /// The most probes that were on their way when one was answered.
  private var pipe = 0
  private var isInterrupted = false

  private mutating func run(_ host: inout HostSystem) throws(Interruption) -> Int32 {
    let given = Options(
      host.arguments.dropFirst(), "4aAbBdDfhLnOqrRUvVc:e:F:i:I:l:m:M:p:Q:s:S:t:T:w:W:")
    if let problem = given.problem { throw host.fail("ping: \(problem)\n" + Self.usage, status: 2) }
    guard let name = given.operands.last else {
      throw host.fail("ping: usage error: Destination address required", status: 1)
    }
    try read(given, &host)
    guard let address = try host.resolve(name) else {
      throw host.fail("ping: \(name): Name or service not known", status: 2)
    }
    target = address
    let socket = try open(given, &host, name)
    try loop(socket, &host)
    summarise(&host, name)
    return received == 0 || deadline != nil && received < count ?? 0 ? 1 : 0
  }

  private mutating func read(_ given: Options, _ host: inout HostSystem) throws(Interruption) {
    for (letter, value) in given.flags {
      let number = value.flatMap { Int($0) }
      switch letter {
      case "c":
        guard let number, number > 0 else {
          throw host.fail(
            "ping: invalid argument: '\(value ?? "")': out of range: 1 <= value <= 9223372036854775807",
            status: 1)
        }
        count = number
      case "s":
        guard let number, (0...65_507).contains(number) else {
          throw host.fail(
            "ping: invalid argument: '\(value ?? "")': out of range: 0 <= value <= 127992",
            status: 1)
        }
        size = number
      case "i":
        guard let time = value.flatMap(parseSeconds) else {
          throw host.fail("ping: option argument contains garbage: \(value ?? "")", status: 2)
        }
        interval = time
      case "W":
        guard let time = value.flatMap(parseSeconds) else {
          throw host.fail("ping: option argument contains garbage: \(value ?? "")", status: 2)
        }
        linger = time == 0 ? 10_000_000 : time
      case "w": deadline = value.flatMap(parseSeconds)
      case "t": options.timeToLive = number.flatMap { UInt8(exactly: $0) }
      case "e":
        guard let number, let id = UInt16(exactly: number) else {
          throw host.fail(
            "ping: invalid argument: '\(value ?? "")': out of range: 0 <= value <= 65535", status: 1
          )
        }
        identifier = id
      case "p": try readPattern(value ?? "", &host)
      case "M":
        switch value {
        case "do": options.discovery = .require
        case "dont": options.discovery = .never
        case "want": options.discovery = .want
        default:
          throw host.fail("ping: invalid -M argument: \(value ?? "")", status: 2)
        }
      case "Q": options.typeOfService = number.flatMap { UInt8(exactly: $0) } ?? 0
      case "m": options.mark = number.map { UInt32(truncatingIfNeeded: $0) } ?? 0
      case "q": isQuiet = true
      case "D": showsStamp = true
      case "O": showsMissing = true
      case "f": interval = 10_000
      default: break
      }
    }
  }

  private mutating func readPattern(
    _ text: String, _ host: inout HostSystem
  ) throws(Interruption) {
    var bytes: [UInt8] = []
    var digits = Array(text)[...]
    while let first = digits.popFirst() {
      let pair = String(first) + (digits.popFirst().map { String($0) } ?? "")
      guard let byte = UInt8(pair, radix: 16) else {
        throw host.fail("ping: patterns must be specified as hex digits: \(text)", status: 2)
      }
      bytes.append(byte)
    }
    guard !bytes.isEmpty else { return }
    pattern = Array(bytes.prefix(16))
    host.print("PATTERN: 0x" + bytes.prefix(16).map(hexByte).joined())
  }

  private mutating func open(
    _ given: Options, _ host: inout HostSystem, _ name: String
  ) throws(Interruption) -> SocketID {
    var from = ""
    var source = IPv4Address.any
    if let word = given.value("I") {
      if let address = IPv4Address(parsing: word) {
        source = address
        from = " from \(address) :"
      } else {
        let view = try host.view()
        guard let index = view.space.device(named: word) else {
          throw host.fail("ping: SO_BINDTODEVICE \(word): No such device", status: 2)
        }
        options.device = word
        let own = view.space.devices[index]?.primaryAddress ?? .any
        from = " from \(own) \(word):"
      }
    }
    let probe = try host.socket(.udp)
    if let reason = try host.connect(probe, target, 1025) {
      throw host.fail("ping: connect: \(reason.text)", status: 2)
    }
    try host.close(probe)
    options.reportsErrors = true
    let socket = try host.socket(.icmp, options)
    if identifier == 0 { identifier = UInt16(try host.random(below: 65_535) + 1) }
    if let reason = try host.bind(socket, source, identifier) {
      throw host.fail("ping: bind: \(reason.text)", status: 2)
    }
    host.print("PING \(name) (\(target))\(from) \(size)(\(size + 28)) bytes of data.")
    return socket
  }

  private mutating func loop(
    _ socket: SocketID, _ host: inout HostSystem
  ) throws(Interruption) {
    start = try host.now()
    let end = deadline.map { start.after(microseconds: $0) }
    var leave: Instant?
    while true {
      if let count, received + errors >= count { return }
      if deadline != nil, errors > 0 { return }
      var wait: Instant
      let isDone = count.map { sent >= $0 } ?? false
      if isDone, deadline == nil {
        if leave == nil {
          let longest = times.max() ?? 0
          let patience = received > 0 ? max(2 * longest, interval) : linger
          leave = lastSent.after(microseconds: patience)
        }
        wait = leave ?? lastSent
      } else {
        if showsMissing, sent > 0, !seen.contains(UInt16(truncatingIfNeeded: sent)) {
          host.print("no answer yet for icmp_seq=\(sent)")
        }
        try probe(socket, &host)
        wait = lastSent.after(microseconds: interval)
      }
      if let end { wait = min(wait, end) }
      try collect(socket, until: wait, &host)
      if isInterrupted { return }
      let now = try host.now()
      if let end, now >= end { return }
      if let leave, now >= leave { return }
    }
  }

  private mutating func probe(
    _ socket: SocketID, _ host: inout HostSystem
  ) throws(Interruption) {
    lastSent = try host.now()
    var payload = [UInt8]()
    payload.reserveCapacity(size)
    for index in 0..<size {
      payload.append(pattern.map { $0[index % $0.count] } ?? UInt8(truncatingIfNeeded: index))
    }
    if size >= 16 {
      let seconds = lastSent.unixSeconds
      let micros = lastSent.microseconds % 1_000_000
      for index in 0..<8 {
        payload[index] = UInt8(truncatingIfNeeded: seconds >> Int64(index * 8))
        payload[8 + index] = UInt8(truncatingIfNeeded: micros >> Int64(index * 8))
      }
    }
    sent += 1
    stamps.append(lastSent)
    let message = ICMP.Message(
      type: ICMP.echoRequest, identifier: identifier,
      sequence: UInt16(truncatingIfNeeded: sent), payload: payload)
    guard case .failure(let reason, let mtu) = try host.send(socket, message.bytes, to: target)
    else {
      return
    }
    if reason == .messageTooLong {
      host.printError("ping: local error: message too long, mtu=\(mtu)")
      errors += 1
    } else {
      host.printError("ping: sendmsg: \(reason.text)")
    }
  }

  /// Takes what comes until the next probe is due, or until everything is there.
  private mutating func collect(
    _ socket: SocketID, until wait: Instant, _ host: inout HostSystem
  ) throws(Interruption) {
    while true {
      let now = try host.now()
      guard now < wait else { return }
      let answer = try host.receive(
        socket, timeoutMicroseconds: wait.microseconds - now.microseconds)
      switch answer {
      case .delivery(.datagram(let datagram)): try take(datagram, socket, &host)
      case .delivery(.notice(let notice)): complain(notice, &host)
      case .failure(.interrupted, _):
        isInterrupted = true
        return
      default: return
      }
      if let count, received + errors >= count { return }
    }
  }

  private mutating func take(
    _ datagram: Datagram, _ socket: SocketID, _ host: inout HostSystem
  ) throws(Interruption) {
    guard let view = try? ICMP.View(datagram.bytes, 0..<datagram.bytes.count) else { return }
    let sequence = view.sequence
    let isRepeat = seen.contains(sequence)
    if isRepeat { duplicates += 1 } else { received += 1 }
    seen.append(sequence)
    pipe = max(pipe, sent - Int(sequence) + 1)
    if !options.confirms {
      options.confirms = true
      _ = try host.call(.setOptions(socket, options))
    }
    var line =
      "\(view.end) bytes from \(datagram.source): icmp_seq=\(sequence) ttl=\(datagram.timeToLive)"
    if size >= 16, sequence > 0, Int(sequence) <= stamps.count {
      let time = datagram.at.microseconds - stamps[Int(sequence) - 1].microseconds
      if !isRepeat { times.append(time) }
      line += " time=\(Self.time(time)) ms"
    }
    if isRepeat { line += " (DUP!)" }
    if !isQuiet { host.print(stamp(datagram.at) + line) }
  }

  private func stamp(_ at: Instant) -> String {
    guard showsStamp else { return "" }
    let micros = String(at.microseconds % 1_000_000)
    return "[\(at.unixSeconds).\(String(repeating: "0", count: 6 - micros.count))\(micros)] "
  }

  private mutating func complain(_ notice: ICMPNotice, _ host: inout HostSystem) {
    errors += 1
    let sequence = notice.quoted.rest & 0xFFFF
    pipe = max(pipe, sent - Int(sequence) + 1)
    guard !isQuiet else { return }
    let text: String
    switch (notice.type, notice.code) {
    case (3, 0): text = "Destination Net Unreachable"
    case (3, 1): text = "Destination Host Unreachable"
    case (3, 2): text = "Destination Protocol Unreachable"
    case (3, 3): text = "Destination Port Unreachable"
    case (3, 4): text = "Frag needed and DF set (mtu = \(notice.mtu))"
    case (3, 9): text = "Destination Net Prohibited"
    case (3, 10): text = "Destination Host Prohibited"
    case (3, 13): text = "Packet filtered"
    case (11, 0): text = "Time to live exceeded"
    case (11, 1): text = "Frag reassembly time exceeded"
    default: text = "Dest Unreachable, Bad Code: \(notice.code)"
    }
    host.print(stamp(notice.at) + "From \(notice.from) icmp_seq=\(sequence) \(text)")
  }

  private func summarise(_ host: inout HostSystem, _ name: String) {
    var line = "\(sent) packets transmitted, \(received) received"
    if duplicates > 0 { line += ", +\(duplicates) duplicates" }
    if errors > 0 { line += ", +\(errors) errors" }
    if sent > 0 { line += ", \(Self.percent(sent - received, of: sent))% packet loss" }
    line += ", time \((lastSent.microseconds - start.microseconds) / 1000)ms"
    host.print("\n--- \(name) ping statistics ---\n\(line)")
    let pipeline = pipe > 1 ? "pipe \(pipe)" : ""
    guard !times.isEmpty else { return host.print(pipeline) }
    let sum = times.reduce(0, +)
    let average = sum / Int64(times.count)
    let squares = times.reduce(Int64(0)) { $0 + $1 * $1 } / Int64(times.count) - average * average
    let numbers = [times.min() ?? 0, average, times.max() ?? 0, Self.root(squares)]
    host.print(
      "rtt min/avg/max/mdev = \(numbers.map(thousandths).joined(separator: "/")) ms"
        + (pipe > 1 ? ", \(pipeline)" : ""))
  }

  /// As ping rounds times: three digits that count.
  static func time(_ microseconds: Int64) -> String {
    switch microseconds {
    case 99_950...: return "\((microseconds + 500) / 1000)"
    case 9_995...:
      let tenths = (microseconds + 50) / 100
      return "\(tenths / 10).\(tenths % 10)"
    case 1_000...:
      let hundredths = (microseconds + 5) / 10
      let rest = hundredths % 100
      return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    default: return thousandths(microseconds)
    }
  }

  /// `%g` of a percentage.
  static func percent(_ part: Int, of whole: Int) -> String {
    let millions = (part * 100_000_000 + whole / 2) / whole
    let integral = millions / 1_000_000
    let digits = integral >= 100 ? 3 : integral >= 10 ? 4 : 5
    var scale = 1
    for _ in 0..<(6 - digits) { scale *= 10 }
    let rounded = (millions + scale / 2) / scale
    var unit = 1
    for _ in 0..<digits { unit *= 10 }
    let fraction = String(rounded % unit)
    var text = String(repeating: "0", count: digits - fraction.count) + fraction
    while text.hasSuffix("0") { text.removeLast() }
    return text.isEmpty ? "\(rounded / unit)" : "\(rounded / unit).\(text)"
  }

  static func root(_ number: Int64) -> Int64 {
    guard number > 0 else { return 0 }
    var guess = number
    var next = (guess + 1) / 2
    while next < guess {
      guess = next
      next = (guess + number / guess) / 2
    }
    return guess
  }

  private static let usage = """

    Usage
      ping [options] <destination>
    """
}
