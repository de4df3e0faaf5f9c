import Wire

/// getaddrinfo(3) of glibc for IPv4: /etc/hosts, then the servers of /etc/resolv.conf with its search list.
extension HostSystem {
  package mutating func resolve(_ name: String) throws(Interruption) -> IPv4Address? {
    if let address = IPv4Address(parsing: name) ?? Self.shortened(name) { return address }
    nameProblem = "Temporary failure in name resolution"
    if name == "localhost" { return .loopback }
    if case .text(let hosts) = try call(.read(path: "/etc/hosts")) {
      for line in hosts.split(separator: "\n") {
        let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
        if words.dropFirst().contains(name) { return IPv4Address(parsing: words[0]) }
      }
    }
    guard case .text(let text) = try call(.read(path: "/etc/resolv.conf")) else { return nil }
    let settings = ResolverSettings(text)
    for candidate in settings.candidates(name) {
      for server in settings.servers {
        guard let answer = try ask(server, candidate) else { continue }
        nameProblem = "Name or service not known"
        if let address = answer.addresses.first { return address }
        break
      }
    }
    return nil
  }

  /// Fewer than four numbers, as inet_aton(3) reads them: the last one fills what is left.
  private static func shortened(_ name: String) -> IPv4Address? {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part -> UInt32? in
      part.utf8.allSatisfy { (48...57).contains($0) } ? UInt32(part) : nil
    }
    guard numbers.count == parts.count, (1...3).contains(numbers.count), let last = numbers.last
    else { return nil }
    let bits = UInt32(32 - 8 * (numbers.count - 1))
    guard bits == 32 || last < 1 << bits, numbers.dropLast().allSatisfy({ $0 < 256 }) else {
      return nil
    }
    var address = last
    for (place, number) in numbers.dropLast().enumerated() {
      address |= number << UInt32(24 - 8 * place)
    }
    return IPv4Address(address)
  }

  /// One question, sent twice at most, five seconds of patience each.
  private mutating func ask(
    _ server: IPv4Address, _ name: String
  ) throws(Interruption) -> DNS.Message? {
    let socket = try socket(.udp)
    let identifier = UInt16(try random(below: 65_536))
    if try connect(socket, server, DNS.port) != nil { return nil }
    for _ in 0..<2 {
      let question = DNS.Message(question: name, identifier: identifier)
      if try send(socket, question.bytes) != nil { return nil }
      switch try receive(socket, timeoutMicroseconds: 5_000_000) {
      case .delivery(.datagram(let datagram)):
        if let answer = try? DNS.Message(parsing: datagram.bytes), answer.identifier == identifier {
          try close(socket)
          return answer
        }
      case .failure:
        try close(socket)
        return nil
      default: continue
      }
    }
    try close(socket)
    return nil
  }
}

/// What /etc/resolv.conf says.
struct ResolverSettings {
  var servers: [IPv4Address] = []
  private var search: [String] = []
  private var dots = 1

  init(_ text: String) {
    for line in text.split(separator: "\n") {
      let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
      switch words.first {
      case "nameserver":
        servers += words.dropFirst().prefix(1).compactMap { IPv4Address(parsing: $0) }
      case "search": search = Array(words.dropFirst())
      case "options":
        for word in words where word.hasPrefix("ndots:") { dots = Int(word.dropFirst(6)) ?? 1 }
      default: continue
      }
    }
  }

  /// The names to ask for, in order: few dots begin with the search list.
  func candidates(_ name: String) -> [String] {
    if name.hasSuffix(".") { return [String(name.dropLast())] }
    let listed = search.map { "\(name).\($0)" }
    return name.filter { $0 == "." }.count >= dots ? [name] + listed : listed + [name]
  }
}
