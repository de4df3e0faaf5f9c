import Simulation
import Wire

/// What ping says of answers, errors and in the end.
extension Ping {
  mutating func take(
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

  func stamp(_ at: Instant) -> String {
    guard showsStamp else { return "" }
    let micros = String(at.microseconds % 1_000_000)
    return "[\(at.unixSeconds).\(String(repeating: "0", count: 6 - micros.count))\(micros)] "
  }

  mutating func complain(_ notice: ICMPNotice, _ host: inout HostSystem) {
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

  func summarise(_ host: inout HostSystem, _ name: String) {
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

  static let usage = """

    Usage
      ping [options] <destination>
    """
}
