import Simulation
import Wire

/// ping of iputils 20221126.
struct Ping {
  static let tool = HostTool("ping") { host throws(Interruption) in
    var ping = Ping()
    return try ping.run(&host)
  }

  var target = IPv4Address.any
  var size = 56
  var count: Int?
  var interval: Int64 = 1_000_000
  var linger: Int64 = 10_000_000
  var deadline: Int64?
  var identifier: UInt16 = 0
  var pattern: [UInt8]?
  var isQuiet = false
  var showsStamp = false
  var showsMissing = false
  var options = SocketOptions()

  var sent = 0
  var received = 0
  var duplicates = 0
  var errors = 0
  var times: [Int64] = []
  var seen: [UInt16] = []
  var start = Instant.zero
  var lastSent = Instant.zero
  var stamps: [Instant] = []
  /// The most probes that were on their way when one was answered.
  var pipe = 0
  var isInterrupted = false

  mutating func run(_ host: inout HostSystem) throws(Interruption) -> Int32 {
    let given = Options(
      host.arguments.dropFirst(), "4aAbBdDfhLnOqrRUvVc:e:F:i:I:l:m:M:p:Q:s:S:t:T:w:W:")
    if let problem = given.problem { throw host.fail("ping: \(problem)\n" + Self.usage, status: 2) }
    if given.has("V") {
      host.print(
        "ping from iputils 20221126\nlibcap: yes, IDN: yes, NLS: no, error.h: yes, getrandom(): yes, __fpending(): yes"
      )
      return 0
    }
    guard let name = given.operands.last else {
      throw host.fail("ping: usage error: Destination address required", status: 1)
    }
    try read(given, &host)
    guard let address = try host.resolve(name) else {
      throw host.fail("ping: \(name): \(host.nameProblem)", status: 2)
    }
    target = address
    let socket = try open(given, &host, name)
    try loop(socket, &host)
    summarise(&host, name)
    return received == 0 || deadline != nil && received < count ?? 0 ? 1 : 0
  }

  mutating func read(_ given: Options, _ host: inout HostSystem) throws(Interruption) {
    for (letter, value) in given.flags {
      let number = value.flatMap { Int($0) }
      switch letter {
      case "c":
        guard let number, number > 0 else {
          throw outOfRange(value, 1, "9223372036854775807", &host)
        }
        count = number
      case "s":
        guard let number, (0...65_507).contains(number) else {
          throw outOfRange(value, 0, "127992", &host)
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
      case "t":
        guard let number, let hops = UInt8(exactly: number) else {
          throw outOfRange(value, 0, "255", &host)
        }
        guard hops > 0 else {
          throw host.fail("ping: cannot set unicast time-to-live: Invalid argument", status: 2)
        }
        options.timeToLive = hops
      case "e":
        guard let number, let id = UInt16(exactly: number) else {
          throw outOfRange(value, 0, "65535", &host)
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

  /// What strtol_or_err says of a number that is none, or is too large or small.
  private func outOfRange(
    _ value: String?, _ least: Int, _ most: String, _ host: inout HostSystem
  ) -> Interruption {
    let text = value ?? ""
    let range = Int(text) == nil ? "" : ": out of range: \(least) <= value <= \(most)"
    return host.fail("ping: invalid argument: '\(text)'\(range)", status: 1)
  }

  mutating func readPattern(
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

  mutating func open(
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
    let space = try host.view().space
    if target == .broadcast || space.broadcastDevice(target) != nil {
      guard given.has("b") else {
        throw host.fail(
          "ping: Do you want to ping broadcast? Then -b. If not, check your local firewall rules",
          status: 2)
      }
      host.printError("WARNING: pinging broadcast address")
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

  mutating func loop(
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

  mutating func probe(
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
  mutating func collect(
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
}
