import Simulation
import Wire

/// nc of netcat-openbsd 1.219.
struct Netcat {
  static let tool = HostTool("nc") { host throws(Interruption) in
    let given = Options(
      host.arguments.dropFirst(), "46bCDdFhklNnrStUuvZzI:i:M:m:O:P:p:q:s:T:V:W:w:X:x:")
    if let problem = given.problem { throw host.fail("nc: \(problem)\n" + usage) }
    var netcat = Netcat(given)
    return try netcat.run(&host)
  }

  private let given: Options
  private var isVerbose: Bool { given.has("v") }
  private var limit: Int64? { given.microseconds("w") }
  private init(_ given: Options) { self.given = given }

  private static let usage = """
    usage: nc [-46CDdFhklNnrStUuvZz] [-I length] [-i interval] [-M ttl]
    \t  [-m minttl] [-O length] [-P proxy_username] [-p source_port]
    \t  [-q seconds] [-s sourceaddr] [-T keyword] [-V rtable] [-W recvlimit]
    \t  [-w timeout] [-X proxy_protocol] [-x proxy_address[:port]]
    \t  [destination] [port]
    """

  private mutating func run(_ host: inout HostSystem) throws(Interruption) -> Int32 {
    if given.has("l") { return try listen(&host) }
    guard given.operands.count == 2 else { throw host.fail(Self.usage) }
    guard let address = try host.resolve(given.operands[0]) else {
      throw host.fail(
        "nc: getaddrinfo for host \"\(given.operands[0])\" port \(given.operands[1]): \(host.nameProblem)"
      )
    }
    let range = given.operands[1].split(separator: "-").compactMap { UInt16($0) }
    guard let first = range.first, first > 0 else {
      throw host.fail("nc: port number invalid: \(given.operands[1])")
    }
    var status: Int32 = 1
    for port in first...max(first, range.last ?? first) {
      if try attempt(address, port, &host) { status = 0 }
    }
    return status
  }

  private func attempt(
    _ address: IPv4Address, _ port: UInt16, _ host: inout HostSystem
  ) throws(Interruption) -> Bool {
    let isDatagram = given.has("u")
    let word = isDatagram ? "udp" : "tcp"
    let socket = try host.socket(isDatagram ? .udp : .tcp)
    if given.has("p") || given.has("s") {
      let own = given.value("p").flatMap { UInt16($0) } ?? 0
      let source = given.value("s").flatMap { IPv4Address(parsing: $0) } ?? .any
      if let reason = try host.bind(socket, source, own) {
        throw host.fail("nc: bind failed: \(reason.text)")
      }
    }
    if let reason = try host.connect(socket, address, port, timeoutMicroseconds: limit) {
      if isVerbose {
        let isLate = reason == .timedOut && limit != nil
        let text = isLate ? "timed out: Operation now in progress" : "failed: \(reason.text)"
        host.printError("nc: connect to \(address) port \(port) (\(word)) \(text)")
      }
      try host.close(socket)
      return false
    }
    if given.has("z"), isDatagram {
      // Four datagrams; a refusal that comes back meanwhile counts.
      for _ in 0..<4 {
        if try host.send(socket, [UInt8(ascii: "X")]) != nil { return false }
        try host.sleep(microseconds: 250_000)
      }
    }
    if isVerbose {
      host.printError(
        "Connection to \(address) \(port) port [\(word)/\(Self.service(port))] succeeded!")
    }
    if given.has("z") {
      try host.close(socket)
      return true
    }
    return try exchange(socket, &host)
  }

  /// Sends the input, prints what comes, until the end of the stream or the idle time.
  private func exchange(_ socket: SocketID, _ host: inout HostSystem) throws(Interruption) -> Bool {
    if !host.input.isEmpty, let reason = try host.send(socket, Array(host.input.utf8)) {
      host.printError("nc: write failed: \(reason.text)")
      return false
    }
    if given.has("N") { _ = try host.call(.shutdown(socket)) }
    let patience = given.microseconds("q").map { min($0, limit ?? $0) } ?? limit
    while true {
      switch try host.receive(socket, timeoutMicroseconds: patience) {
      case .bytes(let bytes):
        if bytes.isEmpty {
          try host.close(socket)
          return true
        }
        host.print(String(decoding: bytes, as: UTF8.self), terminator: "")
      case .delivery(.datagram(let datagram)):
        host.print(String(decoding: datagram.bytes, as: UTF8.self), terminator: "")
      case .failure(let reason, _):
        if !given.has("u") { host.printError("nc: read failed: \(reason.text)") }
        try host.close(socket)
        return false
      default:
        try host.close(socket)
        return true
      }
    }
  }

  private func listen(_ host: inout HostSystem) throws(Interruption) -> Int32 {
    let words = given.value("p").map { [$0] } ?? given.operands.suffix(1)
    guard let port = words.last.flatMap({ UInt16($0) }), port > 0 else {
      throw host.fail("nc: missing port with option -l")
    }
    let socket = try host.socket(given.has("u") ? .udp : .tcp)
    if let reason = try host.bind(socket, .any, port) { throw host.fail("nc: \(reason.text)") }
    if isVerbose { host.printError("Listening on 0.0.0.0 \(port)") }
    if given.has("u") { return try exchange(socket, &host) ? 0 : 1 }
    _ = try host.call(.listen(socket))
    repeat {
      guard case .socket(let peer) = try host.call(.accept(socket, timeout: nil)) else { return 1 }
      if isVerbose { host.printError("Connection received") }
      _ = try exchange(peer, &host)
    } while given.has("k")
    return 0
  }

  private static func service(_ port: UInt16) -> String {
    let names: [UInt16: String] = [
      22: "ssh", 53: "domain", 80: "http", 443: "https", 8080: "http-alt", 6443: "*", 2379: "*",
    ]
    return names[port] ?? "*"
  }
}
